"""One criterion as columns: as answered, as far as evidence supports it, and as a child of its node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

import narwhals as nw

from nhsdx.model import (
    ChecklistCriterion,
    Criterion,
    LevelCriterion,
    MeasureCriterion,
    Reading,
    Rubric,
    Status,
)
from nhsdx.scoring import (
    Scale,
    find_score_range,
    find_unknown_range,
    list_level_scores,
    score_band,
    score_not_applicable,
)
from nhsdx.tables.frame_builder import (
    Expr,
    FrameBuilder,
    choose,
    count_true,
    join_all,
    join_any,
    keep_where,
    limit_score,
    make_null,
    make_number,
    sum_terms,
)
from nhsdx.tables.scoring.cells import AnswerColumns
from nhsdx.tables.scoring.children import ChildColumns, Pivot
from nhsdx.tables.scoring.evidence import Ceiling
from nhsdx.tables.scoring.items import MissingItems

CLAIMED, APPLIES, CEILING = "claimed", "applies", "ceiling"
LOWEST, HIGHEST, COVERAGE = "lowest", "highest", "coverage"
UNKNOWN_LOW, UNKNOWN_HIGH = "unknown-low", "unknown-high"
"""The scores of a checklist under `low` and `high` in rows in which it is unknown."""

Columns = Mapping[str, Expr]
"""The columns of a criterion: those above that it needs, and its scores under readings that count evidence."""
AnswersByKey: TypeAlias = Mapping[tuple[str, str], Expr]
"""The columns that `list_answered` gives for every criterion, each under the criterion's id and a key."""


class UndecidedScores(NamedTuple):
    """The rows in which it is not known whether a criterion is asked.

    `worst` and `best` are the ends of the criterion's range of scores if it has no answer.
    """

    where: Expr
    worst: float
    best: float


class Cells(NamedTuple):
    """A criterion as read from its cells, and what its evidence supports.

    `is_asked` marks the rows in which the criterion is asked (None for all). `not_asked` marks the rows in which the
    criterion is in the profile but other answers mean that it is not asked.
    """

    read: AnswerColumns
    ceiling: Ceiling
    is_asked: Expr | None = None
    undecided: UndecidedScores | None = None
    not_asked: Expr | None = None
    date_problems: Mapping[str, Expr] = MappingProxyType({})

    @property
    def has_support(self) -> Expr | None:
        """The rows in which the criterion has an answer that evidence could support; None if no row has an answer."""
        read = self.read
        known = None if read.claimed is None else ~read.claimed.is_null()
        if read.items is not None:
            known = read.items.known
        found = [one for one in (known, self.is_asked) if one is not None]
        found += [] if read.counts_anyway is None else [~read.counts_anyway]
        return None if known is None else join_all(found)


def count_not_applicable(rubric: Rubric, name: str, cells: Cells) -> Cells:
    """The criterion. In rows in which it does not apply, it has the score, if any, that the rubric gives for this case.

    Evidence does not lower this score.
    """
    worth = score_not_applicable(rubric.criteria[name], Scale.of(rubric.levels))
    read, ceiling = cells.read, cells.ceiling
    where = read.left_out.get(Status.NOT_APPLICABLE)
    if worth is None or where is None:
        return cells
    score, items = make_number(worth), read.items
    if items is not None:
        items = items._replace(
            low=choose([(where, score)], items.low),
            high=choose([(where, score)], items.high),
            coverage=choose([(where, make_number(1))], items.coverage),
        )
    claimed = keep_where(where, score) if read.claimed is None else choose([(where, score)], read.claimed)
    left_out = {status: column for status, column in read.left_out.items() if column is not where}
    counted = read._replace(claimed=claimed, left_out=left_out, items=items, counts_anyway=where)
    if ceiling is not None:
        ceiling = choose([(where, make_number(100))], make_number(ceiling) if isinstance(ceiling, float) else ceiling)
    return cells._replace(read=counted, ceiling=ceiling)


def list_answered(cells: Cells) -> Iterator[tuple[str, Expr]]:
    """The scores of a criterion before evidence counts, the rows in which it applies, and the limit set by evidence."""
    read, ceiling, is_asked, undecided = cells.read, cells.ceiling, cells.is_asked, cells.undecided
    claimed = make_null() if read.claimed is None else read.claimed
    known = [] if is_asked is None else [is_asked]
    known += [] if undecided is None else [~undecided.where]
    yield CLAIMED, keep_where(join_all(known), claimed) if known else claimed
    applies = _find_applying(read, is_asked)
    if applies is not None:
        yield APPLIES, applies
    for key, column in _list_ends(read, claimed, undecided):
        yield key, column if applies is None else keep_where(applies, column)
    if isinstance(ceiling, nw.Expr):
        yield CEILING, ceiling


def _list_ends(read: AnswerColumns, claimed: Expr, undecided: UndecidedScores | None) -> Iterator[tuple[str, Expr]]:
    """The scores at both ends of the range, if they can differ from the claimed score, and the coverage of items."""
    if read.items is not None:
        yield LOWEST, read.items.low
        yield HIGHEST, read.items.high
        coverage = read.items.coverage
        yield COVERAGE, coverage if undecided is None else choose([(undecided.where, make_number(0))], coverage)
    elif undecided is not None:
        yield LOWEST, choose([(claimed.is_null(), make_number(undecided.worst))], claimed)
        yield HIGHEST, choose([(claimed.is_null(), make_number(undecided.best))], claimed)


def _find_applying(read: AnswerColumns, is_asked: Expr | None) -> Expr | None:
    conditions = [] if is_asked is None else [is_asked]
    conditions += [~join_any(read.left_out.values())] if read.left_out else []
    return join_all(conditions) if conditions else None


def list_supported(rubric: Rubric, name: str, cells: Cells, columns: Columns) -> Iterator[tuple[str, Expr]]:
    """The scores that evidence limits to what it supports, and the scores of unknown checklists."""
    best = find_score_range(rubric.criteria[name], Scale.of(rubric.levels))[1]
    for key, reading in ((CLAIMED, Reading.EVIDENCED), (LOWEST, Reading.LOW)):
        score = columns.get(key)
        if score is None:
            continue
        if CEILING in columns:
            score = choose([(score > columns[CEILING], columns[CEILING])], score)
        elif isinstance(cells.ceiling, float) and cells.ceiling < best:
            score = limit_score(score, cells.ceiling)
        if score is not columns[key]:
            yield reading, score
        if key == LOWEST:
            yield UNKNOWN_LOW, keep_where(columns[CLAIMED].is_null(), score)
            yield UNKNOWN_HIGH, keep_where(columns[CLAIMED].is_null(), columns[HIGHEST])


def build_child(rubric: Rubric, name: str, cells: Cells, columns: Columns) -> ChildColumns:
    """The criterion under each reading, by the rules of `scoring.leaf`."""
    claimed, applies = columns[CLAIMED], columns.get(APPLIES)
    evidenced = columns.get(Reading.EVIDENCED, claimed)
    is_unknown = claimed.is_null() if applies is None else claimed.is_null() & applies
    if LOWEST in columns:
        whole = {Reading.LOW: columns.get(Reading.LOW, columns[LOWEST]), Reading.HIGH: columns[HIGHEST]}
        known = {reading: keep_where(~claimed.is_null(), score) for reading, score in whole.items()}
        if cells.read.items is None:
            known = {Reading.LOW: evidenced, Reading.HIGH: claimed}
    else:
        worst, best = find_unknown_range(rubric, Scale.of(rubric.levels), rubric.criteria[name])
        known = {Reading.LOW: evidenced, Reading.HIGH: claimed}
        whole = {
            Reading.LOW: choose([(is_unknown, make_number(worst))], evidenced),
            Reading.HIGH: choose([(is_unknown, make_number(best))], claimed),
        }
    return ChildColumns(
        known=known | {Reading.EVIDENCED: evidenced, Reading.CLAIMED: claimed},
        whole=whole,
        pivots=_find_pivots(rubric, name, cells, columns),
        applies=applies,
        weakest={Reading.EVIDENCED: evidenced, Reading.CLAIMED: claimed},
        left_out={Status.UNKNOWN: count_true(is_unknown)} | dict(_count_left_out(cells)),
        coverage=columns.get(COVERAGE),
        missing=_find_missing(rubric, name, cells, columns),
        not_asked=None if cells.not_asked is None else count_true(cells.not_asked),
    )


def _find_pivots(rubric: Rubric, name: str, cells: Cells, columns: Columns) -> Mapping[Reading, Pivot]:
    """The scores of the criterion in rows in which it is unknown; known items can still limit the range."""
    criterion, scale = rubric.criteria[name], Scale.of(rubric.levels)
    worst, best = find_unknown_range(rubric, scale, criterion)
    unsure = {} if LOWEST not in columns else {Reading.LOW: columns[UNKNOWN_LOW], Reading.HIGH: columns[UNKNOWN_HIGH]}
    if cells.undecided is not None and unsure:
        return {
            reading: _find_open_pivot(rubric, criterion, column, {worst, best}) for reading, column in unsure.items()
        }
    if not unsure or not isinstance(criterion, ChecklistCriterion) or criterion.scoring == "share":
        return {Reading.LOW: Pivot((worst,)), Reading.HIGH: Pivot((best,))}
    scores = tuple(score for score in scale.scores if score <= best)
    return {
        Reading.LOW: Pivot(scores[:-1], unsure[Reading.LOW]),
        Reading.HIGH: Pivot(scores, unsure[Reading.HIGH]),
    }


def _find_open_pivot(rubric: Rubric, criterion: Criterion, column: Expr, ends: set[float]) -> Pivot:
    """The possible scores if it is unknown whether a criterion is asked.

    They include every score to which evidence can limit the criterion.
    """
    scores = list_possible_scores(rubric, criterion)
    if not scores:
        return Pivot((), column, open=True)
    supported = Scale.of(rubric.levels).scores if rubric.evidence_grades else ()
    return Pivot(tuple(sorted({*scores, *ends, *supported})), column)


def list_possible_scores(rubric: Rubric, criterion: Criterion) -> tuple[float, ...]:
    """The scores of a criterion's levels or bands; empty if the criterion can have any score."""
    scale = Scale.of(rubric.levels)
    if isinstance(criterion, LevelCriterion):
        return list_level_scores(criterion, scale)
    if isinstance(criterion, ChecklistCriterion) and criterion.scoring == "staged":
        return scale.scores
    if isinstance(criterion, MeasureCriterion) and criterion.bands:
        return tuple(score_band(band, scale) for band in criterion.bands)
    return ()


def _count_left_out(cells: Cells) -> Iterator[tuple[Status, Expr]]:
    for status, where in cells.read.left_out.items():
        yield status, count_true(where if cells.is_asked is None else where & cells.is_asked)


def _find_missing(rubric: Rubric, name: str, cells: Cells, columns: Columns) -> MissingItems | None:
    """The items of a checklist, in the form that gates need."""
    criterion, scale = rubric.criteria[name], Scale.of(rubric.levels)
    if not isinstance(criterion, ChecklistCriterion):
        return None
    levels = {item: scale.scores[one.level or 1] for item, one in criterion.items.items()}
    applies, counts_anyway = columns.get(APPLIES), cells.read.counts_anyway
    if counts_anyway is not None:
        applies = ~counts_anyway if applies is None else applies & ~counts_anyway
    undecided = None if cells.undecided is None else cells.undecided.where
    return MissingItems(cells.read.items, levels, columns.get(CEILING, cells.ceiling), applies, undecided)


def count_date_problems(asked: Mapping[str, Cells]) -> dict[str, Expr]:
    """How many answers have each finding about the date of their evidence, by the code of the finding."""
    found: dict[str, list[Expr]] = {}
    for cells in asked.values():
        where = cells.has_support if cells.date_problems else None
        if where is not None:
            for code, problem in cells.date_problems.items():
                found.setdefault(code, []).append(count_true(where & problem))
    return {code: sum_terms(terms) for code, terms in found.items()}


def list_answers(asked: Mapping[str, Cells]) -> Iterator[tuple[tuple[str, str], Expr]]:
    """The columns that `list_answered` gives for every criterion, each under the criterion's id and a key."""
    for name, cells in asked.items():
        yield from (((name, key), column) for key, column in list_answered(cells))


def build_leaves(
    table: FrameBuilder, rubric: Rubric, asked: Mapping[str, Cells], answers: AnswersByKey
) -> dict[str, ChildColumns]:
    """Every criterion under each reading, from its answers, by the rules of `scoring.leaf`."""
    answered: dict[str, dict[str, Expr]] = {name: {} for name in asked}
    for (name, key), column in answers.items():
        answered[name][key] = column
    supported = table.derive(
        {
            (name, key): column
            for name, cells in asked.items()
            for key, column in list_supported(rubric, name, cells, answered[name])
        }
    )
    columns: dict[str, dict[str, Expr]] = {name: dict(own) for name, own in answered.items()}
    for (name, key), column in supported.items():
        columns[name][key] = column
    return {name: build_child(rubric, name, cells, columns[name]) for name, cells in asked.items()}
