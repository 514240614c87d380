"""Numbers as people read them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from nhsdx.model.reading import ByReading, Reading
from nhsdx.model.result import CriterionResult, Result
from nhsdx.render.plain import clean

T = TypeVar("T")
NOTHING = "-"
LARGEST_WHOLE = 1e15


def half_up(value: float | str, places: int = 1) -> str:
    """A number rounded half-up in decimal, as `repr` writes it; Python's own `round` goes to even, in binary."""
    step = Decimal(1).scaleb(-places)
    return str(Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP))


def score_text(score: float | None) -> str:
    """A score to one decimal, or a dash where the node is excluded."""
    return NOTHING if score is None else half_up(score)


def level_text(level: int | None) -> str:
    """A level's number, or a dash."""
    return NOTHING if level is None else str(level)


def labelled(result: Result, level: int | None) -> str:
    """A level's number and label."""
    return "none" if level is None else f'{level} "{clean(result.scale[level].label)}"'


def percent_text(share: float | None) -> str:
    """A share of 0-1 as a whole percentage; only all is 100% and only nothing is 0%."""
    if share is None:
        return NOTHING
    if 0 < share < 1:
        return f"{half_up(min(max(100 * share, 1.0), 99.0), 0)}%"
    return f"{half_up(100 * share, 0)}%"


def number_text(value: float) -> str:
    """A number with all its digits, a whole one without a decimal point."""
    return str(int(value)) if value == int(value) and abs(value) < LARGEST_WHOLE else repr(value)


def evidence_words(criterion: CriterionResult) -> str:
    """The grade that carries a criterion, and the one named for it if that has aged."""
    if criterion.counted_as == criterion.evidence:
        return str(criterion.evidence)
    return f"{criterion.counted_as} ({criterion.evidence} of that age)"


def by_name(figures: ByReading[T]) -> dict[str, T]:
    """Figures under the names of their readings, lowest first."""
    return {reading.value: figures[reading] for reading in Reading}


def change_of(old: float | None, new: float | None) -> float | None:
    """The points between two scores; None where either does not exist."""
    return None if old is None or new is None else new - old


def signed(change: float | None) -> str:
    """A change to one decimal with its sign, or a dash; what rounds to nothing has none."""
    if change is None:
        return NOTHING
    text = half_up(abs(change))
    return text if float(text) == 0 else f"{'+' if change > 0 else '-'}{text}"
