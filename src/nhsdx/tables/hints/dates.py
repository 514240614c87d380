"""Invalid cells that are dates in a form that the map does not give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.tables.date_forms import ISO, DateForm, find_conflict, read_date_form
from nhsdx.tables.hints.cells import ColumnCells, Hint, Least, list_columns, write_list
from nhsdx.tables.meanings import ColumnKind

KNOWN = (
    "d/m/Y", "m/d/Y", "d/m/y", "m/d/y", "d-m-Y", "m-d-Y", "d-m-y", "d.m.Y", "d.m.y", "Y/m/d", "Y-m-d", "Ymd", "d-b-Y",
    "d-b-y", "d b Y", "d b y", "b d, Y", "excel", "excel H:M", "Y-m-d H:M:S", "d/m/Y H:M:S", "m/d/Y H:M:S",
    "d/m/y H:M:S", "m/d/y H:M:S", "Y-m-d H:M", "d/m/Y H:M", "m/d/Y H:M", "d/m/y H:M", "m/d/y H:M", "d.m.Y H:M:S",
    "d.m.Y H:M",
)  # fmt: skip


def find_date_hints(columns: Sequence[ColumnCells], forms: Sequence[DateForm], least: Least) -> Iterator[Hint]:
    """The hint with the line that would make the most dates readable."""
    dated = [column for column in columns if column.kind is ColumnKind.DATES]
    known = [form for form in map(read_date_form, KNOWN) if form is not None]
    best, first = _choose(dated, known, [], least)
    if best is None:
        return
    kept = [form for form in forms if form != ISO and find_conflict((form, best)) is None]
    added, gained = _add_forms(dated, known, [*kept, best], first, least)
    yield Hint(f"Invalid cells that are dates in another form: {list_columns(gained)}.", (_write_dates(added),))
    for other in _list_rivals(dated, known, best, least)[:1]:
        line = _write_dates([*kept, other])
        yield Hint(f"These cells can also be read as {other.text}, which gives different days.", (line,))


def _list_rivals(
    columns: Sequence[ColumnCells], known: Sequence[DateForm], best: DateForm, least: Least
) -> list[DateForm]:
    """Other forms that read the same cells as different days."""
    gained = _count(columns, best, [], least)
    return [form for form in known if find_conflict((form, best)) and _count(columns, form, [], least) == gained]


def _write_dates(forms: Sequence[DateForm]) -> str:
    return f"dates = {write_list([form.text for form in forms])}"


def _add_forms(
    columns: Sequence[ColumnCells],
    known: Sequence[DateForm],
    taken: list[DateForm],
    gained: dict[str, int],
    least: Least,
) -> tuple[list[DateForm], dict[str, int]]:
    """The forms in `taken` and any forms that fit further cells, and how many cells in each column fit these forms."""
    while True:
        form, more = _choose(columns, known, taken, least)
        if form is None:
            return taken, gained
        taken = [*taken, form]
        gained = {heading: gained.get(heading, 0) + more.get(heading, 0) for heading in (*gained, *more)}


def _choose(
    columns: Sequence[ColumnCells], known: Sequence[DateForm], taken: Sequence[DateForm], least: Least
) -> tuple[DateForm | None, dict[str, int]]:
    """The form that fits the most of the cells that `taken` leaves invalid, and how many it fits in each column."""
    fitting = [form for form in known if find_conflict((ISO, *taken, form)) is None]
    counted = {form: _count(columns, form, taken, least) for form in fitting}
    best = max(fitting, key=lambda form: sum(counted[form].values()), default=None)
    return (None, {}) if best is None or not counted[best] else (best, counted[best])


def _count(columns: Sequence[ColumnCells], form: DateForm, taken: Sequence[DateForm], least: Least) -> dict[str, int]:
    counts = {
        column.heading: sum(
            count
            for text, count in column.rejected.items()
            if form.parse(text) is not None and not any(other.parse(text) for other in taken)
        )
        for column in columns
    }
    return {heading: count for heading, count in counts.items() if count >= least.forms}
