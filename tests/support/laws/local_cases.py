"""Overlays of any rubric, and assessments with the resulting local rubrics."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from hypothesis import strategies as st

from nhsdx.loading.rubric_data import LoadedRubric
from nhsdx.model.assessment import Assessment
from nhsdx.model.result import Cause, LocalAndNational, Result
from nhsdx.model.rubric import Rubric
from tests.support.build import Table, assessment_from
from tests.support.laws.odds import seldom, sometimes
from tests.support.laws.shapes import ask_sometimes, contexts, find_deciders
from tests.support.laws.strategies import (
    AGGREGATES,
    ALL_KINDS,
    DATES,
    WEIGHTS,
    answers_to,
    children_of,
    criteria,
    gate_tables,
    plain_rubrics,
)
from tests.support.overlays import WHY, base_of, declared, laid, overlay_of, scored_both

CAUSES = tuple(Cause)


@dataclass(frozen=True)
class LocalCase:
    """A base, an overlay of it, and answers to every question of either."""

    base: LoadedRubric
    overlay: Table
    answers: Table
    date: datetime.date
    profile: str | None
    context: Table = field(default_factory=dict)

    @cached_property
    def local(self) -> LoadedRubric:
        """The local rubric."""
        return laid(self.base, self.overlay)

    def assess(self, rubric: Rubric) -> Assessment:
        """The assessment, with a rubric that all answers fit."""
        return assessment_from(rubric, self.answers, self.date, self.profile, self.context)

    @cached_property
    def result(self) -> Result:
        """Both scores."""
        return scored_both(self.local, self.answers, self.date, self.profile, self.context)


@st.composite
def overlays(draw: st.DrawFn, base: LoadedRubric, causes: tuple[Cause, ...] = CAUSES, local_id: str = "local") -> Table:
    """An overlay with changes of these causes, valid by construction, with departures where they are needed."""
    rubric: Table = {"evidence-grades": [], "gates": {}, "profiles": {}} | dict(base.data)
    sections: Table = {"dimensions": {}, "criteria": {}, "gates": {}, "profiles": {}, "head": {}}
    if Cause.REWEIGHTED in causes:
        _reweigh(draw, rubric, sections)
    if Cause.GATES in causes:
        _change_gates(draw, rubric, sections, local_id)
    if Cause.DROPPED in causes:
        _drop(draw, rubric, sections)
    if Cause.ADDED in causes:
        _add(draw, rubric, sections, local_id)
    if Cause.EVIDENCE in causes:
        aged = [grade for grade in rubric["evidence-grades"] if draw(st.booleans())]
        ages = st.sampled_from([1, 12, 36])
        sections["grades"] = [{"id": one["id"], "max-age-months": draw(ages)} | WHY for one in aged]
    if {Cause.ADDED, Cause.DROPPED} <= set(causes):
        _change_profiles(draw, rubric, sections, local_id)
    _keep_weight(rubric, sections)
    return declared(base, overlay_of(base, local_id, **sections))


def _reweigh(draw: st.DrawFn, rubric: Table, sections: Table) -> None:
    for name in rubric["dimensions"]:
        if draw(st.booleans()):
            weight = {} if draw(st.booleans()) else {"weight": draw(WEIGHTS)}
            minimum = {"minimum-coverage": 0.5} if draw(seldom) else {}
            sections["dimensions"][name] = weight | minimum | {"aggregate": draw(AGGREGATES)} | WHY
    for name in rubric["criteria"]:
        if draw(st.booleans()):
            sections["criteria"][name] = {"weight": draw(WEIGHTS), "title": "Other words"} | WHY
    if draw(seldom):
        sections["head"] = {"aggregate": draw(AGGREGATES)} | WHY


def _change_gates(draw: st.DrawFn, rubric: Table, sections: Table, local_id: str) -> None:
    for name, gate in rubric["gates"].items():
        change = draw(st.sampled_from(["none", "none", "tighten", "loosen", "drop"]))
        if change == "drop":
            sections["gates"][name] = {"drop": True, "departure": "Dropped"} | WHY
        elif change == "tighten" and "cap" in gate:
            sections["gates"][name] = {"cap": dict.fromkeys(gate["cap"], 0), "severity": "critical"} | WHY
        elif change == "loosen" and gate.get("severity") != "minor":
            sections["gates"][name] = {"severity": "minor", "departure": "Milder"} | WHY
    if draw(st.booleans()):
        sections["gates"][f"{local_id}-gate"] = draw(gate_tables(rubric)) | WHY


def _drop(draw: st.DrawFn, rubric: Table, sections: Table) -> None:
    held = {name for gate, table in rubric["gates"].items() if not _is_dropped(sections, gate) for name in _in(table)}
    held |= set(_in(sections["gates"])) | find_deciders(rubric)
    free = [name for name in rubric["criteria"] if name not in held]
    for name in free[: len(rubric["criteria"]) - 1]:
        if draw(st.booleans()):
            sections["criteria"][name] = {"drop": True} | WHY


def _is_dropped(sections: Table, gate: str) -> bool:
    return bool(sections["gates"].get(gate, {}).get("drop"))


def _in(value: object) -> Iterator[str]:
    """The criteria in a gate's table."""
    for key, part in value.items() if isinstance(value, dict) else ():
        if key == "criterion":
            yield part
        yield from _in(part)
    for part in value if isinstance(value, list) else ():
        yield from _in(part)


def _add(draw: st.DrawFn, rubric: Table, sections: Table, local_id: str) -> None:
    wider = rubric | {"dimensions": dict(rubric["dimensions"])}
    if draw(st.booleans()):
        new = {"title": "A dimension of our own", "weight": draw(WEIGHTS)}
        wider["dimensions"][f"{local_id}-dimension"] = new
        sections["dimensions"][f"{local_id}-dimension"] = new | WHY
    for number in range(draw(st.integers(0, 3))):
        added = draw(criteria(wider, draw(st.sampled_from(ALL_KINDS))))
        if draw(sometimes):
            ask_sometimes(draw, rubric | {"criteria": _after(rubric, sections)["criteria"]}, added)
        sections["criteria"][f"{local_id}-{number}"] = added | WHY


def _change_profiles(draw: st.DrawFn, rubric: Table, sections: Table, local_id: str) -> None:
    asked = list(_after(rubric, sections)["criteria"])
    chosen = st.lists(st.sampled_from(asked), min_size=1, unique=True)
    keys = st.sampled_from(["criteria", "without"])
    for name in rubric["profiles"]:
        change = draw(st.sampled_from(["none", "words", "list", "drop"]))
        if change == "drop":
            sections["profiles"][name] = {"drop": True} | WHY
        elif change != "none":
            listed = {draw(keys): draw(chosen)} if change == "list" else {"summary": "Other words"}
            sections["profiles"][name] = listed | WHY
    if draw(st.booleans()):
        sections["profiles"][f"{local_id}-profile"] = {"title": "Our own", draw(keys): draw(chosen)} | WHY


def _after(rubric: Table, sections: Table) -> Table:
    """The dimensions and criteria of the overlay, merged by simple test code."""
    found: Table = {}
    for section in ("dimensions", "criteria"):
        given = sections[section]
        kept = {name: one for name, one in rubric[section].items() if not given.get(name, {}).get("drop")}
        added = {name: one for name, one in given.items() if not one.get("drop")}
        found[section] = {name: kept.get(name, {}) | added.get(name, {}) for name in {**kept, **added}}
    return found


def _keep_weight(rubric: Table, sections: Table) -> None:
    """Makes sure that no node has only children of weight 0."""
    after = _after(rubric, sections)
    for node in (None, *after["dimensions"]):
        children = children_of(after, node)
        if children and not any(child.get("weight", 1) for child in children):
            section, name = next(
                (section, name)
                for section in ("dimensions", "criteria")
                for name, one in after[section].items()
                if any(one is child for child in children)
            )
            sections[section][name] = sections[section].get(name, dict(WHY)) | {"weight": 1}


@st.composite
def local_cases(draw: st.DrawFn, causes: tuple[Cause, ...] = CAUSES) -> LocalCase:
    """A base, an overlay, answers to most of their criteria, a date and perhaps a profile."""
    base = base_of(draw(plain_rubrics()))
    return draw(answered(base, draw(overlays(base, causes))))


@st.composite
def answered(draw: st.DrawFn, base: LoadedRubric, overlay: Table) -> LocalCase:
    """An overlay with answers."""
    local = laid(base, overlay)
    date = draw(DATES)
    asks: Table = {name: dict(base.data)["criteria"].get(name) for name in local.answerable.criteria}
    asks |= {name: local.data["criteria"][name] for name in local.rubric.criteria}
    for name, table in asks.items():
        if table is None:
            asks[name] = _national(local, name)
    whole = dict(local.data) | {"criteria": asks}
    answers = {name: draw(answers_to(whole, name, date)) for name in asks if not draw(seldom)}
    profile = draw(st.sampled_from([None, None, *local.rubric.profiles]))
    return LocalCase(base, overlay, answers, date, profile, draw(contexts(dict(local.data))))


def _national(local: LoadedRubric, name: str) -> Table:
    """A criterion of the national rubric that an overlay below dropped, in file form."""
    table: Table = local.answerable.criteria[name].model_dump(by_alias=True, exclude_defaults=True)
    return table


def both_of(result: Result) -> LocalAndNational:
    """The national and local scores of a result with a local rubric."""
    assert result.both is not None
    return result.both


def known(case: LocalCase, asked: LoadedRubric) -> Table:
    """The answers to what a rubric asks."""
    return {name: answer for name, answer in case.answers.items() if name in asked.rubric.criteria}


def asked(case: LocalCase) -> tuple[frozenset[str], frozenset[str]]:
    """The criteria of the national and the local score, from the two rubrics."""
    base = case.base.rubric
    return base.select_criteria(
        case.profile if case.profile in base.profiles else None
    ), case.local.rubric.select_criteria(case.profile)
