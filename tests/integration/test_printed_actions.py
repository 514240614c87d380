"""Everything that a page may print as an action, in every shipped rubric: what to do next, and remedies of gates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from nhsdx.analysis.next_steps import NextStep, find_next_step
from nhsdx.documents.words import list_things_to_do
from nhsdx.loading.rubric_file import load_rubric
from nhsdx.model import ChecklistCriterion, Criterion, LevelCriterion, MeasureCriterion, Rubric, SurveyCriterion
from nhsdx.scoring.engine import score
from tests.support.build import DATE, assessment_from
from tests.support.run import ROOT, assert_snapshot
from tests.support.samples import SHIPPED

OTHERS = {path.parent.name: str(path) for path in sorted((ROOT / "examples").glob("**/rubric.toml"))}
RUBRICS = {"shared": SHIPPED, "local": OTHERS.pop("wolds-and-levels"), **OTHERS}
DEFECT = re.compile(
    r"\b(no|not|never|without|nobody|nothing|none|cannot|lacks?|lacking|fails?|vacant|overloaded|absent|poor|weak|too"
    r"|unfilled|incomplete|ignored|overruled|rare)\b"
)
INSTRUCTION = re.compile(
    "make this true: |find out: |bring evidence|date the evidence: |renew the evidence: "
    "|reach (at least|at most|more than|enough of these items for|level) |reach [0-9.]+ .* or more"
    "|act on the answers, say what has changed and ask again, to reach a score of "
)


def list_statements(rubric: Rubric) -> Iterator[str]:
    """Each statement that is printed as an action if it is not met, with its place."""
    for name, criterion in rubric.criteria.items():
        if isinstance(criterion, ChecklistCriterion):
            for item_id, item in criterion.items.items():
                yield f"{name}.{item_id} ({item.level}): {item.text}"


def answer_at(rubric: Rubric, asked: Criterion, place: int) -> dict[str, Any]:
    """The answer that is nearest to a level of the rubric."""
    share = place / rubric.top_level
    if isinstance(asked, LevelCriterion):
        return {"level": rubric.name_levels(asked)[min(place, len(asked.levels) - 1)]}
    if isinstance(asked, ChecklistCriterion):
        return {"items": {name: "yes" if (item.level or 1) <= place else "no" for name, item in asked.items.items()}}
    if isinstance(asked, MeasureCriterion):
        if asked.linear is not None:
            value = asked.linear.worst + share * (asked.linear.best - asked.linear.worst)
        else:
            bands = asked.bands or ()
            band = bands[min(place, len(bands) - 1)]
            value = band.start + (0.001 if band.above is not None else 0)
        return {"value": value}
    if isinstance(asked, SurveyCriterion) and asked.statements:
        return {"mean": 100 * share, "respondents": 100}
    options = asked.options if isinstance(asked, SurveyCriterion) else ()
    chosen = round(share * (len(options) - 1))
    return {"counts": [100 * (at == chosen) for at in range(len(options))]}


def list_answers(rubric: Rubric) -> Iterator[Mapping[str, Any]]:
    """Answers to all criteria at each level, on the weakest and on the strongest evidence, and no answers at all."""
    grades = [grade.id for grade in rubric.evidence_grades]
    yield {}
    for evidence in [{"evidence": grade, "seen": DATE} for grade in grades[:1] + grades[-1:]] or [{}]:
        for place in range(rubric.top_level + 1):
            yield {name: answer_at(rubric, one, place) | evidence for name, one in rubric.criteria.items()}


def list_actions(rubric: Rubric) -> list[tuple[NextStep, str]]:
    """Each action that a page may print for any criterion, once."""
    found: dict[str, NextStep] = {}
    for answers in list_answers(rubric):
        result = score(rubric, assessment_from(rubric, answers))
        for criterion in result.criteria.values():
            step = find_next_step(rubric, criterion)
            for thing in () if step is None else list_things_to_do(result, rubric, step):
                if step is not None:
                    found.setdefault(f"{criterion.id}: {thing}", step)
    return [(step, thing) for thing, step in found.items()]


@pytest.mark.parametrize("name", RUBRICS)
def test_every_action_of_the_shipped_rubrics_is_pinned_for_review(name: str) -> None:
    """A new or changed statement or remedy has to be read as an instruction before it is pinned."""
    rubric = load_rubric(RUBRICS[name]).rubric
    remedies = [f"gate {gate_id}: {gate.remedy}" for gate_id, gate in rubric.gates.items()]
    others = [thing for step, thing in list_actions(rubric) if not step.items and ": find out: " not in thing]
    assert_snapshot(f"rubric/actions-{name}.txt", "\n".join([*list_statements(rubric), *remedies, *others]) + "\n")


@pytest.mark.parametrize("name", RUBRICS)
def test_no_action_quotes_the_text_of_a_level(name: str) -> None:
    """A level describes a present state, which may be a defect. An action is an instruction."""
    rubric = load_rubric(RUBRICS[name]).rubric
    states = {text for one in rubric.criteria.values() if isinstance(one, LevelCriterion) for text in one.descriptors}
    for step, action in list_actions(rubric):
        words = action.removeprefix(f"{step.criterion.id}: ")
        assert INSTRUCTION.match(words), action
        assert not [text for text in states if text.removesuffix(".") in words], action


@pytest.mark.parametrize("name", RUBRICS)
def test_no_statement_describes_a_defect(name: str) -> None:
    """If a board minutes a statement as an action, the statement must describe something good."""
    rubric = load_rubric(RUBRICS[name]).rubric
    assert [line for line in list_statements(rubric) if DEFECT.search(line.partition(": ")[2].lower())] == []


@pytest.mark.parametrize("name", ["shared", "local"])
def test_every_question_for_leaders_is_answered_by_statements_or_a_number(name: str) -> None:
    """No page can print a descriptor as a target."""
    kinds = {criterion.kind for criterion in load_rubric(RUBRICS[name]).rubric.criteria.values()}
    assert "level" not in kinds
