"""The exact arithmetic of costs and benefits, in fractions."""

from __future__ import annotations

# fmt: off
# isort: off
from nhsdx.commands.benefits.sums.adjustments import KINDS, UNADJUSTED, Adjustments, list_haircuts, list_uplifts
from nhsdx.commands.benefits.sums.appraisal import Appraisal, ClassCase, appraise, find_lost_to_delay
from nhsdx.commands.benefits.sums.flows import MONTHS_OF_YEAR
from nhsdx.commands.benefits.sums.payback import Payback
from nhsdx.commands.benefits.sums.quantity import (
    NONE, ZERO, NetValue, Quantity, round_exactly, sum_quantities,
)
from nhsdx.commands.benefits.sums.side import Ends, Side
from nhsdx.commands.benefits.sums.streams import build_streams
from nhsdx.commands.benefits.sums.switching import SwitchingValues
from nhsdx.commands.benefits.sums.timeline import Timeline, list_lines, list_years
from nhsdx.commands.benefits.sums.uplifts import AppliedDelay, AppliedUplift, list_overruns

__all__ = [
    "KINDS", "MONTHS_OF_YEAR", "NONE", "UNADJUSTED", "ZERO", "Adjustments", "AppliedDelay", "AppliedUplift",
    "Appraisal", "ClassCase", "Ends", "NetValue", "Payback", "Quantity", "Side", "SwitchingValues", "Timeline",
    "appraise", "build_streams", "find_lost_to_delay", "list_haircuts", "list_lines", "list_overruns", "list_uplifts",
    "list_years", "round_exactly", "sum_quantities",
]
