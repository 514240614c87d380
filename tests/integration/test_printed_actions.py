"""Everything that a page may print as an action: the statements of the shipped rubrics, and the remedies of gates."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from nhsdx.loading.rubric_file import load_rubric
from nhsdx.model import ChecklistCriterion, Rubric
from tests.support.run import ROOT, assert_snapshot
from tests.support.samples import SHIPPED

RUBRICS = {"shared": SHIPPED, "local": str(ROOT / "examples" / "wolds-and-levels" / "rubric.toml")}
DEFECT = re.compile(
    r"\b(no|not|never|without|nobody|nothing|none|cannot|lacks?|lacking|fails?|vacant|overloaded|absent|poor|weak|too)\b"
)


def list_statements(rubric: Rubric) -> Iterator[str]:
    """Each statement that is printed as an action where it is missing, with its place."""
    for name, criterion in rubric.criteria.items():
        if isinstance(criterion, ChecklistCriterion):
            for item_id, item in criterion.items.items():
                yield f"{name}.{item_id} ({item.level}): {item.text}"


@pytest.mark.parametrize("name", RUBRICS)
def test_every_action_is_listed_for_a_reader(name: str) -> None:
    """A new or changed statement or remedy has to be read as an instruction before it is pinned."""
    rubric = load_rubric(RUBRICS[name]).rubric
    remedies = (f"gate {gate_id}: {gate.remedy}" for gate_id, gate in rubric.gates.items())
    assert_snapshot(f"rubric/actions-{name}.txt", "\n".join([*list_statements(rubric), *remedies]) + "\n")


@pytest.mark.parametrize("name", RUBRICS)
def test_no_statement_describes_a_defect(name: str) -> None:
    """A board that minutes a missing statement must not minute a bad state."""
    rubric = load_rubric(RUBRICS[name]).rubric
    assert [line for line in list_statements(rubric) if DEFECT.search(line.partition(": ")[2].lower())] == []


@pytest.mark.parametrize("name", RUBRICS)
def test_every_question_of_the_leaders_is_answered_by_statements_or_a_number(name: str) -> None:
    """No descriptor is left that a page could print as a target."""
    kinds = {criterion.kind for criterion in load_rubric(RUBRICS[name]).rubric.criteria.values()}
    assert "level" not in kinds
