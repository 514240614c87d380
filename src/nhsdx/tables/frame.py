"""Scores all rows of a table at once, with any engine."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import narwhals as nw
from narwhals.typing import IntoFrameT

from nhsdx.errors import NhsdxError
from nhsdx.model import expect_profile
from nhsdx.scoring import Instrument
from nhsdx.tables import columns
from nhsdx.tables.frame_builder import (
    Expr,
    FrameBuilder,
    sum_terms,
)
from nhsdx.tables.map import BatchMap
from nhsdx.tables.results import list_results
from nhsdx.tables.scoring.dates import DayColumns, find_days
from nhsdx.tables.scoring.engine import find_wrong_cells, score_rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class TableScorer:
    """How to score the rows of a table; `nhsdx.tables.score_frame` describes the parts."""

    instrument: Instrument
    profile: str | None = None
    as_of: datetime.date | None = None
    translation: BatchMap | None = None

    def score(self, frame: IntoFrameT) -> IntoFrameT:
        """The frame with its scores; nothing is computed yet if it is lazy."""
        table, days, wrong = self._read(frame)
        used = self.instrument.rubric
        scored = [score_rubric(table, one, self.profile, used, days) for one in self._instruments]
        outputs = dict(list_results(scored[0]))
        for one in scored[1:]:
            outputs |= {columns.name_national_column(name): column for name, column in list_results(one)}
        wrong_cells = _merge_wrong_cells([wrong, *(one.wrong for one in reversed(scored))]).values()
        rejected = [nw.when(cell).then(nw.lit(1)).otherwise(nw.lit(0)) for cell in wrong_cells]
        outputs[columns.REJECTED] = sum_terms(rejected).cast(nw.Int32())
        kept = _keep_columns(table, self.instrument)
        _expect_free(kept, outputs)
        return cast("IntoFrameT", _select_outputs(table, kept | outputs))

    def find_wrong_cells(self, frame: IntoFrameT) -> IntoFrameT:
        """The frame with one boolean column for each column of answers, dates and profiles: its invalid cells."""
        table, days, wrong = self._read(frame)
        used = self.instrument.rubric
        found = [find_wrong_cells(table, one.rubric, self.profile, used, days) for one in self._instruments]
        outputs = _keep_columns(table, self.instrument) | _merge_wrong_cells([wrong, *reversed(found)])
        return cast("IntoFrameT", _select_outputs(table, outputs))

    @property
    def _instruments(self) -> list[Instrument]:
        """The rubric's instrument; for a local rubric, the national one follows."""
        national = self.instrument.national
        return [self.instrument] if national is None else [self.instrument, national]

    def _read(self, frame: IntoFrameT) -> tuple[FrameBuilder, DayColumns | None, Mapping[str, Expr]]:
        """The table, its days, and the invalid cells of its dates."""
        expect_profile(self.instrument.rubric, self.profile, "profile")
        answerable = self.instrument.answerable
        known = (*columns.list_answer_columns(answerable), columns.DATE, columns.PROFILE)
        table = FrameBuilder.of(frame, self.translation, known)
        return table, *find_days(table, answerable, self.as_of)


def _keep_columns(table: FrameBuilder, instrument: Instrument) -> dict[str, Expr]:
    """The columns without answers, unchanged."""
    answers = set(columns.list_answer_columns(instrument.answerable))
    return {column: table.col(column) for column in table.names if column not in answers}


def _merge_wrong_cells(parts: Iterable[Mapping[str, Expr]]) -> dict[str, Expr]:
    """The invalid cells of each column, once; later parts take precedence."""
    return {column: wrong for part in parts for column, wrong in part.items()}


def _expect_free(kept: Mapping[str, Expr], outputs: Mapping[str, Expr]) -> None:
    taken = [column for column in kept if column in outputs]
    if taken:
        raise NhsdxError(
            "the table already has a column with the name of a result",
            taken[0],
            "leave it out or give it another name; were these rows scored before?",
            code="column-taken",
        )


def _select_outputs(table: FrameBuilder, outputs: Mapping[str, Expr]) -> object:
    table.derive({})
    return table.frame.select(**outputs).to_native()  # of the same kind as the frame that was given
