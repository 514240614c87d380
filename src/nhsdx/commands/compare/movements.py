"""Tables of how scores moved, and what each part of a change means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.gaps import is_capped
from nhsdx.commands.compare.model import Movement, MovementPart
from nhsdx.documents.page import (
    Cell,
    Column,
    Fact,
    Table,
    clean,
    describe_readings,
    format_change,
    format_left_out_of_two,
    format_score,
    has_grades,
    make_label,
    make_line,
    make_row,
)
from nhsdx.model import OVERALL, DisplayScale, NodeResult, Reading, Result, RubricStamp

PARTS = "The parts add up to the change before rounding. Answers: values and statuses."
EVIDENCE_PART = "Evidence: grades, dates and age."
GATES_PART = (
    "Gates: points lost to their caps, or regained. A cap that no longer applies is not progress in the answers."
)
OTHER_PARTS = "Rubric: everything else that can change a score, and the profile. Weights: of dimensions and criteria."
SAME_RUBRIC = "Rubric and weights are the same, so they add nothing."
LOW_IS_GOOD = "Low figures are good, so a minus is a gain."
NO_SCORE = "A dash means that a score is missing: the old one, the new one or an intermediate one."


def choose_parts(results: Sequence[Result], *, full: bool) -> list[MovementPart]:
    """The parts that a change between the given results can have; rubric and weights are included only if `full`."""
    absent = set() if full else {MovementPart.RUBRIC, MovementPart.WEIGHTS}
    if not any(map(has_grades, results)):
        absent.add(MovementPart.EVIDENCE)
    if not any(result.gates for result in results):
        absent.add(MovementPart.GATES)
    return [part for part in MovementPart if part not in absent]


def build_movements(
    caption: str,
    first: str,
    rows: Sequence[tuple[Cell, Movement, Reading]],
    parts: Sequence[MovementPart],
    rubric: RubricStamp,
) -> Table:
    """A table with a row for each change: before, after, the change, and the points that each part adds."""
    numbers = ("Old", "New", "Change", *(part.capitalize() for part in parts))
    columns = (Column(first, share=3), *(Column(name, is_number=True) for name in numbers))
    return Table(
        caption,
        columns,
        tuple(
            _build_movement(label, node, reading, parts, rubric.find_shown(node.id)) for label, node, reading in rows
        ),
    )


def _build_movement(
    label: Cell, node: Movement, reading: Reading, parts: Sequence[MovementPart], shown: DisplayScale
) -> tuple[Cell, ...]:
    found = node.parts[reading]
    shares = (None if found is None else found[part] for part in parts)
    old, new = (
        format_score(node.old[reading], shown),
        format_score(node.new[reading], shown),
    )
    changes = (format_change(one, shown) for one in (node.change[reading], *shares))
    return (label, *make_row(old, new, *changes))


def name_movement(name: str, old: NodeResult, new: NodeResult) -> Cell:
    """The name of a node or of a step, and below it how many criteria are left out of each of its two scores."""
    return make_label(name, format_left_out_of_two(old, new, "{}; now {}"))


def describe_parts_note(result: Result, *, with_rubric: bool) -> str:
    """What the parts of a change mean."""
    evidence = (EVIDENCE_PART,) if has_grades(result) else ()
    gates = (GATES_PART,) if result.gates else ()
    turned = (LOW_IS_GOOD,) if result.rubric.shown.is_reversed else ()
    return " ".join((PARTS, *evidence, *gates, OTHER_PARTS if with_rubric else SAME_RUBRIC, NO_SCORE, *turned))


def list_before_gates(old: Result, new: Result, names: Sequence[str]) -> Iterator[Fact]:
    """The scores of both sides before gates: overall, and for each dimension that a gate caps on either side."""
    for name in names:
        was, now = (one.overall if name == OVERALL else one.dimensions[name] for one in (old, new))
        if is_capped(was) or is_capped(now):
            before = (describe_readings(new, one.before_gates, node=name) for one in (was, now))
            label = "Before gates" if name == OVERALL else f"{clean(now.title)}, before gates"
            yield Fact(label, make_line(describe_movement(*before)))


def describe_movement(was: str, now: str) -> str:
    """The old and the new value, as in `level 1; now level 2`."""
    return f"{was} (no change)" if was == now else f"{was}; now {now}"
