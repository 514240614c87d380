"""Scores all rows of a table at once, with any engine."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

import narwhals as nw
from narwhals.typing import IntoFrameT

from nhsdx.errors import NhsdxError
from nhsdx.model import ChecklistCriterion, Rubric, expect_profile, quote_word
from nhsdx.scoring import Instrument
from nhsdx.tables import columns
from nhsdx.tables.frame_builder import (
    Expr,
    FrameBuilder,
    join_any,
    sum_terms,
)
from nhsdx.tables.map import BatchMap
from nhsdx.tables.results import is_odd_type, list_odd_types, list_results, name_type, refuse_taken
from nhsdx.tables.scoring.dates import find_days
from nhsdx.tables.scoring.engine import TableSettings, derive_answers, read_texts

WrongCells: TypeAlias = Mapping[str, Expr]
"""The invalid cells of each column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableScorer:
    """How to score the rows of a table. The docstring of `nhsdx.tables.score_frame` describes the fields."""

    instrument: Instrument
    profile: str | None = None
    as_of: datetime.date | None = None
    translation: BatchMap | None = None

    @property
    def own_names(self) -> dict[str, str]:
        """The table's own name for each answer column that the map renames."""
        return {} if self.translation is None else {one: name for name, one in self.translation.columns.items()}

    def score(self, frame: IntoFrameT) -> IntoFrameT:
        """The frame with its scores; nothing is computed yet if the frame is lazy."""
        table, asking, wrong = self._open(frame)
        read = [one.read(table) for one in asking]
        # DuckDB takes longer if a step passes on more columns. After this step, the texts of cells are not needed.
        asked = [one.select_asked(table, own) for one, own in zip(asking, read, strict=True)]
        wrong = _merge_wrong_cells(wrong, [one.wrong for one in read])
        answers, rejected = derive_answers(table, asked, _count_wrong_cells(wrong))
        table.drop_texts(_list_cells(self.instrument))
        scored = [one.score(table, own, found) for one, own, found in zip(asking, asked, answers, strict=True)]
        outputs = dict(list_results(scored[0]))
        for one in scored[1:]:
            outputs |= {columns.name_national_column(name): column for name, column in list_results(one)}
        outputs[columns.REJECTED] = rejected
        kept = _keep_columns(table, self.instrument)
        refuse_taken(kept, outputs)
        return cast("IntoFrameT", _select_outputs(table, kept | outputs))

    def select_profiles(self, scores: IntoFrameT) -> IntoFrameT | None:
        """A frame with the number of each row's profile as its only column; None if no row has its own profile.

        `scores` is a scored frame, which still has the profile column.
        """
        table = FrameBuilder.of(scores, self.translation, (columns.PROFILE,))
        number = TableSettings(self.instrument, self.profile, self.instrument.rubric, None).find_profiles(table)
        return None if number is None else cast("IntoFrameT", _select_outputs(table, {columns.PROFILE: number}))

    def find_wrong_cells(self, frame: IntoFrameT) -> IntoFrameT:
        """The frame with one more column for each column of answers, dates and profiles: true if a cell is invalid."""
        table, wrong = self._find_wrong(frame)
        return cast("IntoFrameT", _select_outputs(table, {**_keep_columns(table, self.instrument), **wrong}))

    def read_cells(self, frame: IntoFrameT, wanted: Iterable[str]) -> tuple[list[str], IntoFrameT]:
        """The given columns that the frame has, and a frame with the folded texts and invalid cells of these columns.

        The columns of texts are called t0, t1 and so on, and the columns of invalid cells w0, w1 and so on.
        """
        table, wrong = self._find_wrong(frame)
        found = [column for column in wanted if column in wrong]
        texts = {f"t{place}": text for place, text in enumerate(read_texts(table, found))}
        flags = {f"w{place}": wrong[column] for place, column in enumerate(found)}
        return found, cast("IntoFrameT", _select_outputs(table, texts | flags))

    def _find_wrong(self, frame: IntoFrameT) -> tuple[FrameBuilder, WrongCells]:
        table, asking, wrong = self._open(frame)
        read = [one.read(table) for one in asking]
        return table, _merge_wrong_cells(wrong, [one.wrong for one in read])

    def _open(self, frame: IntoFrameT) -> tuple[FrameBuilder, list[TableSettings], WrongCells]:
        """The table, the settings for each rubric (the local and the national one), and the invalid dates."""
        instrument = self.instrument
        expect_profile(instrument.rubric, self.profile, "profile")
        known = _list_known(instrument.answerable)
        table = FrameBuilder.of(frame, self.translation, known)
        _refuse_many_columns(table, known, len(instrument.answerable.criteria))
        _refuse_types(table, known)
        days, wrong = find_days(table, instrument.answerable, self.as_of)
        rubrics = [instrument] if instrument.national is None else [instrument, instrument.national]
        return table, [TableSettings(one, self.profile, instrument.rubric, days) for one in rubrics], wrong


def _list_known(rubric: Rubric) -> tuple[str, ...]:
    """The columns of a table that are read. Raises NhsdxError if a column would have two meanings."""
    answers, contexts = columns.list_answer_columns(rubric), columns.list_context_columns(rubric)
    both = next((column for column in contexts if column in answers), None)
    if both is not None:
        message = f"the column {quote_word(both)} would be both an answer and a fact about the context"
        raise NhsdxError(message, rubric.reference, "give the criterion `context` another id", code="duplicate")
    return (*answers, *contexts, columns.DATE, columns.PROFILE)


def _refuse_many_columns(table: FrameBuilder, known: Collection[str], criteria: int) -> None:
    """Raises NhsdxError if the table has more columns, or the rubric has more criteria, than the engine can score."""
    answers = sum(column in table for column in known)
    limit = table.limit
    if answers > limit.columns:
        message, most = f"the table has {answers:,} answer columns", limit.columns
    elif criteria > limit.criteria:
        message, most = f"the rubric has {criteria:,} criteria", limit.criteria
    elif len(table.names) > limit.all_columns:
        message, most = f"the table has {len(table.names):,} columns", limit.all_columns
    else:
        return
    raise NhsdxError(message, "", table.advise(most), code="too-many")


def _refuse_types(table: FrameBuilder, known: Iterable[str]) -> None:
    """Raises NhsdxError for an answer column with cells such as lists or lengths of time."""
    odd = list_odd_types(table)
    for column in known:
        kind = odd.get(column, table.types.get(column))
        if kind is not None and (isinstance(kind, str) or is_odd_type(kind, table)):
            hint = "expected text, numbers, dates or true and false; write the column as one of these"
            message = f"the column {quote_word(column)} has {name_type(kind)}, which cannot be answers"
            raise NhsdxError(message, "", hint, code="table-unreadable")


def drop_blank_rows(native: IntoFrameT, row: str | None = None) -> IntoFrameT:
    """The rows of a frame in which any cell is filled, not counting the row number."""
    table = FrameBuilder.of(native)
    filled = [_is_filled(table, column) for column in table.names if column != row]
    kept = table.frame.filter(join_any(filled)) if filled else table.frame
    return cast("IntoFrameT", kept.select(**{column: table.col(column) for column in table.names}).to_native())


def _is_filled(table: FrameBuilder, column: str) -> Expr:
    cell = table.col(column)
    is_filled = ~cell.is_null()
    return is_filled & (cell != "") if table.types[column] == nw.String else is_filled


def _keep_columns(table: FrameBuilder, instrument: Instrument) -> dict[str, Expr]:
    """The columns without answers, unchanged."""
    answers = set(columns.list_answer_columns(instrument.answerable))
    return {column: table.col(column) for column in table.names if column not in answers}


def _merge_wrong_cells(first: WrongCells, more: Sequence[WrongCells]) -> WrongCells:
    """The invalid cells of all columns, with one entry for each column.

    If both rubrics read a column, the local rubric decides which cells are invalid.
    """
    wrong = dict(first)
    for one in reversed(more):
        wrong |= one
    return wrong


def _count_wrong_cells(wrong: WrongCells) -> Expr:
    return sum_terms(nw.when(one).then(nw.lit(1)).otherwise(nw.lit(0)) for one in wrong.values()).cast(nw.Int32())


def _list_cells(instrument: Instrument) -> set[str]:
    """The answer columns that are not needed once criteria have scores.

    Gates still need the columns of checklists.
    """
    rubric = instrument.answerable
    lists = {name for name, one in rubric.criteria.items() if isinstance(one, ChecklistCriterion)}
    return set(columns.list_answer_columns(rubric)) - lists


def _select_outputs(table: FrameBuilder, outputs: Mapping[str, Expr]) -> object:
    table.derive({})
    return table.frame.select(**outputs).to_native()  # of the same kind as the frame that was given
