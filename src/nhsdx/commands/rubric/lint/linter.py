"""All rules over one rubric."""

from __future__ import annotations

from nhsdx.commands.rubric.lint.rules import RULES
from nhsdx.model.finding import Finding, format_path
from nhsdx.model.rubric import Rubric


def lint(rubric: Rubric) -> tuple[Finding, ...]:
    """Everything the rules find, in the table's order and then the file's; a clean rubric gives nothing.

    The rubric must be whole (`rubric_problems`): what that refuses is not looked at again.
    """
    return tuple(
        Finding(rule.code, rule.severity, hit.message, format_path(hit.path), rule.remedy)
        for rule in RULES
        for hit in rule.check(rubric)
    )
