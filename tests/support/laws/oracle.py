"""An independent scorer, written from the specification with fractions, on plain dicts as tomllib reads them.

It shares no code with nhsdx and is as literal as possible: an unknown child joins a node or not, and all combinations
are tried; gates are judged again until nothing changes. Scores are exact fractions. Only geometric means and log scales
are not rational: they are computed with 50 decimal digits and then kept as fractions.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any, TypeAlias

Table: TypeAlias = Mapping[str, Any]
Score: TypeAlias = Fraction | None

OVERALL = "overall"
READINGS = ("low", "evidenced", "claimed", "high")
KNOWN = ("evidenced", "claimed")
"""The readings that leave out what is unknown."""
FIFTY_DIGITS = Context(prec=50)


@dataclass(frozen=True)
class Judgement:
    """The result according to the specification; scores by node id, then by reading."""

    scores: dict[str, dict[str, Score]]
    before_gates: dict[str, dict[str, Score]]
    levels: dict[str, dict[str, int | None]]
    spread: dict[str, dict[str, list[int]]]
    coverage: dict[str, Score]
    contributions: dict[str, dict[str, Score]]
    supported: dict[str, int | None]
    left_out: dict[str, dict[str, int]]
    triggered_under: dict[str, tuple[str, ...]]
    states: dict[str, str]
    unrated: dict[str, tuple[int, int] | None]


@dataclass(frozen=True)
class Sitting:
    """When an assessment was made, with which profile, and the facts given as context.

    `days` are the date used to work out how old evidence is, and the last day on which it can have been seen.
    """

    days: tuple[datetime.date, datetime.date]
    profile: str | None
    context: Table


def judge(  # noqa: PLR0913 - the arguments of an assessment
    rubric: Table,
    answers: Table,
    date: datetime.date,
    profile: str | None = None,
    *,
    as_of: datetime.date | None = None,
    context: Table | None = None,
) -> Judgement:
    """Score the answers, given on the date, under all four readings."""
    days = (as_of or date, min(as_of or date, date))
    sheet = _sheet(rubric, answers, Sitting(days, profile, context or {}))
    settled = {reading: _settled(sheet, reading) for reading in READINGS}
    scores = {node: {r: settled[r].scores[node] for r in READINGS} for node in sheet.nodes}
    triggered_under = {gate: tuple(r for r in READINGS if gate in settled[r].triggered) for gate in sheet.gates}
    return Judgement(
        scores=scores,
        before_gates={node: {r: settled[r].before[node] for r in READINGS} for node in sheet.nodes},
        levels={node: {r: sheet.level(scores[node][r]) for r in READINGS} for node in sheet.nodes},
        spread={node: {r: _spread(sheet, node, r) for r in KNOWN} for node in sheet.nodes},
        coverage={node: _coverage(sheet, node) for node in sheet.nodes},
        contributions={node: {r: _contribution(sheet, settled[r], node) for r in KNOWN} for node in sheet.nodes},
        supported=sheet.supported,
        left_out={node: _left_out(sheet, node) for node in sheet.aggregates},
        triggered_under=triggered_under,
        states={gate: _state(sheet, gate, settled) for gate in sheet.gates},
        unrated={node: _unrated(sheet, node) for node in sheet.aggregates},
    )


# ---- numbers


def exact(number: float) -> Fraction:
    """The number as it is written: 0.1 is a tenth."""
    return Fraction(str(number))


def nine(number: Fraction) -> Fraction:
    """The number rounded to nine decimals, as in comparisons with a bound."""
    return round(number, 9)


def level_scores(rubric: Table) -> list[Fraction]:
    """The score of each level of the rubric, lowest first."""
    steps = len(rubric["levels"]) - 1
    return [
        exact(level["score"]) if "score" in level else Fraction(100 * number, steps)
        for number, level in enumerate(rubric["levels"])
    ]


def reached(scores: list[Fraction], score: Fraction) -> int:
    """The highest level whose score is reached, or 0."""
    return max((number for number, bound in enumerate(scores) if nine(score) >= nine(bound)), default=0)


def _decimal(number: Fraction) -> Decimal:
    return FIFTY_DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))


def _ln(number: Fraction) -> Decimal:
    return FIFTY_DIGITS.ln(_decimal(number))


# ---- leaves


def full(criterion: Table, answer: object) -> dict[str, Any]:
    """The long form of an answer; a missing answer is unknown."""
    if answer is None:
        return {"status": "unknown"}
    if isinstance(answer, str):
        return {"status": answer}
    if isinstance(answer, Mapping):
        return dict(answer)
    return {"level" if criterion.get("kind", "level") == "level" else "value": answer}


def claimed_score(rubric: Table, criterion: Table, answer: Table) -> Score:
    """The score of an answer as given, or None if too little is known."""
    return answer_scores(rubric, criterion, answer)["claimed"]


def answer_scores(rubric: Table, criterion: Table, answer: Table) -> dict[str, Score]:
    """The score of an answer under each reading, before its evidence is considered."""
    if "status" in answer:
        return dict.fromkeys(READINGS)
    kind = criterion.get("kind", "level")
    if kind == "checklist":
        return {reading: _checklist(rubric, criterion, answer, reading) for reading in READINGS}
    score: Score
    if kind == "level":
        score = criterion_levels(rubric, criterion)[int(answer["level"])]
    elif kind == "measure":
        score = _measure(rubric, criterion, exact(answer["value"]))
    else:
        score = _survey(criterion, answer)
    return dict.fromkeys(READINGS, score)


def criterion_levels(rubric: Table, criterion: Table) -> list[Fraction]:
    """The score of each level with which a criterion is answered: its own levels, if it has any."""
    own = [exact(level["score"]) for level in criterion.get("levels", []) if isinstance(level, Mapping)]
    return own or level_scores(rubric)


def item_states(criterion: Table, answer: Table) -> dict[str, str]:
    """The answer to every item; one that is not listed is unknown."""
    return {item: answer.get("items", {}).get(item, "unknown") for item in criterion["items"]}


def _checklist(rubric: Table, criterion: Table, answer: Table, reading: str) -> Score:
    states = item_states(criterion, answer)
    if set(states.values()) == {"unknown"}:
        return None
    counts = criterion.get("not-applicable-counts")
    for item, state in states.items():
        if state == "not-applicable" and counts is not None:
            is_met = counts == "met" or criterion["items"][item]["level"] <= counts
            states[item] = "yes" if is_met else "no"
    if reading not in KNOWN:
        end = "no" if reading == "low" else "yes"
        states = {item: end if state == "unknown" else state for item, state in states.items()}
    if criterion.get("scoring", "staged") == "share":
        return _share(criterion, {item: state for item, state in states.items() if state != "unknown"})
    level = _staged(criterion, states)
    return None if level is None else level_scores(rubric)[level]


def _share(criterion: Table, states: Mapping[str, str]) -> Score:
    """The share of the weight of these items that is met."""
    worth = {"yes": Fraction(1), "partly": exact(criterion.get("partly-counts", 0.5)), "no": Fraction(0)}
    weights = {item: exact(criterion["items"][item].get("weight", 1)) for item in states}
    counted = {item: weight for item, weight in weights.items() if states[item] in worth}
    total = sum(counted.values(), Fraction(0))
    met = sum((weight * worth[states[item]] for item, weight in counted.items()), Fraction(0))
    return 100 * met / total if total else None


def _staged(criterion: Table, states: Mapping[str, str]) -> int | None:
    """The highest level up to which every level is reached; items that are still unknown are left out."""
    levels = range(1, max(item["level"] for item in criterion["items"].values()) + 1)
    applicable = {
        level: [
            states[name]
            for name, item in criterion["items"].items()
            if item["level"] == level and states[name] not in ("not-applicable", "not-asked")
        ]
        for level in levels
    }
    known = {level: [state for state in applicable[level] if state != "unknown"] for level in levels}
    if not known[min(level for level in levels if applicable[level])]:
        return None
    needs = {level: criterion.get("needs", {}).get(str(level), len(known[level])) for level in levels}
    is_reached = {
        level: not applicable[level]
        or (known[level] != [] and known[level].count("yes") >= min(needs[level], len(known[level])))
        for level in levels
    }
    highest: int = max(level for level in (0, *levels) if all(is_reached[below] for below in levels if below <= level))
    return highest


def _measure(rubric: Table, criterion: Table, value: Fraction) -> Fraction:
    if "bands" in criterion:
        band = [band for band in criterion["bands"] if _has_begun(band, value)][-1]
        return _band_score(rubric, band)
    line = criterion["linear"]
    worst, best = exact(line["worst"]), exact(line["best"])
    value = max(min(value, max(worst, best)), min(worst, best))
    if line.get("scale", "linear") == "linear":
        return 100 * (value - worst) / (best - worst)
    way = FIFTY_DIGITS.subtract(_ln(value), _ln(worst))
    whole = FIFTY_DIGITS.subtract(_ln(best), _ln(worst))
    return 100 * Fraction(FIFTY_DIGITS.divide(way, whole))


def _has_begun(band: Table, value: Fraction) -> bool:
    return exact(band["from"]) <= value if "from" in band else exact(band["above"]) < value


def _band_score(rubric: Table, band: Table) -> Fraction:
    return exact(band["score"]) if "score" in band else level_scores(rubric)[band["level"]]


def _survey(criterion: Table, answer: Table) -> Score:
    counts = answer.get("counts", [])
    respondents = int(answer.get("respondents", sum(counts)))
    if respondents < criterion.get("minimum-respondents", 11):
        return None
    if "mean" in answer:
        return exact(float(answer["mean"]))
    if "top" in criterion:
        return Fraction(100 * sum(counts[-criterion["top"] :]), respondents)
    total = sum((exact(s) * n for s, n in zip(criterion["scores"], counts, strict=True)), Fraction(0))
    return total / respondents


def possible_scores(rubric: Table, criterion: Table) -> tuple[Fraction, Fraction]:
    """The worst and the best score that an answer to the criterion could have."""
    levels = level_scores(rubric)
    kind = criterion.get("kind", "level")
    if kind == "level":
        return criterion_levels(rubric, criterion)[0], criterion_levels(rubric, criterion)[-1]
    if kind == "checklist" and criterion.get("scoring", "staged") == "staged":
        asked = [item["level"] for item in criterion["items"].values()]
        return levels[min(asked) - 1], levels[max(asked)]
    if kind == "measure":
        scores = [_measure(rubric, criterion, value) for value in _telling_values(criterion)]
        return min(scores), max(scores)
    if "scores" in criterion:
        return min(map(exact, criterion["scores"])), max(map(exact, criterion["scores"]))
    return Fraction(0), Fraction(100)


def worth_if_not_applicable(rubric: Table, criterion: Table) -> Score:
    """What a criterion that does not apply counts as; None if it is left out."""
    counts = criterion.get("not-applicable-counts")
    if counts is None:
        return None
    return (
        possible_scores(rubric, criterion)[1] if counts == "met" else criterion_levels(rubric, criterion)[int(counts)]
    )


def _telling_values(criterion: Table) -> list[Fraction]:
    """Values within the bounds of a measure, with every score that any value within them could have at most."""
    lowest = exact(criterion["minimum"]) if "minimum" in criterion else None
    highest = exact(criterion["maximum"]) if "maximum" in criterion else None
    if "linear" in criterion:
        ends = [exact(criterion["linear"][end]) for end in ("worst", "best")]
        raised = [end if lowest is None else max(end, lowest) for end in ends]
        return [end if highest is None else min(end, highest) for end in raised]
    starts = [
        exact(band["from"]) if "from" in band else exact(band["above"]) + Fraction(1, 1000)
        for band in criterion["bands"]
    ]
    bounds = [bound for bound in (lowest, highest) if bound is not None]
    return [
        value
        for value in [*starts, *bounds]
        if value >= starts[0] and (lowest is None or value >= lowest) and (highest is None or value <= highest)
    ]


# ---- evidence


def months_before(date: datetime.date, months: int) -> datetime.date:
    """The same day of the month that many months earlier (the tests use no day after the 28th)."""
    year, month = divmod(date.year * 12 + date.month - 1 - months, 12)
    return date.replace(year=year, month=month + 1)


def supported_level(
    rubric: Table, criterion: Table, answer: Table, days: tuple[datetime.date, datetime.date]
) -> int | None:
    """The highest level that the answer's evidence supports, or None if the rubric grades no evidence.

    `days` are the date used to work out how old it is, and the last day on which it can have been seen.
    """
    grades = rubric.get("evidence-grades", [])
    if not grades:
        return None
    as_of, latest = days
    name = answer.get("evidence", criterion.get("evidence-default", grades[0]["id"]))
    position = [grade["id"] for grade in grades].index(name)
    seen = answer.get("seen")
    if seen is not None and seen > latest:
        seen = None
    while position > 0 and criterion.get("evidence-ages", True):
        oldest = grades[position].get("max-age-months")
        if oldest is None or (seen is not None and seen >= months_before(as_of, oldest)):
            break
        position -= 1
    grade = grades[position]
    supports: int = criterion.get("evidence-supports", {}).get(grade["id"], grade["supports"])
    return supports


# ---- the sheet: everything that is known before nodes are aggregated


@dataclass(frozen=True)
class _Sheet:
    """The rubric's tree and the scores of its criteria; `tables` say how each node makes its score."""

    scale: list[Fraction]
    aggregates: dict[str, str]
    tables: dict[str, Table]
    weights: dict[str, Fraction]
    advisory: frozenset[str]
    parents: dict[str, str]
    children: dict[str, list[str]]
    gates: dict[str, Table]
    leaves: dict[str, dict[str, Score]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    supported: dict[str, int | None] = field(default_factory=dict)
    states: dict[str, dict[str, str]] = field(default_factory=dict)
    item_levels: dict[str, dict[str, int | None]] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    undecided: set[str] = field(default_factory=set)

    @property
    def nodes(self) -> list[str]:
        return [*self.aggregates, *self.leaves]

    def level(self, score: Score) -> int | None:
        return None if score is None else reached(self.scale, score)

    def counted(self, node: str) -> list[str]:
        """The children that count: none of weight 0, none that is advisory; with stages, those that they look at."""
        found = self.children[node]
        if self.aggregates[node] == "staged":
            found = list(dict.fromkeys(name for stage in self.tables[node]["stages"] for name in _subjects(stage)))
        return [c for c in found if self.weights[c] > 0 and c not in self.advisory]

    def weigh(self, node: str, child: str) -> Fraction:
        """The weight of a child; stages use no weights."""
        return Fraction(1) if self.aggregates[node] == "staged" else self.weights[child]

    def is_known(self, node: str) -> bool:
        """Whether enough children that count in the node are known."""
        if node in self.leaves:
            return node in self.known
        table = self.tables[node]
        known = [child for child in self.counted(node) if self.is_known(child)]
        enough = len(known) >= table.get("minimum-known", 1)
        if not enough or nine(_coverage(self, node) or Fraction(0)) < nine(exact(table.get("minimum-coverage", 0))):
            return False
        if self.aggregates[node] != "staged":
            return True
        for stage in table["stages"]:
            parts = [name for name in _subjects(stage) if name in self.counted(node)]
            applying = [name for name in parts if _coverage(self, name) is not None]
            if applying:
                return all(self.is_known(name) for name in applying)
        return True


def _sheet(rubric: Table, answers: Table, sitting: Sitting) -> _Sheet:
    dimensions, criteria = rubric["dimensions"], rubric["criteria"]
    tables = {OVERALL: rubric["rubric"], **dimensions}
    parents = {d: table.get("parent", OVERALL) for d, table in dimensions.items()}
    parents |= {c: table["dimension"] for c, table in criteria.items()}
    sheet = _Sheet(
        scale=level_scores(rubric),
        aggregates={node: table.get("aggregate", "mean") for node, table in tables.items()},
        tables=tables,
        weights={node: exact(table.get("weight", 1)) for node, table in [*dimensions.items(), *criteria.items()]},
        advisory=frozenset(d for d, table in dimensions.items() if table.get("advisory", False)),
        parents=parents,
        children={node: [c for c in parents if parents[c] == node] for node in [OVERALL, *dimensions]},
        gates=rubric.get("gates", {}),
    )
    inside = _inside(rubric, sitting.profile)
    for name, criterion in criteria.items():
        sheet.leaves[name] = dict.fromkeys(READINGS)
        sheet.supported[name] = None
        answer = asked_answer(rubric, answers, sitting.context, name)
        sheet.statuses[name] = _status(criterion, answer, is_inside=name in inside)
        if sheet.statuses[name] == "not-applicable":
            _count_not_applicable(sheet, rubric, name, answer)
        elif sheet.statuses[name] == "unknown":
            _score_leaf(sheet, rubric, name, answer, sitting.days)
    return sheet


def _status(criterion: Table, answer: Table, *, is_inside: bool) -> str:
    """The status of a criterion; `unknown` unless it is left out."""
    if not is_inside:
        return "outside-profile"
    states = item_states(criterion, answer) if "items" in criterion else {}
    countable = {
        states[i] for i, item in criterion.get("items", {}).items() if "level" in item or item.get("weight", 1)
    }
    if countable == {"not-asked"}:
        return "not-asked"
    if answer.get("status") in ("not-due", "not-applicable", "not-asked"):
        return str(answer["status"])
    return "not-applicable" if states and countable <= {"not-asked", "not-applicable"} else "unknown"


def _count_not_applicable(sheet: _Sheet, rubric: Table, name: str, answer: Table) -> None:
    worth = worth_if_not_applicable(rubric, rubric["criteria"][name])
    if worth is None:
        return
    sheet.leaves[name] = dict.fromkeys(READINGS, worth)
    if answer["asked"] is None:
        sheet.leaves[name] |= dict.fromkeys(KNOWN)
        sheet.undecided.add(name)
        sheet.statuses[name] = "unknown"
    else:
        sheet.known.add(name)


def _score_leaf(
    sheet: _Sheet, rubric: Table, name: str, answer: Table, days: tuple[datetime.date, datetime.date]
) -> None:
    """Fill in everything about a criterion that was asked and applies."""
    criterion = rubric["criteria"][name]
    scores = answer_scores(rubric, criterion, answer)
    if "items" in criterion:
        sheet.states[name] = item_states(criterion, answer)
        sheet.item_levels[name] = {item: table.get("level") for item, table in criterion["items"].items()}
    if scores["low"] is None:
        sheet.leaves[name] = _unknown_leaf(rubric, criterion)
    else:
        supported = sheet.supported[name] = supported_level(rubric, criterion, answer, days)
        for reading, score in scores.items():
            is_held = reading in ("low", "evidenced") and supported is not None
            sheet.leaves[name][reading] = (
                min(score, sheet.scale[supported or 0]) if score is not None and is_held else score
            )
    if answer["asked"] is None:
        sheet.leaves[name] |= dict.fromkeys(KNOWN)
        sheet.undecided.add(name)
    elif scores["claimed"] is not None:
        sheet.statuses[name] = "answered"
        sheet.known.add(name)


# ---- what is asked


def asked_answer(rubric: Table, answers: Table, context: Table, name: str) -> dict[str, Any]:
    """The answer to a criterion with what is not asked taken out; `asked` is None if that depends on an unknown."""
    criterion = rubric["criteria"][name]
    answer = full(criterion, answers.get(name))
    asked = _asked_verdict(rubric, answers, context, criterion)
    if asked is False:
        return {"status": "not-asked", "asked": False}
    verdicts = {i: _asked_verdict(rubric, answers, context, item) for i, item in criterion.get("items", {}).items()}
    changed = {i: "not-asked" if verdict is False else "unknown" for i, verdict in verdicts.items() if not verdict}
    if "not-applicable-counts" not in criterion:  # otherwise an item that does not apply is left out, asked or not
        given = answer.get("items", {})
        changed = {i: state for i, state in changed.items() if (state, given.get(i)) != ("unknown", "not-applicable")}
    if changed:
        answer["items"] = answer.get("items", {}) | changed
    return answer | {"asked": asked}


ORDER = (False, None, True)
"""The values of three-valued logic in order: `all` takes the lowest, `any` the highest."""


def _asked_verdict(rubric: Table, answers: Table, context: Table, table: Table) -> bool | None:
    """Whether a criterion or item is asked."""
    return _holds(rubric, answers, context, table["asked-when"]) if "asked-when" in table else True


def _holds(rubric: Table, answers: Table, context: Table, when: Table) -> bool | None:
    for key, choose in (("any", max), ("all", min)):
        if key in when:
            return choose((_holds(rubric, answers, context, part) for part in when[key]), key=ORDER.index)
    if "context" in when:
        return context[when["context"]] in when["is"] if when["context"] in context else None
    criterion = rubric["criteria"][when["criterion"]]
    answer = asked_answer(rubric, answers, context, when["criterion"])
    if _status(criterion, answer, is_inside=True) != "unknown":
        return False
    both: tuple[bool | None, bool | None] = (answer["asked"], _reaches(rubric, criterion, answer, when))
    return min(both, key=ORDER.index)


def _reaches(rubric: Table, criterion: Table, answer: Table, when: Table) -> bool | None:
    """Whether an answer meets a condition, whatever its unknown parts turn out to be."""
    if "met" in when:
        states = {item_states(criterion, answer)[item] for item in when["met"]}
        return True if states == {"yes"} else None if states <= {"yes", "unknown"} else False
    scores = answer_scores(rubric, criterion, answer)
    if scores["claimed"] is None:
        return None
    ends = [score for end in ("low", "high") if (score := scores[end]) is not None]
    found = {reached(level_scores(rubric), score) >= when["at-least"] for score in ends}
    return found.pop() if len(found) == 1 else None


def _inside(rubric: Table, profile: str | None) -> set[str]:
    if profile is None:
        return set(rubric["criteria"])
    chosen = rubric["profiles"][profile]
    return set(chosen.get("criteria", set(rubric["criteria"]) - set(chosen.get("without", []))))


def _unknown_leaf(rubric: Table, criterion: Table) -> dict[str, Score]:
    worst, best = possible_scores(rubric, criterion)
    grades = rubric.get("evidence-grades", [])
    if grades:
        weakest = criterion.get("evidence-supports", {}).get(grades[0]["id"], grades[0]["supports"])
        worst = min(worst, level_scores(rubric)[weakest])
    worth = worth_if_not_applicable(rubric, criterion)
    if worth is not None:
        worst, best = min(worst, worth), max(best, worth)
    return {"low": worst, "evidenced": None, "claimed": None, "high": best}


# ---- nodes


def aggregate(rule: str, terms: list[tuple[Fraction, Fraction]]) -> Fraction:
    """The weighted mean, weighted geometric mean, minimum or maximum of (weight, score) pairs."""
    if rule in ("min", "max"):
        return (min if rule == "min" else max)(score for _, score in terms)
    total = sum(weight for weight, _ in terms)
    if rule == "mean":
        return sum((weight * score for weight, score in terms), Fraction(0)) / total
    if any(score == 0 for _, score in terms):
        return Fraction(0)
    logs = [FIFTY_DIGITS.multiply(_decimal(weight / total), _ln(score)) for weight, score in terms]
    scores = [score for _, score in terms]  # fifty digits may end just outside them
    return min(max(Fraction(FIFTY_DIGITS.exp(sum(logs, Decimal(0)))), min(scores)), max(scores))


def _aggregated(table: Table, terms: list[tuple[Fraction, Fraction]]) -> Fraction:
    """The score that a node's table makes of the terms: of how far each falls short of 100, if it inverts."""
    rule = table.get("aggregate", "mean")
    if table.get("invert", False):
        lacks = [(weight, 100 - score) for weight, score in terms]
        if rule == "geometric":  # so that 100 - 99.999999999999 counts as 0
            lacks = [(weight, nine(lack)) for weight, lack in lacks]
        return 100 - aggregate(rule, lacks)
    return aggregate(rule, terms)


def _subjects(condition: Table) -> list[str]:
    """The criteria and dimensions that a condition tests."""
    own = [condition[key] for key in ("criterion", "dimension") if key in condition]
    return own + [name for key in ("any", "all") for part in condition.get(key, []) for name in _subjects(part)]


def _verdict(condition: Table, look: Callable[[Table], str]) -> str:
    """Yes, no, unknown (?), or a condition about something that does not apply (-)."""
    for key, whole in (("any", any), ("all", all)):
        if key in condition:
            parts = [part for part in (_verdict(part, look) for part in condition[key]) if part != "-"]
            outcomes = {whole(part == "yes" or (part == "?" and guess) for part in parts) for guess in (True, False)}
            if not parts:
                return "-"
            return "?" if len(outcomes) > 1 else "yes" if outcomes == {True} else "no"
    return look(condition)


def _staged_score(sheet: _Sheet, reading: str, node: str, scores: dict[str, Score]) -> Score:
    """The score of the highest level up to which all stages are met; a stage that asks for nothing is met."""

    def look(part: Table) -> str:
        if not _subjects(part):
            return "-"
        (name,) = _subjects(part)
        if _coverage(sheet, name) is None or name not in sheet.counted(node):
            return "-"
        if not sheet.is_known(name):
            return {"low": "no", "high": "yes"}.get(reading, "?")
        score = scores[name]
        return "yes" if score is not None and _is_beyond(sheet.scale, part, score) else "no"

    stages = sheet.tables[node]["stages"]
    met = [_verdict(stage, look) for stage in stages]
    if all(one == "-" for one in met):
        return None
    passed = [stage["level"] for n, stage in enumerate(stages) if all(one in ("yes", "-") for one in met[: n + 1])]
    return sheet.scale[max(passed, default=0)]


def _joinings(needed: list[str], optional: list[str]) -> Iterator[list[str]]:
    """Every combination of the required children with some of the optional ones; at least one child."""
    for size in range(len(optional) + 1):
        for joining in combinations(optional, size):
            if needed or joining:
                yield [*needed, *joining]


@dataclass(frozen=True)
class _Settled:
    """The scores of a reading, and the gates that have been triggered in it."""

    scores: dict[str, Score] = field(default_factory=dict)
    before: dict[str, Score] = field(default_factory=dict)
    triggered: set[str] = field(default_factory=set)


def _settled(sheet: _Sheet, reading: str) -> _Settled:
    """The scores under a reading once no further gate is triggered, starting with no gate triggered."""
    state = _Settled()
    while True:
        _evaluate(sheet, reading, OVERALL, state)
        facts = _Facts(sheet, dict.fromkeys(READINGS, state.scores), reading, reading)
        triggered_now = {gate for gate, table in sheet.gates.items() if _is_triggered(facts, table["when"])}
        if triggered_now == state.triggered:
            return state
        state = _Settled(triggered=triggered_now)


def _evaluate(sheet: _Sheet, reading: str, node: str, state: _Settled) -> None:
    """Fill in the scores of a node and of all below it, with the caps of the gates that have been triggered so far."""
    if node in sheet.leaves:
        state.scores[node] = state.before[node] = sheet.leaves[node][reading]
        return
    for child in sheet.children[node]:
        _evaluate(sheet, reading, child, state)
    score = state.before[node] = _node_score(sheet, reading, node, state.scores)
    capping = [sheet.gates[gate].get("cap", {}) for gate in state.triggered]
    caps = [sheet.scale[cap[node]] for cap in capping if node in cap]
    state.scores[node] = None if score is None else min([score, *caps])


def _node_score(sheet: _Sheet, reading: str, node: str, scores: dict[str, Score]) -> Score:
    if reading in KNOWN and not sheet.is_known(node):
        return None
    if sheet.aggregates[node] == "staged":
        return _staged_score(sheet, reading, node, scores)
    included = [child for child in sheet.counted(node) if scores[child] is not None]
    needed = [child for child in included if sheet.is_known(child)]
    optional = [child for child in included if not sheet.is_known(child)]
    outcomes = [
        _aggregated(sheet.tables[node], [(sheet.weights[c], scores[c] or Fraction(0)) for c in children])
        for children in _joinings(needed, optional)
    ]
    if not outcomes:
        return None
    return max(outcomes) if reading == "high" else min(outcomes)


# ---- gates


@dataclass(frozen=True)
class _Facts:
    """The readings under which a condition on low scores or missing items, and one on high scores, are judged."""

    sheet: _Sheet
    scores: Mapping[str, Mapping[str, Score]]
    lower: str
    upper: str


def _is_triggered(facts: _Facts, when: Table) -> bool:
    if "any" in when:
        return any(_is_triggered(facts, part) for part in when["any"])
    if "all" in when:
        return all(_is_triggered(facts, part) for part in when["all"])
    node: str = when["criterion"] if "criterion" in when else when["dimension"]
    if "missing" in when:
        return any(item in _missing(facts.sheet, node, facts.lower) for item in when["missing"])
    is_upward = "at-least" in when or "above" in when
    reading, end = (facts.upper, "high") if is_upward else (facts.lower, "low")
    score = facts.scores[reading][node]
    if score is None or (reading != end and not facts.sheet.is_known(node)):
        return False
    return _is_beyond(facts.sheet.scale, when, score)


def _is_beyond(scale: list[Fraction], when: Table, score: Fraction) -> bool:
    """Whether a score is on the side of the bound that triggers the gate."""
    level = reached(scale, score)
    return bool(
        ("at-most" in when and level <= when["at-most"])
        or ("at-least" in when and level >= when["at-least"])
        or ("below" in when and nine(score) < nine(exact(when["below"])))
        or ("above" in when and nine(score) > nine(exact(when["above"])))
    )


def _missing(sheet: _Sheet, name: str, reading: str) -> set[str]:
    """The items of a checklist that are not met under a reading; empty for a checklist that does not count."""
    if name in sheet.undecided and reading != "low":
        return set()
    missing = {"no", "partly"} | ({"unknown"} if reading == "low" else set())
    found = {item for item, state in sheet.states.get(name, {}).items() if state in missing}
    supported = sheet.supported[name]
    if supported is not None and reading in ("low", "evidenced"):
        for item, state in sheet.states.get(name, {}).items():
            level = sheet.item_levels[name][item]
            if state == "yes" and (1 if level is None else level) > supported:
                found.add(item)
    return found


def _state(sheet: _Sheet, gate: str, settled: Mapping[str, _Settled]) -> str:
    if gate in settled["claimed"].triggered:
        return "triggered"
    if gate in settled["evidenced"].triggered:
        return "unproven"
    scores = {reading: settled[reading].scores for reading in READINGS}
    if gate in settled["low"].triggered or gate in settled["high"].triggered:
        return "undecided"
    return "undecided" if _is_triggered(_Facts(sheet, scores, "low", "high"), sheet.gates[gate]["when"]) else "clear"


# ---- beside the score


def _spread(sheet: _Sheet, node: str, reading: str) -> list[int]:
    """How many of the known criteria that count towards the node are at each level."""
    if node in sheet.leaves:
        level = sheet.level(sheet.leaves[node][reading])
        return [int(number == level) for number in range(len(sheet.scale))]
    below = [_spread(sheet, child, reading) for child in sheet.counted(node) if sheet.is_known(node)]
    return [sum(counts) for counts in zip(*below, strict=True)] or [0] * len(sheet.scale)


def _coverage(sheet: _Sheet, node: str) -> Score:
    """The share of applicable weight that is known, normalised node by node."""
    if node in sheet.leaves:
        if sheet.statuses[node] not in ("answered", "unknown"):
            return Fraction(1) if node in sheet.known else None
        out = ("not-applicable", "not-asked")
        applicable = [state for state in sheet.states.get(node, {}).values() if state not in out]
        if applicable and node not in sheet.undecided:
            return 1 - Fraction(applicable.count("unknown"), len(applicable))
        return Fraction(int(node in sheet.known))
    shares = [(sheet.weigh(node, child), _coverage(sheet, child)) for child in sheet.counted(node)]
    counted = [(weight, share) for weight, share in shares if share is not None]
    return aggregate("mean", counted) if counted else None


def _unrated(sheet: _Sheet, node: str) -> tuple[int, int] | None:
    """How many children are known, of those that apply, where a node asks for more."""
    table = sheet.tables[node]
    asks = table.keys() & {"minimum-coverage", "stages"} or table.get("minimum-known", 1) > 1
    applying = [child for child in sheet.counted(node) if _coverage(sheet, child) is not None]
    if not asks or not applying or sheet.is_known(node):
        return None
    return sum(sheet.is_known(child) for child in applying), len(applying)


def _left_out(sheet: _Sheet, node: str) -> dict[str, int]:
    """How many criteria in a node have no value that counts, and how many items of those that have one."""
    names = [node]
    while any(name not in sheet.leaves for name in names):
        names = [below for name in names for below in ([name] if name in sheet.leaves else sheet.counted(name))]
    found = [sheet.statuses[name] for name in names if name not in sheet.known]
    states = [state for name in names if name in sheet.known for state in sheet.states.get(name, {}).values()]
    items = {f"{state}-items": states.count(state) for state in ("unknown", "not-applicable")}
    return {status: found.count(status) for status in ("unknown", "not-due", "not-applicable", "not-asked")} | items


def _contribution(sheet: _Sheet, settled: _Settled, node: str) -> Score:
    """The points that a node adds to the overall score before gates; None if it is not a sum of points."""
    if node == OVERALL:
        return None
    points = settled.scores[node]
    while node != OVERALL and points is not None:
        parent = sheet.parents[node]
        siblings = [child for child in sheet.counted(parent) if settled.scores[child] is not None]
        if node not in siblings or sheet.aggregates[parent] != "mean" or settled.before[parent] is None:
            return None
        if parent != OVERALL and _was_lowered(settled, parent):
            return None
        points *= sheet.weights[node] / sum(sheet.weights[child] for child in siblings)
        node = parent
    return points


def _was_lowered(settled: _Settled, node: str) -> bool:
    """Whether a cap lowered the node, to the precision of comparisons with a bound."""
    score, before = settled.scores[node], settled.before[node]
    return score is not None and before is not None and nine(score) < nine(before)
