"""Scores for all rows of a table at once, on whatever engine holds it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

import narwhals as nw
from narwhals.typing import IntoFrameT

from nhsdx.batch import columns
from nhsdx.batch.asking import asking
from nhsdx.batch.children import Child
from nhsdx.batch.dates import date_of, day_number
from nhsdx.batch.gating import Triggers, gated_nodes, state_of
from nhsdx.batch.leaves import leaves_of
from nhsdx.batch.table import Expr, Table, no_number, steps_reached, total
from nhsdx.errors import NhsdxError
from nhsdx.model.batch_map import BatchMap
from nhsdx.model.problems import expect_profile
from nhsdx.model.reading import Reading
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.numbers import reaching
from nhsdx.scoring.scale import Scale


class Scored(NamedTuple):
    """A rubric's nodes and gates as columns, and by column where cells are no answers."""

    instrument: Instrument
    nodes: Mapping[str, Child]
    triggered: Triggers
    wrong: Mapping[str, Expr]


def score_frame(
    frame: IntoFrameT,
    rubric: Rubric | Instrument,
    *,
    profile: str | None = None,
    as_of: datetime.date | None = None,
    translation: BatchMap | None = None,
) -> IntoFrameT:
    """The frame with its scores; see `nhsdx.batch.score_frame`."""
    table, scored = _scored(frame, rubric, profile, as_of, translation)
    instrument = scored[0].instrument
    outputs = dict(_outputs(scored[0]))
    for one in scored[1:]:
        outputs |= {columns.national(name): column for name, column in _outputs(one)}
    rejected = [nw.when(wrong).then(nw.lit(1)).otherwise(nw.lit(0)) for wrong in _wrong(scored).values()]
    outputs[columns.REJECTED] = total(rejected).cast(nw.Int32())
    kept = _kept(table, instrument)
    _expect_free(kept, outputs)
    return cast("IntoFrameT", _selected(table, kept | outputs))


def wrong_cells(
    frame: IntoFrameT,
    rubric: Rubric | Instrument,
    *,
    profile: str | None = None,
    as_of: datetime.date | None = None,
    translation: BatchMap | None = None,
) -> IntoFrameT:
    """The frame with, for each column of answers, of dates and of profiles, whether its cells are no answers."""
    table, scored = _scored(frame, rubric, profile, as_of, translation)
    return cast("IntoFrameT", _selected(table, _kept(table, scored[0].instrument) | _wrong(scored)))


def _scored(
    frame: IntoFrameT,
    rubric: Rubric | Instrument,
    profile: str | None,
    as_of: datetime.date | None,
    translation: BatchMap | None,
) -> tuple[Table, list[Scored]]:
    """The rubric's scores, and of a local one those of the national one after it."""
    instrument = Instrument.of(rubric) if isinstance(rubric, Rubric) else rubric
    expect_profile(instrument.rubric, profile, "profile")
    table = Table.of(frame, translation)
    day, wrong = _day(table, instrument.asks, as_of)
    rubrics = [instrument] if instrument.national is None else [instrument, instrument.national]
    scored = []
    for one in rubrics:
        asked = asking(table, one.rubric, profile, instrument.rubric)
        leaves = leaves_of(table, one.rubric, asked, day)
        nodes, triggered = gated_nodes(table, one, leaves.children)
        scored.append(Scored(one, nodes, triggered, {**wrong, **asked.wrong, **leaves.wrong}))
    return table, scored


def _day(table: Table, rubric: Rubric, as_of: datetime.date | None) -> tuple[Expr | None, dict[str, Expr]]:
    """The day against which evidence ages, as `dates` counts days, and where a row's date is none."""
    own = date_of(table, columns.DATE) if columns.DATE in table else None
    wrong = {} if own is None else {columns.DATE: own.wrong}
    if as_of is not None:
        return nw.lit(day_number(as_of)), wrong
    if own is None and _ages(table, rubric):
        raise NhsdxError(
            "the table says when evidence was seen, but not when the assessments were made",
            columns.DATE,
            "add a column `date`, or name a day for all rows with --as-of",
            code="no-date",
        )
    return None if own is None else own.day, wrong


def _ages(table: Table, rubric: Rubric) -> bool:
    has_age = any(grade.max_age_months for grade in rubric.evidence_grades)
    return has_age and any(columns.seen_column(name) in table for name in rubric.criteria)


def _outputs(scored: Scored) -> Iterator[tuple[str, Expr]]:
    """The columns of results, node by node and then gate by gate, in the rubric's order."""
    rubric, bounds = scored.instrument.rubric, _bounds(scored.instrument.scale)
    for node in columns.nodes_in(rubric):
        child = scored.nodes.get(node)
        for reading in Reading:
            score = no_number() if child is None else child.score(reading)
            yield columns.score_column(node, reading), score
            yield columns.level_column(node, reading), steps_reached(score, bounds)
        weakest = no_number() if child is None else child.weakest
        yield columns.weakest_column(node), steps_reached(weakest, bounds)
        coverage = None if child is None else child.coverage
        yield columns.coverage_column(node), no_number() if coverage is None else coverage
    for gate in rubric.gates:
        yield columns.gate_column(gate), state_of(scored.triggered, gate)


def _bounds(scale: Scale) -> list[float]:
    """The least scores that reach each level above the lowest."""
    return [reaching(score) for score in scale.scores[1:]]


def _kept(table: Table, instrument: Instrument) -> dict[str, Expr]:
    """The columns that answer nothing, as they are."""
    answers = set(columns.answer_columns(instrument.asks))
    return {column: table.col(column) for column in table.names if column not in answers}


def _wrong(scored: Sequence[Scored]) -> dict[str, Expr]:
    """Where cells are no answers, once for each column; a local rubric says so before the national one."""
    wrong: dict[str, Expr] = {}
    for one in reversed(scored):
        wrong |= one.wrong
    return wrong


def _expect_free(kept: Mapping[str, Expr], outputs: Mapping[str, Expr]) -> None:
    taken = [column for column in kept if column in outputs]
    if taken:
        raise NhsdxError(
            "the table has a column of a name that results have",
            taken[0],
            "leave it out or give it another name; were these rows scored before?",
            code="column-taken",
        )


def _selected(table: Table, outputs: Mapping[str, Expr]) -> object:
    table.derive({})
    return table.frame.select(**outputs).to_native()  # its kind is that of the frame the table was made of
