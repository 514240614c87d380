"""Features of rarer rubrics: questions that are not asked or do not apply, own levels, and scales of statements."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from tests.support.build import Table
from tests.support.laws.odds import seldom, sometimes

OPTIONS = ["before", "during", "after"]


@st.composite
def own_levels(draw: st.DrawFn) -> list[Table]:
    """Two to four levels that only one criterion has, with rising scores."""
    tenths = sorted(draw(st.sets(st.integers(0, 1000), min_size=2, max_size=4)))
    return [{"text": f"own level {place}", "score": tenth / 10} for place, tenth in enumerate(tenths)]


@st.composite
def statements(draw: st.DrawFn) -> Table:
    """Statements that respondents rate, some from the other end, and how many must be rated."""
    count = draw(st.integers(1, 3))
    rated = {f"s{n}": {"text": f"statement {n}"} | draw(st.sampled_from([{}, {"reverse": True}])) for n in range(count)}
    return {"statements": rated, "least-answered": draw(st.sampled_from([0.5, 1]))}


def add_shapes(draw: st.DrawFn, rubric: Table) -> None:
    """Gives some criteria of a rubric the features of rarer rubrics."""
    if draw(sometimes):
        rubric["rubric"]["shown"] = draw(_ways_to_show())
    if draw(sometimes):
        rubric["context"] = {"stage": {"title": "Stage", "options": OPTIONS}}
    for name, criterion in rubric["criteria"].items():
        if draw(sometimes):
            _count_what_does_not_apply(draw, rubric, criterion)
        if criterion.get("scoring") == "staged" and draw(sometimes):
            criterion["needs"] = draw(_needs(criterion))
        if draw(sometimes):
            ask_sometimes(draw, _take_before(rubric, name), criterion)
        for item in criterion.get("items", {}).values():
            if draw(seldom):
                ask_sometimes(draw, _take_before(rubric, name), item)


@st.composite
def _ways_to_show(draw: st.DrawFn) -> Table:
    """Points, a share, utilities below zero, or a scale on which high is bad."""
    ends = draw(st.sampled_from([(-203, 110), (0, 1), (-0.285, 1), (10, 0), (0, 100), (27, 0), (0.1, 0.3)]))
    return {"from": ends[0], "to": ends[1], "decimals": draw(st.integers(0, 6)), "unit": "points"}


def _take_before(rubric: Table, name: str) -> Table:
    """A rubric with the criteria before a given one, which can decide on it without a circle."""
    names = list(rubric["criteria"])
    return rubric | {"criteria": {one: rubric["criteria"][one] for one in names[: names.index(name)]}}


def _count_what_does_not_apply(draw: st.DrawFn, rubric: Table, criterion: Table) -> None:
    top = len(rubric["levels"]) - 1
    if isinstance(criterion.get("levels", [""])[0], dict):
        top = len(criterion["levels"]) - 1
    levels = {} if criterion.get("scoring") == "share" else {"": st.integers(0, top)}
    if criterion.get("scoring") == "staged":
        levels = {"": st.integers(0, max(item["level"] for item in criterion["items"].values()))}
    criterion["not-applicable-counts"] = draw(st.one_of(st.just("met"), *levels.values()))


@st.composite
def _needs(draw: st.DrawFn, criterion: Table) -> Table:
    levels = [item["level"] for item in criterion["items"].values()]
    chosen = draw(st.sets(st.sampled_from(levels)))
    return {str(level): draw(st.integers(1, levels.count(level))) for level in sorted(chosen)}


def ask_sometimes(draw: st.DrawFn, rubric: Table, table: Table) -> None:
    """Makes a question depend on a condition on criteria of a rubric, or on its context."""
    if rubric["criteria"] or "context" in rubric:
        table["asked-when"] = draw(_conditions(rubric, rubric["criteria"], 1))


@st.composite
def _conditions(draw: st.DrawFn, rubric: Table, before: Table, depth: int) -> Table:
    if depth and draw(sometimes):
        parts = draw(st.lists(_conditions(rubric, before, depth - 1), min_size=1, max_size=3))
        return {draw(st.sampled_from(["any", "all"])): parts}
    if not before or ("context" in rubric and draw(sometimes)):
        chosen = draw(st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=2, unique=True))
        return {"context": "stage", "is": chosen}
    name = draw(st.sampled_from(list(before)))
    if "items" in before[name] and draw(st.booleans()):
        items = st.sampled_from(list(before[name]["items"]))
        return {"criterion": name, "met": draw(st.lists(items, min_size=1, max_size=2, unique=True))}
    return {"criterion": name, "at-least": draw(st.integers(1, len(rubric["levels"]) - 1))}


@st.composite
def contexts(draw: st.DrawFn, rubric: Table) -> Table:
    """The answer to the context question of a rubric, if there is one; sometimes it has no answer."""
    asks = "context" in rubric and not draw(sometimes)
    return {"stage": draw(st.sampled_from(OPTIONS))} if asks else {}


def find_deciders(rubric: Table) -> set[str]:
    """The criteria whose answers decide whether something else is asked."""
    return {name for criterion in rubric["criteria"].values() for name in _list_deciders(criterion)}


def find_deciding_items(rubric: Table) -> set[tuple[str, str]]:
    """The items, each after its criterion, that decide whether something else is asked."""
    conditions = [part for criterion in rubric["criteria"].values() for part in _list_conditions(criterion)]
    return {(part["criterion"], item) for part in conditions for item in part.get("met", [])}


def _list_deciders(criterion: Table) -> list[str]:
    return [part["criterion"] for part in _list_conditions(criterion) if "criterion" in part]


def _list_conditions(criterion: Table) -> list[Table]:
    """The conditions on a criterion and its items, and every part of them."""
    tables = [criterion, *criterion.get("items", {}).values()]
    waiting = [table["asked-when"] for table in tables if "asked-when" in table]
    found = []
    while waiting:
        condition = waiting.pop()
        found.append(condition)
        waiting += [*condition.get("any", []), *condition.get("all", [])]
    return found


NUMBERS: tuple[list[Any], ...] = (
    [1, 2, 3, 4, 5, 6],
    [-1, 0, 1, 2, 5, 10],
    ["A", "B", "C", "D", "E", "F"],
    [0.5, 1, 1.5, 2, 2.5, 3],
)


def renumber(case_rubric: Table, answers: Table, numbers: list[Any]) -> tuple[Table, Table]:
    """A rubric and answers to it in which every level has the number in its place."""
    rubric: Table = copy.deepcopy(case_rubric)
    for level, number in zip(rubric["levels"], numbers, strict=False):
        level["number"] = number
    for grade in rubric["evidence-grades"]:
        grade["supports"] = numbers[grade["supports"]]
    for criterion in rubric["criteria"].values():
        _renumber_criterion(criterion, numbers)
    for node in (rubric["rubric"], *rubric["dimensions"].values()):
        for stage in node.get("stages", []):
            stage["level"] = numbers[stage["level"]]
            _renumber_bounds(stage, numbers)
    for gate in rubric["gates"].values():
        _renumber_bounds(gate["when"], numbers)
        gate["cap"] = {node: numbers[level] for node, level in gate.get("cap", {}).items()}
        if not gate["cap"]:
            del gate["cap"]
    return rubric, {name: _renumber_answer(rubric["criteria"][name], one, numbers) for name, one in answers.items()}


def _has_own(criterion: Table) -> bool:
    return isinstance(criterion.get("levels", [""])[0], dict)


def _renumber_criterion(criterion: Table, numbers: list[Any]) -> None:
    criterion["evidence-supports"] = {
        grade: numbers[level] for grade, level in criterion.get("evidence-supports", {}).items()
    }
    if "needs" in criterion:
        criterion["needs"] = {str(numbers[int(level)]): count for level, count in criterion["needs"].items()}
    counts = criterion.get("not-applicable-counts", "met")
    if counts != "met" and not _has_own(criterion):
        criterion["not-applicable-counts"] = numbers[counts]
    if "levels-without-items" in criterion:
        criterion["levels-without-items"] = [numbers[level] for level in criterion["levels-without-items"]]
    for part in [*criterion.get("items", {}).values(), *criterion.get("bands", [])]:
        if "level" in part:
            part["level"] = numbers[part["level"]]
    for table in [criterion, *criterion.get("items", {}).values()]:
        _renumber_bounds(table.get("asked-when", {}), numbers)


def _renumber_bounds(condition: Table, numbers: list[Any]) -> None:
    for key in ("at-most", "at-least"):
        if key in condition:
            condition[key] = numbers[condition[key]]
    for part in [*condition.get("any", []), *condition.get("all", [])]:
        _renumber_bounds(part, numbers)


def _renumber_answer(criterion: Table, answer: object, numbers: list[Any]) -> object:
    if criterion.get("kind", "level") != "level" or _has_own(criterion):
        return answer
    if isinstance(answer, dict) and "level" in answer:
        return answer | {"level": numbers[answer["level"]]}
    return numbers[answer] if isinstance(answer, int) else answer
