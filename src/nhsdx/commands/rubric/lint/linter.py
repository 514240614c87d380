"""All lint rules, and their findings in a rubric."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path as FilePath

import tomli

from nhsdx.commands.rubric.lint.gate_rules import GATE_CHECKS
from nhsdx.commands.rubric.lint.item_rules import ITEM_CHECKS
from nhsdx.commands.rubric.lint.rule import Rule
from nhsdx.commands.rubric.lint.scale_rules import SCALE_CHECKS
from nhsdx.commands.rubric.lint.source_rules import SOURCE_CHECKS
from nhsdx.commands.rubric.lint.text_rules import TEXT_CHECKS
from nhsdx.commands.rubric.lint.vector_rules import VECTOR_CHECKS
from nhsdx.commands.rubric.lint.weight_rules import WEIGHT_CHECKS
from nhsdx.model import Finding, Path, Rubric, format_path

CHECKS = TEXT_CHECKS | ITEM_CHECKS | SCALE_CHECKS | WEIGHT_CHECKS | SOURCE_CHECKS | GATE_CHECKS | VECTOR_CHECKS
RULES = tuple(
    Rule(code=code, check=CHECKS[code], **texts)
    for code, texts in tomli.loads(FilePath(__file__).with_name("rules.toml").read_text(encoding="utf-8")).items()
)
"""All rules, in the order in which their findings are listed."""


def lint(rubric: Rubric, place: Callable[[Path], str] = format_path) -> tuple[Finding, ...]:
    """Everything that the rules find in a rubric: in the order of the rules, then in the order of the file.

    Assumes that the rubric is valid: `find_rubric_problems` found nothing. `place` gives the position of a path.
    """
    return tuple(
        Finding(rule.code, rule.severity, hit.message, place(hit.path), rule.remedy)
        for rule in RULES
        for hit in rule.check(rubric)
    )
