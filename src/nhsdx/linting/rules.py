"""The table of all lint rules; its order is the order of findings."""

from __future__ import annotations

from nhsdx.linting.gate_rules import GATE_RULES
from nhsdx.linting.scale_rules import SCALE_RULES
from nhsdx.linting.source_rules import SOURCE_RULES
from nhsdx.linting.text_rules import TEXT_RULES
from nhsdx.linting.use_rules import USE_RULES
from nhsdx.linting.vector_rules import VECTOR_RULES
from nhsdx.linting.weight_rules import WEIGHT_RULES

RULES = (
    *USE_RULES,
    *TEXT_RULES,
    *SCALE_RULES,
    *WEIGHT_RULES,
    *SOURCE_RULES,
    *GATE_RULES,
    *VECTOR_RULES,
)
