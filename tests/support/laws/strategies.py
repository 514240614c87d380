"""Rubrics and answers for property tests, in file form and valid by construction."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st

from nhsdx.model.assessment import Assessment
from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from tests.support.build import Table, assessment_from, scored
from tests.support.laws.odds import seldom, sometimes
from tests.support.laws.oracle import claimed_score, full, level_scores, months_before
from tests.support.laws.shapes import (
    add_shapes,
    contexts,
    find_deciders,
    find_deciding_items,
    own_levels,
    statements,
)

laws = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Draw: TypeAlias = st.DrawFn
PLAIN_KINDS = ("level", "staged", "share", "bands", "line", "survey")
ALL_KINDS = (*PLAIN_KINDS, "own", "scale")
WEIGHTS = st.sampled_from([1, 1, 2, 3, 0.1, 0.2, 0, 0.7, 5, 12.5, 25])
POSITIVE_WEIGHTS = st.sampled_from([1, 2, 3, 0.1, 0.7, 5, 12.5])
AGGREGATES = st.sampled_from(["mean", "mean", "mean", "geometric", "min"])
SHAPED_AGGREGATES = st.sampled_from(["mean", "mean", "mean", "geometric", "min", "max"])
BOUNDS = st.sampled_from([0, 0.5, 10, 20, 25, 33.3, 40, 50, 60, 75, 80, 100])
HAIRS = st.sampled_from([0, 0, 0, 2.357911e-10, -2.357911e-10])  # less than comparisons notice
DATES = st.sampled_from([datetime.date(2026, 10, 1), datetime.date(2026, 1, 15), datetime.date(2024, 2, 28)])
DEEPEST = 3
STATES = st.sampled_from(["yes", "yes", "yes", "partly", "no", "unknown", "not-applicable", None])
LEFT_OUT = st.sampled_from([["not-applicable", "not-due"], ["not-applicable", "not-due"], ["not-due"], []])


@dataclass(frozen=True)
class Case:
    """A rubric, the answers to it, and the day and profile of the assessment."""

    rubric: Table
    answers: Table
    date: datetime.date
    profile: str | None
    context: Table = field(default_factory=dict)

    def assess(self, rubric: Rubric) -> Assessment:
        """The assessment, with a rubric that all answers fit."""
        return assessment_from(rubric, self.answers, self.date, self.profile, self.context)

    def score(self) -> Result:
        """The engine's result."""
        return scored(self.rubric, self.answers, self.date, self.profile, self.context)

    def answering(self, name: str, answer: object) -> Case:
        """The same case with another answer to one criterion."""
        return replace(self, answers=self.answers | {name: answer})

    def answering_items(self, name: str, states: Table) -> Case:
        """The same case with other answers to the items of one criterion, on the evidence that it gives."""
        given = self.answers.get(name)
        evidence = {key: given[key] for key in ("evidence", "seen") if key in given} if isinstance(given, dict) else {}
        return self.answering(name, {"items": states, "reason": "Not here."} | evidence)


# ---- rubrics


@st.composite
def rubrics(  # noqa: PLR0913 - each is a part of a rubric
    draw: Draw,
    kinds: tuple[str, ...] | None = None,
    aggregates: st.SearchStrategy[str] | None = None,
    *,
    gates: bool = True,
    grades: bool = True,
    staged: bool = True,
    shapes: bool = True,
) -> Table:
    """A valid rubric: every reference resolves and no node has only children of weight 0.

    With `staged` and without `aggregates`, nodes may have stages.
    """
    staged = staged and aggregates is None
    aggregates = SHAPED_AGGREGATES if aggregates is None else aggregates
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
    kinds = kinds or (ALL_KINDS if shapes else PLAIN_KINDS)
    for number in range(draw(st.sampled_from([3, 1, 2, 4, 5, 6, 7]))):
        rubric["criteria"][f"c{number}"] = draw(criteria(rubric, draw(st.sampled_from(kinds))))
    _give_every_node_weight(rubric)
    for node in ("overall", *rubric["dimensions"]):
        _shape(draw, rubric, node, staged=staged)
    if shapes and draw(st.booleans()):
        add_shapes(draw, rubric)
    rubric["profiles"] = draw(profiles(rubric))
    rubric["gates"] = {f"g{n}": draw(gate_tables(rubric)) for n in range(draw(st.integers(0, 3)))} if gates else {}
    return rubric


def aggregate_by(table: Table, rule: str) -> None:
    """Gives a node a different aggregation, and removes the stages and the minimum that it may have had."""
    for key in ("stages", "minimum-known"):
        table.pop(key, None)
    table["aggregate"] = rule


@st.composite
def plain_rubrics(draw: Draw) -> Table:
    """A rubric that uses none of the shapes of `_shape`."""
    rubric = draw(rubrics(aggregates=AGGREGATES))
    for table in (rubric["rubric"], *rubric["dimensions"].values()):
        for key in ("invert", "minimum-known", "minimum-coverage"):
            table.pop(key, None)
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


def _shape(draw: Draw, rubric: Table, node: str, *, staged: bool) -> None:
    """Gives a node stages, inverts it, makes it ask for a minimum, or does nothing."""
    table = rubric["rubric"] if node == "overall" else rubric["dimensions"][node]
    children = list_counted(rubric, node)
    below = [name for child in children for name in _list_counted_criteria(rubric, child)]
    is_staged: bool = draw(sometimes)
    if below and staged and is_staged:
        names: list[str] = draw(st.sampled_from([children, below]))
        table["aggregate"] = "staged"
        levels = sorted(draw(st.sets(st.integers(1, len(rubric["levels"]) - 1), min_size=1, max_size=3)))
        table["stages"] = [{"level": level} | draw(_stage_conditions(rubric, names, 1)) for level in levels]
        if draw(sometimes):  # nothing is asked for one of the levels below the highest
            for stage in table["stages"][:-1][:1]:
                table["stages"][0] = {"level": stage["level"]}
        children = list(dict.fromkeys(list_subjects(table["stages"])))
    elif draw(sometimes):
        table["invert"] = True
    has_minimum: bool = draw(sometimes)
    if children and has_minimum:
        table["minimum-known"] = draw(st.integers(1, len(children)))
    if draw(seldom):
        table["minimum-coverage"] = draw(st.sampled_from([0.25, 0.5, 0.75, 1]))


def list_counted(rubric: Table, node: str) -> list[str]:
    """The ids of the children in a node's tree that count, whatever its stages look at."""
    dimensions = {name: one for name, one in rubric["dimensions"].items() if not one.get("advisory")}
    found = [name for name, one in dimensions.items() if one.get("parent", "overall") == node and one["weight"]]
    return found + [name for name, one in rubric["criteria"].items() if one["dimension"] == node and one["weight"]]


def _list_counted_criteria(rubric: Table, node: str) -> list[str]:
    if node in rubric["criteria"]:
        return [node]
    return [name for child in list_counted(rubric, node) for name in _list_counted_criteria(rubric, child)]


@st.composite
def _stage_conditions(draw: Draw, rubric: Table, names: list[str], depth: int) -> Table:
    has_parts: bool = draw(st.booleans())
    if depth and has_parts:
        parts = draw(st.lists(_stage_conditions(rubric, names, depth - 1), min_size=1, max_size=3))
        return {draw(st.sampled_from(["any", "all"])): parts}
    name = draw(st.sampled_from(names))
    kind = draw(st.sampled_from(["at-least", "above"]))
    bound = draw(BOUNDS if kind == "above" else _level_numbers(rubric))
    return {"criterion" if name in rubric["criteria"] else "dimension": name, kind: bound}


def list_subjects(value: object) -> Iterator[str]:
    """The criteria and dimensions that conditions test."""
    for key, part in value.items() if isinstance(value, dict) else ():
        if key in ("criterion", "dimension"):
            yield part
        yield from list_subjects(part)
    for part in value if isinstance(value, list) else ():
        yield from list_subjects(part)


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
    criterion["may-be-left-out"] = draw(LEFT_OUT)
    criterion |= draw(own_evidence(rubric))
    if kind == "level":
        return criterion | {"levels": [f"descriptor {number}" for number in range(top + 1)]}
    if kind == "own":
        return criterion | {"levels": draw(own_levels())}
    if kind in ("staged", "share"):
        return criterion | {"kind": "checklist", "scoring": kind} | draw(_checklists(kind, top))
    if kind in ("bands", "line"):
        worth = _bands(top) if kind == "bands" else _lines()
        return criterion | {"kind": "measure", "unit": "months"} | draw(worth)
    if kind == "scale":
        size = draw(st.integers(2, 5))
        table = draw(statements()) | {"options": [f"option {number}" for number in range(size)]}
        scores = draw(st.lists(BOUNDS, min_size=size, max_size=size))
        return criterion | {"kind": "survey", "scores": scores} | table
    return criterion | {"kind": "survey"} | draw(_surveys())


@st.composite
def own_evidence(draw: Draw, rubric: Table) -> Table:
    """Grades that support another level for one criterion, never less than a weaker grade; evidence that never ages."""
    grades = rubric["evidence-grades"]
    table: Table = {"evidence-ages": False} if draw(seldom) else {}
    if grades and draw(sometimes):
        supports = sorted(draw(st.lists(_level_numbers(rubric), min_size=len(grades), max_size=len(grades))))
        table["evidence-supports"] = {grade["id"]: level for grade, level in zip(grades, supports, strict=True)}
    return table


@st.composite
def _checklists(draw: Draw, scoring: str, top: int) -> Table:
    partly = draw(st.sampled_from([0, 0.25, 0.5, 1]))
    if scoring == "staged":
        highest = draw(st.integers(1, top))
        gaps: set[int] = set()
        if highest > 1 and draw(seldom):
            gaps = draw(st.sets(st.integers(1, highest - 1), max_size=2))
        levels = [level for level in range(1, highest + 1) if level not in gaps]
        levels += draw(st.lists(st.sampled_from(levels), max_size=2))
        items: list[Table] = [{"level": level} for level in levels]
    else:
        items = [{"weight": weight} for weight in draw(st.lists(WEIGHTS, max_size=3))]
        items.append({"weight": draw(POSITIVE_WEIGHTS)})
    named = {f"i{number}": item | {"text": f"item {number}"} for number, item in enumerate(items)}
    nothing = {"levels-without-items": sorted(gaps)} if scoring == "staged" and gaps else {}
    return {"partly-counts": partly, "items": named} | nothing


@st.composite
def _bands(draw: Draw, top: int) -> Table:
    starts = sorted(draw(st.sets(st.integers(0, 40), min_size=1, max_size=4)))
    worth = st.fixed_dictionaries({"level": st.integers(0, top)}) | st.fixed_dictionaries({"score": BOUNDS})
    keys = ["from", *(draw(st.sampled_from(["from", "from", "above"])) for _ in starts[1:])]
    bands: list[Table] = [{key: start / 2} | draw(worth) for key, start in zip(keys, starts, strict=True)]
    table: Table = {"bands": bands}
    if draw(st.booleans()):
        lowest = bands[0]["from"] + draw(st.sampled_from([0, 0, 0.5, 6]))
        table |= {"minimum": lowest, "maximum": max(lowest + 1, starts[-1] / 2 + draw(st.sampled_from([5, 0, -3])))}
    return table


@st.composite
def _lines(draw: Draw) -> Table:
    if draw(st.booleans()):
        worst, best = draw(st.permutations([1, 2, 10, 24.5, 100, 75000]))[:2]
        return {"linear": {"worst": worst, "best": best, "scale": "log"}}
    worst, best = draw(st.permutations([-5, 0, 3.5, 12, 24, 60]))[:2]
    bounds = draw(st.sampled_from([{}, {"minimum": -10, "maximum": 100}, {"minimum": 2, "maximum": 20}]))
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
    is_warning = draw(sometimes)
    condition = draw(_conditions(rubric, 2, may_be_high=is_warning))
    gate: Table = {"when": condition, "because": "It matters.", "remedy": "Mend it."}
    if is_warning:
        return gate | {"flag": True}
    capped = draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=2, unique=True))
    return gate | {"cap": {node: draw(_level_numbers(rubric)) for node in capped}}


@st.composite
def _conditions(draw: Draw, rubric: Table, depth: int, *, may_be_high: bool) -> Table:
    has_parts: bool = draw(sometimes)
    if depth and has_parts:
        parts = draw(st.lists(_conditions(rubric, depth - 1, may_be_high=may_be_high), min_size=1, max_size=3))
        return {draw(st.sampled_from(["any", "all"])): parts}
    checklists = [name for name, criterion in rubric["criteria"].items() if "items" in criterion]
    is_about_items: bool = draw(sometimes)
    if checklists and is_about_items:
        name = draw(st.sampled_from(checklists))
        items = st.sampled_from(list(rubric["criteria"][name]["items"]))
        return {"criterion": name, "missing": draw(st.lists(items, min_size=1, max_size=2, unique=True))}
    criteria_or_nodes = [("criterion", name) for name in rubric["criteria"]]
    criteria_or_nodes += [("dimension", name) for name in ("overall", *rubric["dimensions"])]
    key, node = draw(st.sampled_from(criteria_or_nodes))
    kinds = ["at-most", "below", "at-least", "above"] if may_be_high else ["at-most", "below"]
    kind = draw(st.sampled_from(kinds))
    return {key: node, kind: draw(BOUNDS if kind in ("below", "above") else _level_numbers(rubric))}


def _level_numbers(rubric: Table) -> st.SearchStrategy[int]:
    return st.integers(0, len(rubric["levels"]) - 1)


# ---- answers


def known_answers(criterion: Table) -> st.SearchStrategy[Table]:
    """Values that answer the criterion and are known for certain."""
    kind = criterion.get("kind", "level")
    if kind == "level":
        top = len(criterion["levels"]) - 1
        return st.builds(lambda level: {"level": level}, st.integers(0, top))
    if kind == "checklist":
        return _ticks(criterion)
    if kind == "measure":
        return st.builds(lambda value: {"value": value}, _values(criterion))
    least = criterion.get("minimum-respondents", 11)
    if "statements" in criterion:
        return _means(criterion, least)
    return _counts(criterion, least)


@st.composite
def _ticks(draw: Draw, criterion: Table) -> Table:
    items = criterion["items"]
    states = draw(st.lists(STATES, min_size=len(items), max_size=len(items)))
    allowed: list[str] = list(criterion.get("items-may-be-left-out", list(items)) or [])
    given = {
        name: "no" if state == "not-applicable" and name not in allowed else state
        for name, state in zip(items, states, strict=True)
    }
    counted = [name for name, item in items.items() if _counts_item(item)]
    if all(given[name] == "not-applicable" for name in counted):
        given[counted[-1]] = "yes"
    answer: Table = {"items": {name: state for name, state in given.items() if state is not None}}
    return answer | ({"reason": "Not here."} if "not-applicable" in given.values() else {})


def _values(criterion: Table) -> st.SearchStrategy[float]:
    lowest: float = criterion.get("minimum", -math.inf)
    highest: float = criterion.get("maximum", math.inf)

    def bound(value: float) -> float:
        return min(max(float(value), lowest), highest)

    if "bands" in criterion:
        starts = [band.get("from", band.get("above")) for band in criterion["bands"]]
        offsets = st.sampled_from([0.0, 0.25, 1.0, 5.0])
        return st.builds(lambda start, more: bound(start + more), st.sampled_from(starts), offsets)
    line = criterion["linear"]
    worst, best = float(line["worst"]), float(line["best"])
    least = 0.5 if line.get("scale") == "log" else -10.0
    outside = st.sampled_from([worst, best, least, max(worst, best) + 1]).map(bound)
    inside = st.builds(lambda part, off: bound(worst + part / 20 * (best - worst) + off), st.integers(1, 20), HAIRS)
    return outside | inside


@st.composite
def _means(draw: Draw, criterion: Table, least: int) -> Table:
    lowest, highest = min(criterion["scores"]), max(criterion["scores"])
    part = draw(st.integers(0, 20))
    return {"mean": lowest + part / 20 * (highest - lowest), "respondents": least + draw(st.integers(0, 30))}


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
        months = draw(st.sampled_from([0, 1, 12, 24, 36, 60]))
        days = draw(st.sampled_from([0, 0, -1, 1]))
        table["seen"] = months_before(date, months) + datetime.timedelta(days=days)
    return table


@st.composite
def answers_to(draw: Draw, rubric: Table, name: str, date: datetime.date) -> object:
    """Any answer to the criterion: known, unknown, not due or not applicable; short forms too."""
    criterion = rubric["criteria"][name]
    choice = draw(st.integers(0, 13))
    if choice < 10:
        known = draw(known_answers(criterion)) | draw(support(rubric, date))
        return next(iter(known.values())) if len(known) == 1 and known.keys() & {"level", "value"} else known
    if choice == 10 and "statements" in criterion:
        return {"mean": criterion["scores"][0], "respondents": 1} | draw(support(rubric, date))
    if choice == 10 and criterion.get("kind") == "survey":
        return {"counts": [0] * len(criterion["options"])} | draw(support(rubric, date))
    allowed = criterion.get("may-be-left-out", [])
    if choice < 13 or not allowed:
        return draw(st.sampled_from(["unknown", {"status": "unknown"}]))
    return {"status": draw(st.sampled_from(allowed)), "reason": "Not here."}


# ---- cases


@st.composite
def cases(draw: Draw, made: st.SearchStrategy[Table] | None = None) -> Case:
    """A rubric, a date, answers to most criteria and perhaps a profile."""
    rubric = draw(rubrics() if made is None else made)
    date = draw(DATES)
    answers = {name: draw(answers_to(rubric, name, date)) for name in rubric["criteria"] if not draw(seldom)}
    profile = draw(st.sampled_from([None, None, *rubric.get("profiles", {})]))
    return Case(rubric, answers, date, profile, draw(contexts(rubric)))


@st.composite
def raised(draw: Draw) -> tuple[Case, Case]:
    """A case, and the same with one answer at least as good: in its value, its evidence, or the date of the evidence.

    The answer must not decide whether something else is asked, because one more question can lower a score.
    """
    case = draw(cases())
    free = [name for name in case.rubric["criteria"] if name not in find_deciders(case.rubric)]
    name = draw(st.sampled_from(free))
    criterion, grades = case.rubric["criteria"][name], case.rubric["evidence-grades"]
    value, evidence = draw(known_answers(criterion)), draw(support(case.rubric, case.date))
    way = draw(st.sampled_from(["value", "grade", "date"]))
    if way == "grade" and len(grades) > 1:
        ids = [grade["id"] for grade in grades]
        weak, strong = sorted(draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2)))
        worse, better = value | evidence | {"evidence": weak}, value | evidence | {"evidence": strong}
    elif way == "date" and grades:
        undated = value | {key: given for key, given in evidence.items() if key != "seen"}
        days = sorted(draw(st.lists(st.integers(0, 2_000), min_size=2, max_size=2)))
        later, earlier = (case.date - datetime.timedelta(days=day) for day in days)
        worse = undated | draw(
            st.sampled_from([{}, {"seen": earlier}, {"seen": case.date + datetime.timedelta(days=1)}])
        )
        better = undated | {"seen": later}
    else:
        worse, better = value | evidence, draw(better_values(case.rubric, criterion, value)) | evidence
    return case.answering(name, worse), case.answering(name, better)


@st.composite
def better_values(draw: Draw, rubric: Table, criterion: Table, value: Table) -> Table:
    """A value at least as good as another: for a checklist, with better answers to some of its items."""
    if "items" not in criterion:
        other = draw(known_answers(criterion))
        return max(value, other, key=lambda answer: claimed_score(rubric, criterion, answer) or 0)
    better = {"no": ["no", "partly", "yes"], "partly": ["partly", "yes"]}
    raised_items = {name: draw(st.sampled_from(better.get(state, [state]))) for name, state in value["items"].items()}
    return value | {"items": raised_items}


@st.composite
def with_item_known(draw: Draw) -> tuple[Case, Case]:
    """A case with an unknown item, and the same with that item answered."""
    case, name, criterion, states = draw(checklist_cases())
    item = draw(st.sampled_from(list(criterion["items"])))
    known = draw(st.sampled_from(["yes", "partly", "no", "not-applicable"]))
    others = (key for key, table in criterion["items"].items() if _counts_item(table) and key != item)
    assume(known != "not-applicable" or any(states.get(key) != "not-applicable" for key in others))
    return case.answering_items(name, states | {item: "unknown"}), case.answering_items(name, states | {item: known})


@st.composite
def with_item_removed(draw: Draw) -> tuple[Case, Case]:
    """A case with an item that does not apply, and the same without this item in the rubric.

    Another item is at its level: otherwise, a level that does not apply counts as reached, but a level that does not
    exist cannot be reached. No gate watches the item.
    """
    case, name, criterion, states = draw(checklist_cases())
    items = criterion["items"]
    item = draw(st.sampled_from(list(items)))
    states = {key: state for key, state in states.items() if key != item}
    rest = {key: table for key, table in items.items() if key != item}
    assume(any(table.get("level") == items[item].get("level") for table in rest.values()))
    assume("not-applicable-counts" not in criterion and (name, item) not in find_deciding_items(case.rubric))
    assume(all(item not in condition.get("missing", []) for condition in _list_conditions(case.rubric)))
    assume(any(states.get(key) != "not-applicable" for key, table in rest.items() if _counts_item(table)))
    needs = {word: min(needed, _count_items(rest, word)) for word, needed in criterion.get("needs", {}).items()}
    smaller_list = criterion | {"items": rest} | ({"needs": needs} if needs else {})
    criteria_without = case.rubric["criteria"] | {name: smaller_list}
    smaller = replace(case, rubric=case.rubric | {"criteria": criteria_without})
    return case.answering_items(name, states | {item: "not-applicable"}), smaller.answering_items(name, states)


def _count_items(items: Table, level: str) -> int:
    return sum(str(item.get("level")) == level for item in items.values())


@st.composite
def checklist_cases(draw: Draw) -> tuple[Case, str, Table, Table]:
    """A case with a checklist, its id, its table, and an answer that leaves at least one item that counts."""
    case = draw(cases(rubrics(kinds=("staged", "share", "staged", "level"))))
    checklists = [name for name, criterion in case.rubric["criteria"].items() if "items" in criterion]
    assume(checklists)
    name = draw(st.sampled_from(checklists))
    criterion = case.rubric["criteria"][name]
    return case, name, criterion, draw(_ticks(criterion))["items"]


def _list_conditions(rubric: Table) -> Iterator[Table]:
    """Every condition of every gate, and the parts of them."""
    waiting = [gate["when"] for gate in rubric["gates"].values()]
    while waiting:
        condition = waiting.pop()
        waiting += [*condition.get("any", []), *condition.get("all", [])]
        yield condition


def _counts_item(item: Table) -> bool:
    """Whether an item can count in its checklist."""
    return "level" in item or item.get("weight", 1) > 0


@st.composite
def resolved(draw: Draw) -> tuple[Case, Case]:
    """A case with an unknown answer, and the same with that answer resolved to anything."""
    case = draw(cases())
    name = draw(st.sampled_from(list(case.rubric["criteria"])))
    return case.answering(name, "unknown"), case.answering(name, draw(answers_to(case.rubric, name, case.date)))


@st.composite
def uniform(draw: Draw) -> tuple[Case, int]:
    """A rubric of level criteria and staged checklists up to the top level, without gates, all at one level."""
    rubric = draw(rubrics(kinds=("level", "staged"), gates=False, grades=False, staged=False, shapes=False))
    top = len(rubric["levels"]) - 1
    level = draw(st.integers(0, top))
    answers: Table = {}
    for name, criterion in rubric["criteria"].items():
        if "items" in criterion:
            criterion.pop("levels-without-items", None)
            criterion["items"] = {f"i{n}": {"text": f"item {n}", "level": n} for n in range(1, top + 1)}
            answers[name] = {"items": {f"i{n}": "yes" if n <= level else "no" for n in range(1, top + 1)}}
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
            rubric["criteria"][name] = criterion | {"items": draw(reordered(criterion["items"]))}
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
