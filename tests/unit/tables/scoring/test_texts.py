"""Numbers and days are read in the forms that the map gives, and in no others."""

from __future__ import annotations

import datetime

import duckdb
import narwhals as nw
import polars as pl
import pytest

from nhsdx.tables.date_forms import read_date_form, write_day
from nhsdx.tables.scoring.dates import convert_date
from nhsdx.tables.scoring.texts import DateReader
from tests.support.cell_forms import DATES, NUMBERS, Form, expect_rows, read_cells

CASES = [(kind, form) for kind, forms in (("amount", NUMBERS), ("when", DATES)) for form in forms]
engines = pytest.mark.parametrize("engine", ["polars", "duckdb"])


def frame_of(kind: str, form: Form) -> pl.DataFrame:
    """The cells of a form with their rows."""
    return pl.DataFrame({kind: list(form.cells)}).with_row_index("row")


@engines
@pytest.mark.parametrize(("kind", "form"), CASES, ids=lambda one: one if isinstance(one, str) else str(one.parts)[:60])
def test_cells_mean_what_the_map_says(kind: str, form: Form, engine: str) -> None:
    """A cell in another form is rejected, and a word for no answer is neither an answer nor rejected."""
    frame = frame_of(kind, form)
    native = frame.lazy() if engine == "polars" else duckdb.sql("SELECT * FROM frame")
    made = read_cells(native, form, kind)
    found = made.collect().rows() if engine == "polars" else made.fetchall()
    assert dict(zip(form.cells, sorted(found), strict=True)) == dict(zip(form.cells, expect_rows(form), strict=True))


@pytest.mark.parametrize(
    "text", ["d/m/Y", "m/d/y", "Y-m-d", "b d, Y", "d-b-y", "Ymd", "dmY", "excel", "excel H:M", "d.m.Y H:M:S"]
)
def test_a_date_is_read_as_the_same_day_in_every_form(text: str) -> None:
    """In Python and in columns; leap years and ends of months too."""
    form = read_date_form(text)
    assert form is not None
    first = datetime.date(2000, 1, 1) if "y" in text else datetime.date(1927, 6, 1)
    days = [first + datetime.timedelta(days=step) for step in range(0, 36_000, 29)]
    written = [write_day(form, day) for day in days]
    assert [form.parse(word) for word in written] == days
    frame = nw.from_native(pl.DataFrame({"text": written})).select(nw.col("text").str.to_lowercase())
    reader = DateReader(form)
    read = reader.join_parts(reader.read_pieces(reader.list_pieces(nw.col("text"))))
    assert frame.select(read)["text"].to_list() == [convert_date(day) for day in days]
