"""The fingerprint of what respondents are asked, so that a map of other questions does not read their answers."""

from __future__ import annotations

from typing import Any

from nhsdx.model import Rubric, SurveyCriterion
from nhsdx.scoring.digest import compute_digest


def digest_questions(rubric: Rubric) -> str:
    """The fingerprint of the questions, statements and options of a rubric's surveys, and of nothing else."""
    asked: dict[str, Any] = {
        name: {
            "question": one.question,
            "options": list(one.options),
            "statements": {
                key: {"text": statement.text, "options": list(statement.options)}
                for key, statement in one.statements.items()
            },
        }
        for name, one in rubric.criteria.items()
        if isinstance(one, SurveyCriterion)
    }
    return compute_digest(asked)
