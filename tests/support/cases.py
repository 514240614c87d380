"""Small assessments as scored cases: a rubric of two questions, and a gate."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from nhsdx.analysis.case import Case
from nhsdx.scoring.instrument import Instrument
from tests.support.build import DATE, Table, assessment_from, flat_rubric, level_criterion, rubric_from

WORD = {"evidence": "word"}
AUDIT = {"evidence": "audit"}


def case_of(
    rubric: Table,
    answers: Mapping[str, Any],
    *,
    name: str = "made.toml",
    date: datetime.date = DATE,
    profile: str | None = None,
    **about: str,
) -> Case:
    """A scored case; `subject` and `voice` are optional."""
    whole = rubric_from(rubric)
    made = assessment_from(whole, answers, date, profile)
    assessment = made._replace(about=made.about.model_copy(update=about))
    return Case.of(name, Instrument.of(whole), assessment)


def two_questions(levels: int | list[float] = 5, weight: float = 1, **parts: object) -> Table:
    """A mean of `skill` with this weight and `safety` with weight 1; a word supports level 1, an audit any level."""
    count = levels if isinstance(levels, int) else len(levels)
    grades = [
        {"id": "word", "label": "Said", "supports": 1},
        {"id": "audit", "label": "Audited", "supports": count - 1},
    ]
    criteria = {"skill": level_criterion(count, weight=weight), "safety": level_criterion(count)}
    return flat_rubric(criteria, levels=levels) | {"evidence-grades": grades} | parts


def gate(**parts: object) -> Table:
    """A gate that caps the whole at level 1 while safety is at level 0."""
    return {
        "when": {"criterion": "safety", "at-most": 0},
        "cap": {"overall": 1},
        "because": "It harms.",
        "remedy": "Mend it.",
        **parts,
    }
