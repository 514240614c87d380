"""An independent scorer, written from the specification with fractions, on plain dicts as tomllib reads them.

It shares no code with nhsdx and is as literal as possible: an unknown child joins a node or not, and all
combinations are tried; gates are iterated until nothing changes. Scores are exact fractions. Only geometric
means and log scales are not rational: those are computed with 50 decimal digits and then kept as fractions.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
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
    triggered_under: dict[str, tuple[str, ...]]
    states: dict[str, str]


def judge(
    rubric: Table, answers: Table, date: datetime.date, profile: str | None = None, as_of: datetime.date | None = None
) -> Judgement:
    """Score the answers, given on the date, under all four readings."""
    sheet = _sheet(rubric, answers, as_of or date, profile)
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
        triggered_under=triggered_under,
        states={gate: _state(triggered_under[gate]) for gate in sheet.gates},
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
    """The score of an answer as given, or None if it is unknown."""
    if "status" in answer:
        return None
    kind = criterion.get("kind", "level")
    if kind == "level":
        return level_scores(rubric)[answer["level"]]
    if kind == "checklist":
        return _checklist(rubric, criterion, answer)
    if kind == "measure":
        return _measure(rubric, criterion, exact(answer["value"]))
    return _survey(criterion, answer["counts"])


def _checklist(rubric: Table, criterion: Table, answer: Table) -> Fraction:
    partly = exact(criterion.get("partly-counts", 0.5))
    left_out = answer.get("not-applicable", [])
    items = [item for item in criterion["items"] if item["id"] not in left_out]
    worth = {item["id"]: Fraction(0) for item in items}
    worth |= dict.fromkeys(answer.get("partly", []), partly) | dict.fromkeys(answer.get("met", []), Fraction(1))
    if criterion.get("scoring", "staged") == "share":
        total = sum(exact(item.get("weight", 1)) for item in items)
        return 100 * sum((exact(item.get("weight", 1)) * worth[item["id"]] for item in items), Fraction(0)) / total
    top = max(item["level"] for item in criterion["items"])
    held = [
        level for level in range(1, top + 1) if all(worth[item["id"]] == 1 for item in items if item["level"] <= level)
    ]
    return level_scores(rubric)[max(held, default=0)]


def _measure(rubric: Table, criterion: Table, value: Fraction) -> Fraction:
    if "bands" in criterion:
        band = [band for band in criterion["bands"] if exact(band["from"]) <= value][-1]
        return _band_score(rubric, band)
    line = criterion["linear"]
    worst, best = exact(line["worst"]), exact(line["best"])
    value = max(min(value, max(worst, best)), min(worst, best))
    if line.get("scale", "linear") == "linear":
        return 100 * (value - worst) / (best - worst)
    way = FIFTY_DIGITS.subtract(_ln(value), _ln(worst))
    whole = FIFTY_DIGITS.subtract(_ln(best), _ln(worst))
    return 100 * Fraction(FIFTY_DIGITS.divide(way, whole))


def _band_score(rubric: Table, band: Table) -> Fraction:
    return exact(band["score"]) if "score" in band else level_scores(rubric)[band["level"]]


def _survey(criterion: Table, counts: list[int]) -> Score:
    respondents = sum(counts)
    if respondents < criterion.get("minimum-respondents", 11):
        return None
    if "top" in criterion:
        return Fraction(100 * sum(counts[-criterion["top"] :]), respondents)
    return sum(exact(s) * n for s, n in zip(criterion["scores"], counts, strict=True)) / Fraction(respondents)


def possible_scores(rubric: Table, criterion: Table) -> tuple[Fraction, Fraction]:
    """The worst and the best score that an answer to the criterion could have."""
    levels = level_scores(rubric)
    kind = criterion.get("kind", "level")
    if kind == "level":
        return levels[0], levels[-1]
    if kind == "checklist" and criterion.get("scoring", "staged") == "staged":
        return levels[0], levels[max(item["level"] for item in criterion["items"])]
    if "bands" in criterion:
        bands = [_band_score(rubric, band) for band in criterion["bands"]]
        return min(bands), max(bands)
    if "scores" in criterion:
        return min(map(exact, criterion["scores"])), max(map(exact, criterion["scores"]))
    return Fraction(0), Fraction(100)


# ---- evidence


def months_before(date: datetime.date, months: int) -> datetime.date:
    """The same day of the month that many months earlier (the tests use no day after the 28th)."""
    year, month = divmod(date.year * 12 + date.month - 1 - months, 12)
    return date.replace(year=year, month=month + 1)


def supported_level(rubric: Table, criterion: Table, answer: Table, as_of: datetime.date) -> int | None:
    """The highest level that the answer's evidence supports, or None if the rubric grades no evidence."""
    grades = rubric.get("evidence-grades", [])
    if not grades:
        return None
    name = answer.get("evidence", criterion.get("evidence-default", grades[0]["id"]))
    position = [grade["id"] for grade in grades].index(name)
    oldest = grades[position].get("max-age-months")
    seen = answer.get("seen")
    if oldest is not None and seen is not None and seen < months_before(as_of, oldest):
        position = max(position - 1, 0)
    supports: int = grades[position]["supports"]
    return supports


# ---- the sheet: everything that is settled before nodes are aggregated


@dataclass(frozen=True)
class _Sheet:
    """The rubric's tree and the scores of its criteria."""

    scale: list[Fraction]
    aggregates: dict[str, str]
    weights: dict[str, Fraction]
    advisory: frozenset[str]
    parents: dict[str, str]
    children: dict[str, list[str]]
    gates: dict[str, Table]
    leaves: dict[str, dict[str, Score]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    supported: dict[str, int | None] = field(default_factory=dict)

    @property
    def nodes(self) -> list[str]:
        return [*self.aggregates, *self.leaves]

    def level(self, score: Score) -> int | None:
        return None if score is None else reached(self.scale, score)

    def counted(self, node: str) -> list[str]:
        """The children that count: not those of weight 0, nor advisory ones."""
        return [c for c in self.children[node] if self.weights[c] > 0 and c not in self.advisory]

    def is_known(self, node: str) -> bool:
        """Whether any child that counts in the node is known."""
        if node in self.leaves:
            return node in self.known
        return any(self.is_known(child) for child in self.counted(node))


def _sheet(rubric: Table, answers: Table, as_of: datetime.date, profile: str | None) -> _Sheet:
    dimensions, criteria = rubric["dimensions"], rubric["criteria"]
    parents = {d: table.get("parent", OVERALL) for d, table in dimensions.items()}
    parents |= {c: table["dimension"] for c, table in criteria.items()}
    sheet = _Sheet(
        scale=level_scores(rubric),
        aggregates={OVERALL: rubric["rubric"].get("aggregate", "mean")}
        | {d: table.get("aggregate", "mean") for d, table in dimensions.items()},
        weights={node: exact(table.get("weight", 1)) for node, table in [*dimensions.items(), *criteria.items()]},
        advisory=frozenset(d for d, table in dimensions.items() if table.get("advisory", False)),
        parents=parents,
        children={node: [c for c in parents if parents[c] == node] for node in [OVERALL, *dimensions]},
        gates=rubric.get("gates", {}),
    )
    inside = _inside(rubric, profile)
    for name, criterion in criteria.items():
        answer = full(criterion, answers.get(name))
        applies = name in inside and answer.get("status") not in ("not-due", "not-applicable")
        claimed = claimed_score(rubric, criterion, answer) if applies else None
        sheet.leaves[name] = dict.fromkeys(READINGS)
        sheet.supported[name] = None
        if claimed is not None:
            sheet.known.add(name)
            sheet.supported[name] = supported_level(rubric, criterion, answer, as_of)
            sheet.leaves[name] = _known_leaf(sheet.scale, claimed, sheet.supported[name])
        elif applies:
            sheet.leaves[name] = _unknown_leaf(rubric, criterion)
    return sheet


def _inside(rubric: Table, profile: str | None) -> set[str]:
    if profile is None:
        return set(rubric["criteria"])
    chosen = rubric["profiles"][profile]
    return set(chosen.get("criteria", set(rubric["criteria"]) - set(chosen.get("without", []))))


def _known_leaf(scale: list[Fraction], claimed: Fraction, supported: int | None) -> dict[str, Score]:
    proven = claimed if supported is None else min(claimed, scale[supported])
    return {"low": proven, "evidenced": proven, "claimed": claimed, "high": claimed}


def _unknown_leaf(rubric: Table, criterion: Table) -> dict[str, Score]:
    worst, best = possible_scores(rubric, criterion)
    grades = rubric.get("evidence-grades", [])
    if grades:
        worst = min(worst, level_scores(rubric)[grades[0]["supports"]])
    return {"low": worst, "evidenced": None, "claimed": None, "high": best}


# ---- nodes


def aggregate(rule: str, terms: list[tuple[Fraction, Fraction]]) -> Fraction:
    """The weighted mean, weighted geometric mean or minimum of (weight, score) pairs."""
    if rule == "min":
        return min(score for _, score in terms)
    total = sum(weight for weight, _ in terms)
    if rule == "mean":
        return sum((weight * score for weight, score in terms), Fraction(0)) / total
    if any(score == 0 for _, score in terms):
        return Fraction(0)
    logs = [FIFTY_DIGITS.multiply(_decimal(weight / total), _ln(score)) for weight, score in terms]
    return Fraction(FIFTY_DIGITS.exp(sum(logs, Decimal(0))))


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
    """The scores under a reading, with the gates at their fixed point, starting from none triggered."""
    state = _Settled()
    while True:
        _evaluate(sheet, reading, OVERALL, state)
        triggered_now = {
            gate for gate, table in sheet.gates.items() if _is_triggered(sheet, reading, state.scores, table["when"])
        }
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
    included = [child for child in sheet.counted(node) if scores[child] is not None]
    needed = [child for child in included if sheet.is_known(child)]
    optional = [child for child in included if not sheet.is_known(child)]
    outcomes = [
        aggregate(sheet.aggregates[node], [(sheet.weights[c], scores[c] or Fraction(0)) for c in children])
        for children in _joinings(needed, optional)
    ]
    if not outcomes:
        return None
    return max(outcomes) if reading == "high" else min(outcomes)


# ---- gates


def _is_triggered(sheet: _Sheet, reading: str, scores: dict[str, Score], when: Table) -> bool:
    if "any" in when:
        return any(_is_triggered(sheet, reading, scores, part) for part in when["any"])
    if "all" in when:
        return all(_is_triggered(sheet, reading, scores, part) for part in when["all"])
    node: str = when["criterion"] if "criterion" in when else when["dimension"]
    score = scores[node]
    if score is None or (reading != "low" and not sheet.is_known(node)):
        return False
    if "below" in when:
        return nine(score) < nine(exact(when["below"]))
    return reached(sheet.scale, score) <= int(when["at-most"])


def _state(triggered_under: tuple[str, ...]) -> str:
    for reading, state in (("claimed", "triggered"), ("evidenced", "unproven"), ("low", "undecided")):
        if reading in triggered_under:
            return state
    return "clear"


# ---- beside the score


def _spread(sheet: _Sheet, node: str, reading: str) -> list[int]:
    """How many of the known criteria that count towards the node are at each level."""
    if node in sheet.leaves:
        level = sheet.level(sheet.leaves[node][reading])
        return [int(number == level) for number in range(len(sheet.scale))]
    below = [_spread(sheet, child, reading) for child in sheet.counted(node)]
    return [sum(counts) for counts in zip(*below, strict=True)] or [0] * len(sheet.scale)


def _coverage(sheet: _Sheet, node: str) -> Score:
    """The share of applicable weight that is known, normalised node by node."""
    if node in sheet.leaves:
        applies = sheet.leaves[node]["low"] is not None
        return Fraction(int(node in sheet.known)) if applies else None
    shares = [(sheet.weights[child], _coverage(sheet, child)) for child in sheet.counted(node)]
    applicable = [(weight, share) for weight, share in shares if share is not None]
    return aggregate("mean", applicable) if applicable else None


def _contribution(sheet: _Sheet, settled: _Settled, node: str) -> Score:
    """The points that a node adds to the overall score before gates; None if it is not a sum of points."""
    if node == OVERALL:
        return None
    points = settled.scores[node]
    while node != OVERALL and points is not None:
        parent = sheet.parents[node]
        siblings = [child for child in sheet.counted(parent) if settled.scores[child] is not None]
        if node not in siblings or sheet.aggregates[parent] != "mean":
            return None
        if parent != OVERALL and _was_lowered(settled, parent):
            return None
        points *= sheet.weights[node] / sum(sheet.weights[child] for child in siblings)
        node = parent
    return points


def _was_lowered(settled: _Settled, node: str) -> bool:
    """Whether a cap lowered the node, as comparisons with a bound see it."""
    score, before = settled.scores[node], settled.before[node]
    return score is not None and before is not None and nine(score) < nine(before)
