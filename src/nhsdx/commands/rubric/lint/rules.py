"""The table of all lint rules; its order is the order of findings."""

from __future__ import annotations

from nhsdx.commands.rubric.lint.gate_rules import GATE_RULES
from nhsdx.commands.rubric.lint.scale_rules import SCALE_RULES
from nhsdx.commands.rubric.lint.source_rules import SOURCE_RULES
from nhsdx.commands.rubric.lint.text_rules import TEXT_RULES
from nhsdx.commands.rubric.lint.use_rules import USE_RULES
from nhsdx.commands.rubric.lint.vector_rules import VECTOR_RULES
from nhsdx.commands.rubric.lint.weight_rules import WEIGHT_RULES

RULES = (
    *USE_RULES,
    *TEXT_RULES,
    *SCALE_RULES,
    *WEIGHT_RULES,
    *SOURCE_RULES,
    *GATE_RULES,
    *VECTOR_RULES,
)
