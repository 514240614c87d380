"""All lint rules, and what they find in a rubric."""

from __future__ import annotations

from nhsdx.commands.rubric.lint.gate_rules import GATE_RULES
from nhsdx.commands.rubric.lint.scale_rules import SCALE_RULES
from nhsdx.commands.rubric.lint.source_rules import SOURCE_RULES
from nhsdx.commands.rubric.lint.text_rules import TEXT_RULES
from nhsdx.commands.rubric.lint.use_rules import USE_RULES
from nhsdx.commands.rubric.lint.vector_rules import VECTOR_RULES
from nhsdx.commands.rubric.lint.weight_rules import WEIGHT_RULES
from nhsdx.model.finding import Finding, format_path
from nhsdx.model.rubric import Rubric

RULES = (
    *USE_RULES,
    *TEXT_RULES,
    *SCALE_RULES,
    *WEIGHT_RULES,
    *SOURCE_RULES,
    *GATE_RULES,
    *VECTOR_RULES,
)
"""All rules; findings come in this order."""


def lint(rubric: Rubric) -> tuple[Finding, ...]:
    """Everything the rules find in a rubric: in the order of the rules, then of the file.

    Assumes that the rubric is valid: `find_rubric_problems` found nothing.
    """
    return tuple(
        Finding(rule.code, rule.severity, hit.message, format_path(hit.path), rule.remedy)
        for rule in RULES
        for hit in rule.check(rubric)
    )
