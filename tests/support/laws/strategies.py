"""Rubrics and answers for property tests, in file form and valid by construction."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TypeAlias

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.support.build import Table
from tests.support.laws.oracle import claimed_score, full, level_scores, months_before

laws = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Draw: TypeAlias = st.DrawFn
ALL_KINDS = ("level", "staged", "share", "bands", "line", "survey")
WEIGHTS = st.sampled_from([1, 1, 2, 3, 0.1, 0.2, 0, 0.7, 5, 12.5, 25])
POSITIVE_WEIGHTS = st.sampled_from([1, 2, 3, 0.1, 0.7, 5, 12.5])
AGGREGATES = st.sampled_from(["mean", "mean", "mean", "geometric", "min"])
BOUNDS = st.sampled_from([0, 0.5, 10, 20, 25, 33.3, 40, 50, 60, 75, 80, 100])
HAIRS = st.sampled_from([0, 0, 0, 2.357911e-10, -2.357911e-10])  # less than comparisons see
DATES = st.sampled_from([datetime.date(2026, 10, 1), datetime.date(2026, 1, 15), datetime.date(2024, 2, 28)])
DEEPEST = 3
sometimes = st.sampled_from([False, False, True, False])
seldom = st.sampled_from([False] * 7 + [True] + [False] * 2)


@dataclass(frozen=True)
class Case:
    """A rubric, the answers to it, and the day and profile of the assessment."""

    rubric: Table
    answers: Table
    date: datetime.date
    profile: str | None

    def answering(self, name: str, answer: object) -> Case:
        """The same case with another answer to one criterion."""
        return replace(self, answers=self.answers | {name: answer})


# ---- rubrics


@st.composite
def rubrics(
    draw: Draw,
    kinds: tuple[str, ...] = ALL_KINDS,
    aggregates: st.SearchStrategy[str] = AGGREGATES,
    *,
    gates: bool = True,
    grades: bool = True,
) -> Table:
    """A valid rubric: every reference resolves and no node has only children of weight 0."""
    levels = draw(scales())
    dimensions = draw(dimension_trees(aggregates))
    rubric: Table = {
        "format": "nhsdx.rubric/1",
        "rubric": {"id": "made-up", "version": "1.0.0", "title": "Made up", "aggregate": draw(aggregates)},
        "levels": levels,
        "evidence-grades": draw(evidence_grades(len(levels) - 1)) if grades else [],
        "dimensions": dimensions,
        "criteria": {},
    }
    for number in range(draw(st.sampled_from([3, 1, 2, 4, 5, 6, 7]))):
        rubric["criteria"][f"c{number}"] = draw(criteria(rubric, draw(st.sampled_from(kinds))))
    _give_every_node_weight(rubric)
    rubric["profiles"] = draw(profiles(rubric))
    rubric["gates"] = {f"g{n}": draw(gate_tables(rubric)) for n in range(draw(st.integers(0, 3)))} if gates else {}
    return rubric


@st.composite
def scales(draw: Draw) -> list[Table]:
    """Two to six levels, with or without scores of their own."""
    count = draw(st.integers(2, 6))
    levels: list[Table] = [{"label": f"Level {number}"} for number in range(count)]
    if draw(st.booleans()):
        tenths = sorted(draw(st.sets(st.integers(0, 1000), min_size=count, max_size=count)))
        for level, tenth in zip(levels, tenths, strict=True):
            level["score"] = tenth / 10
    return levels


@st.composite
def evidence_grades(draw: Draw, top: int) -> list[Table]:
    """Zero to four grades, weakest first, some with a maximum age."""
    supports = sorted(draw(st.lists(st.integers(0, top), max_size=4)))
    grades: list[Table] = [{"id": f"e{n}", "label": f"Grade {n}", "supports": s} for n, s in enumerate(supports)]
    for grade in grades:
        if draw(st.booleans()):
            grade["max-age-months"] = draw(st.sampled_from([1, 12, 24]))
    return grades


@st.composite
def dimension_trees(draw: Draw, aggregates: st.SearchStrategy[str] = AGGREGATES) -> Table:
    """One to four dimensions, nested up to three deep, some advisory."""
    tree: Table = {}
    depths: dict[str, int] = {}
    for number in range(draw(st.integers(1, 4))):
        name = f"d{number}"
        parent = draw(st.sampled_from([None, *(d for d in tree if depths[d] < DEEPEST)]))
        tree[name] = {"title": name, "weight": draw(WEIGHTS), "aggregate": draw(aggregates)}
        depths[name] = 1 if parent is None else depths[parent] + 1
        if parent is not None:
            tree[name]["parent"] = parent
        if draw(seldom):
            tree[name]["advisory"] = True
    return tree


def children_of(rubric: Table, node: str | None) -> list[Table]:
    """The tables of a node's children that a weight of 0 could silence; None is the top."""
    dimensions = [d for d in rubric["dimensions"].values() if d.get("parent") == node and not d.get("advisory")]
    return dimensions + [c for c in rubric["criteria"].values() if c["dimension"] == node]


def _give_every_node_weight(rubric: Table) -> None:
    for node in (None, *rubric["dimensions"]):
        children = children_of(rubric, node)
        if children and not any(child["weight"] for child in children):
            children[0]["weight"] = 1


@st.composite
def criteria(draw: Draw, rubric: Table, kind: str) -> Table:
    """A criterion of the kind in one of the rubric's dimensions."""
    top = len(rubric["levels"]) - 1
    criterion: Table = {
        "dimension": draw(st.sampled_from(list(rubric["dimensions"]))),
        "title": kind,
        "weight": draw(WEIGHTS),
    }
    if rubric["evidence-grades"] and draw(sometimes):
        criterion["evidence-default"] = draw(st.sampled_from(rubric["evidence-grades"]))["id"]
    if draw(seldom):
        criterion["not-applicable"] = "forbidden"
    if kind == "level":
        return criterion | {"levels": [f"descriptor {number}" for number in range(top + 1)]}
    if kind in ("staged", "share"):
        return criterion | {"kind": "checklist", "scoring": kind} | draw(_checklists(kind, top))
    if kind in ("bands", "line"):
        worth = _bands(top) if kind == "bands" else _lines()
        return criterion | {"kind": "measure", "unit": "months"} | draw(worth)
    return criterion | {"kind": "survey"} | draw(_surveys())


@st.composite
def _checklists(draw: Draw, scoring: str, top: int) -> Table:
    partly = draw(st.sampled_from([0, 0.25, 0.5, 1]))
    if scoring == "staged":
        highest = draw(st.integers(1, top))
        levels = [*range(1, highest + 1), *draw(st.lists(st.integers(1, highest), max_size=2))]
        items: list[Table] = [{"level": level} for level in levels]
    else:
        items = [{"weight": weight} for weight in draw(st.lists(WEIGHTS, max_size=3))]
        items.append({"weight": draw(POSITIVE_WEIGHTS)})
    for number, item in enumerate(items):
        item |= {"id": f"i{number}", "text": f"item {number}"}
    return {"partly-counts": partly, "items": items}


@st.composite
def _bands(draw: Draw, top: int) -> Table:
    starts = sorted(draw(st.sets(st.integers(0, 40), min_size=1, max_size=4)))
    worth = st.fixed_dictionaries({"level": st.integers(0, top)}) | st.fixed_dictionaries({"score": BOUNDS})
    bands: list[Table] = [{"from": start / 2} | draw(worth) for start in starts]
    table: Table = {"bands": bands}
    if draw(st.booleans()):
        table |= {"minimum": bands[0]["from"], "maximum": bands[-1]["from"] + 5}
    return table


@st.composite
def _lines(draw: Draw) -> Table:
    if draw(st.booleans()):
        worst, best = draw(st.permutations([1, 2, 10, 24.5, 100, 75000]))[:2]
        return {"linear": {"worst": worst, "best": best, "scale": "log"}}
    worst, best = draw(st.permutations([-5, 0, 3.5, 12, 24, 60]))[:2]
    bounds = {"minimum": -10, "maximum": 100} if draw(st.booleans()) else {}
    return {"linear": {"worst": worst, "best": best}} | bounds


@st.composite
def _surveys(draw: Draw) -> Table:
    options = draw(st.integers(2, 5))
    table: Table = {"options": [f"option {number}" for number in range(options)]}
    if draw(st.booleans()):
        table["minimum-respondents"] = draw(st.sampled_from([1, 5, 20]))
    if draw(st.booleans()):
        return table | {"top": draw(st.integers(1, options - 1))}
    return table | {"scores": draw(st.lists(BOUNDS, min_size=options, max_size=options))}


@st.composite
def profiles(draw: Draw, rubric: Table) -> Table:
    """Zero to two profiles: of the criteria listed, or of those not listed."""
    chosen = st.lists(st.sampled_from(list(rubric["criteria"])), min_size=1, unique=True)
    keys = draw(st.lists(st.sampled_from(["criteria", "without"]), max_size=2))
    return {f"p{number}": {"title": key, key: draw(chosen)} for number, key in enumerate(keys)}


@st.composite
def gate_tables(draw: Draw, rubric: Table) -> Table:
    """A gate on any node of the rubric, which caps one or two nodes or raises a flag."""
    nodes = ["overall", *rubric["dimensions"]]
    gate: Table = {"when": draw(_conditions(rubric, 2)), "because": "It matters.", "remedy": "Mend it."}
    if draw(seldom):
        return gate | {"flag": True}
    capped = draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=2, unique=True))
    return gate | {"cap": {node: draw(_level_numbers(rubric)) for node in capped}}


@st.composite
def _conditions(draw: Draw, rubric: Table, depth: int) -> Table:
    if depth and draw(sometimes):
        parts = draw(st.lists(_conditions(rubric, depth - 1), min_size=1, max_size=3))
        return {draw(st.sampled_from(["any", "all"])): parts}
    if draw(st.booleans()):
        subject = {"criterion": draw(st.sampled_from(list(rubric["criteria"])))}
    else:
        subject = {"dimension": draw(st.sampled_from(["overall", *rubric["dimensions"]]))}
    if draw(st.booleans()):
        return subject | {"at-most": draw(_level_numbers(rubric))}
    return subject | {"below": draw(BOUNDS)}


def _level_numbers(rubric: Table) -> st.SearchStrategy[int]:
    return st.integers(0, len(rubric["levels"]) - 1)


# ---- answers


def known_answers(rubric: Table, criterion: Table) -> st.SearchStrategy[Table]:
    """Values that answer the criterion and are known for certain."""
    kind = criterion.get("kind", "level")
    if kind == "level":
        return st.builds(lambda level: {"level": level}, _level_numbers(rubric))
    if kind == "checklist":
        return _ticks(criterion)
    if kind == "measure":
        return st.builds(lambda value: {"value": value}, _values(criterion))
    return _counts(criterion, criterion.get("minimum-respondents", 11))


@st.composite
def _ticks(draw: Draw, criterion: Table) -> Table:
    items = criterion["items"]
    words = [draw(st.sampled_from(["met", "met", "partly", "open", "not-applicable"])) for _ in items]
    if not any(word != "not-applicable" and item.get("weight", 1) for word, item in zip(words, items, strict=True)):
        words[-1] = "met"
    answer: Table = {"met": [item["id"] for word, item in zip(words, items, strict=True) if word == "met"]}
    for key in ("partly", "not-applicable"):
        if key in words:
            answer[key] = [item["id"] for word, item in zip(words, items, strict=True) if word == key]
    return answer | ({"reason": "Not here."} if "not-applicable" in words else {})


def _values(criterion: Table) -> st.SearchStrategy[float]:
    if "bands" in criterion:
        starts = [band["from"] for band in criterion["bands"]]
        offsets = st.sampled_from([0.0, 0.25, 1.0, 5.0])
        highest = criterion.get("maximum", starts[-1] + 5)
        return st.builds(lambda start, more: min(float(start + more), highest), st.sampled_from(starts), offsets)
    line = criterion["linear"]
    worst, best = float(line["worst"]), float(line["best"])
    lowest = 0.5 if line.get("scale") == "log" else -10.0
    outside = st.sampled_from([worst, best, lowest, max(worst, best) + 1])
    inside = st.builds(lambda part, off: worst + part / 20 * (best - worst) + off, st.integers(1, 20), HAIRS)
    return outside | inside


@st.composite
def _counts(draw: Draw, criterion: Table, least: int) -> Table:
    size = len(criterion["options"])
    counts = draw(st.lists(st.integers(0, 9), min_size=size, max_size=size))
    counts[draw(st.integers(0, size - 1))] += max(0, least - sum(counts))
    return {"counts": counts}


@st.composite
def support(draw: Draw, rubric: Table, date: datetime.date) -> Table:
    """The evidence of an answer, if any, and its date, which is often exactly the limit of its age."""
    grades = rubric["evidence-grades"]
    table: Table = {}
    if grades and draw(st.booleans()):
        table["evidence"] = draw(st.sampled_from(grades))["id"]
    if grades and draw(st.booleans()):
        months = draw(st.sampled_from([0, 1, 12, 24, 36]))
        days = draw(st.sampled_from([0, 0, -1, 1]))
        table["seen"] = months_before(date, months) + datetime.timedelta(days=days)
    return table


@st.composite
def answers_to(draw: Draw, rubric: Table, name: str, date: datetime.date) -> object:
    """Any answer to the criterion: known, unknown, not due or not applicable; short forms too."""
    criterion = rubric["criteria"][name]
    choice = draw(st.integers(0, 13))
    if choice < 10:
        known = draw(known_answers(rubric, criterion)) | draw(support(rubric, date))
        return next(iter(known.values())) if len(known) == 1 and known.keys() & {"level", "value"} else known
    if choice == 10 and criterion.get("kind") == "survey":
        return {"counts": [0] * len(criterion["options"])} | draw(support(rubric, date))
    if choice < 13 or criterion.get("not-applicable") == "forbidden":
        return draw(st.sampled_from(["unknown", {"status": "unknown"}]))
    return {"status": draw(st.sampled_from(["not-due", "not-applicable"])), "reason": "Not here."}


# ---- cases


@st.composite
def cases(draw: Draw, made: st.SearchStrategy[Table] | None = None) -> Case:
    """A rubric, a date, answers to most criteria and perhaps a profile."""
    rubric = draw(rubrics() if made is None else made)
    date = draw(DATES)
    answers = {name: draw(answers_to(rubric, name, date)) for name in rubric["criteria"] if not draw(seldom)}
    profile = draw(st.sampled_from([None, None, *rubric.get("profiles", {})]))
    return Case(rubric, answers, date, profile)


@st.composite
def raised(draw: Draw) -> tuple[Case, Case]:
    """A case, and the same with one answer raised: to a better value, or to stronger evidence."""
    case = draw(cases())
    name = draw(st.sampled_from(list(case.rubric["criteria"])))
    criterion = case.rubric["criteria"][name]
    grades = [grade["id"] for grade in case.rubric["evidence-grades"] if "max-age-months" not in grade]
    known = known_answers(case.rubric, criterion)
    if len(grades) > 1 and draw(sometimes):
        value = draw(known)
        weak, strong = sorted(draw(st.lists(st.sampled_from(grades), min_size=2, max_size=2)))
        return case.answering(name, value | {"evidence": weak}), case.answering(name, value | {"evidence": strong})
    evidence = draw(support(case.rubric, case.date))
    pair = [draw(known), draw(known)]
    worse, better = sorted(pair, key=lambda answer: claimed_score(case.rubric, criterion, answer) or 0)
    return case.answering(name, worse | evidence), case.answering(name, better | evidence)


@st.composite
def resolved(draw: Draw) -> tuple[Case, Case]:
    """A case with an unknown answer, and the same with that answer resolved to anything."""
    case = draw(cases())
    name = draw(st.sampled_from(list(case.rubric["criteria"])))
    return case.answering(name, "unknown"), case.answering(name, draw(answers_to(case.rubric, name, case.date)))


@st.composite
def uniform(draw: Draw) -> tuple[Case, int]:
    """A rubric of level criteria and staged checklists up to the top level, without gates, all at one level."""
    rubric = draw(rubrics(kinds=("level", "staged"), gates=False, grades=False))
    top = len(rubric["levels"]) - 1
    level = draw(st.integers(0, top))
    answers: Table = {}
    for name, criterion in rubric["criteria"].items():
        if "items" in criterion:
            criterion["items"] = [{"id": f"i{n}", "text": f"item {n}", "level": n} for n in range(1, top + 1)]
            answers[name] = {"met": [f"i{n}" for n in range(1, level + 1)]}
        else:
            answers[name] = level
    return Case(rubric, answers, datetime.date(2026, 10, 1), None), level


@st.composite
def shuffled(draw: Draw, case: Case) -> Case:
    """The same case with tables and lists reordered wherever order does not matter."""
    rubric = dict(case.rubric)
    for key in ("dimensions", "criteria", "profiles", "gates"):
        rubric[key] = draw(reordered(rubric[key]))
    for name, criterion in rubric["criteria"].items():
        if "items" in criterion:
            rubric["criteria"][name] = criterion | {"items": draw(st.permutations(criterion["items"]))}
    return replace(case, rubric=rubric, answers=draw(reordered(case.answers)))


@st.composite
def reordered(draw: Draw, table: Table) -> Table:
    """The same table with its keys in another order."""
    return {key: table[key] for key in draw(st.permutations(list(table)))}


def is_answered(case: Case, name: str) -> bool:
    """Whether the case has a known answer to the criterion, inside its profile or not."""
    criterion = case.rubric["criteria"][name]
    return claimed_score(case.rubric, criterion, full(criterion, case.answers.get(name))) is not None


def scale_of(case: Case) -> list[float]:
    """The scores of the case's levels."""
    return [float(score) for score in level_scores(case.rubric)]
