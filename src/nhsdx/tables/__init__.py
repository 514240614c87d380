"""Scores tables in which each row is an assessment, on Polars, DuckDB or Spark."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from nhsdx.extras import import_extra
from nhsdx.scoring import Instrument

if TYPE_CHECKING:
    from narwhals.typing import IntoFrameT

    from nhsdx.model import Rubric
    from nhsdx.tables.map import BatchMap

__all__ = ["score_frame"]


def score_frame(
    frame: IntoFrameT,
    rubric: Rubric | Instrument,
    *,
    profile: str | None = None,
    as_of: datetime.date | None = None,
    translation: BatchMap | None = None,
) -> IntoFrameT:
    """The given frame with columns for the scores, levels and gate states of each row. A lazy frame stays lazy.

    The frame can be any that narwhals supports: Polars, DuckDB, Spark, pandas, PyArrow and others. A pandas frame is
    scored on Polars. Each row is an assessment. The column that is named after a criterion has the answers to this
    criterion; `docs/batch.md` lists the names of all columns. On DuckDB and Spark, a first query looks for texts with
    non-ASCII characters. Answer columns are removed from the frame, and all other columns stay. `profile`, and
    `as_of` (the date used to work out how old evidence is), override a row's own `profile` and `date`. `translation`
    is the map with the table's own names for columns and words. An invalid cell counts as unknown, and the column
    `rejected` counts the invalid cells of each row.

    Raises NhsdxError if the rubric does not have the given profile, if evidence ages but the table has no dates, if the
    frame already has a result column, or if narwhals is not installed.
    """
    import_extra("narwhals", "batch")
    from nhsdx.tables.frame import TableScorer

    instrument = rubric if isinstance(rubric, Instrument) else Instrument.of(rubric)
    scorer = TableScorer(instrument=instrument, profile=profile, as_of=as_of, translation=translation)
    from nhsdx.tables.pandas_frames import is_of_pandas, score_pandas

    if is_of_pandas(frame):
        return score_pandas(frame, scorer)
    return scorer.score(frame)
