"""Criteria and items that are asked only under a condition, as columns; `scoring.asked` has the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import narwhals as nw

from nhsdx.errors import NhsdxError
from nhsdx.loading.whole.asked import list_conditions
from nhsdx.model import AskedWhen, ChecklistCriterion, ItemState, Rubric
from nhsdx.scoring import Scale, find_depths, find_least_reaching, find_unknown_range
from nhsdx.tables.frame_builder import (
    Expr,
    FrameBuilder,
    choose,
    is_one_number,
    is_true,
    join_all,
    join_any,
    keep_where,
    make_null,
    make_number,
    make_truth,
)
from nhsdx.tables.scoring.cells import AnswerColumns, Cell, ChecklistColumns, TruthColumns
from nhsdx.tables.scoring.checklist import AskedItems, read_checklist
from nhsdx.tables.scoring.criterion import Cells, UndecidedScores, count_not_applicable, list_possible_scores
from nhsdx.tables.scoring.items import CODES

ANY_SCORE = 1_000.0
"""A score above all others, for an answer that is unknown."""


def ask_by_conditions(
    table: FrameBuilder, rubric: Rubric, read: Mapping[str, Cells], contexts: Mapping[str, Cell]
) -> dict[str, Cells]:
    """Every criterion, with the rows in which it is asked according to other answers.

    Columns are made in steps: the answers that a condition tests come before the condition.
    """
    depths = find_depths(rubric.criteria)
    judge = _ColumnJudge(table, rubric, contexts)
    deciders = set().union(*(criterion.list_deciders() for criterion in rubric.criteria.values()))
    judge.refuse_too_much(max(depths.values(), default=0))
    asked: dict[str, Cells] = {}
    for depth in sorted(set(depths.values())):
        names = [name for name in rubric.criteria if depths[name] == depth]
        judge.judge([condition for name in names for _, condition in list_conditions(rubric, name)])
        found = {name: judge.ask(name, read[name]) for name in names}
        judge.add_deciders({name: cells for name, cells in found.items() if name in deciders})
        asked |= found
    return asked


def _find_item_conditions(rubric: Rubric, name: str) -> dict[str, AskedWhen]:
    criterion = rubric.criteria[name]
    items = criterion.items if isinstance(criterion, ChecklistCriterion) else {}
    return {item: one.asked_when for item, one in items.items() if one.asked_when is not None}


class _Decider(NamedTuple):
    """A criterion in the form that conditions test: answered or unknown, never left out.

    `low` is the criterion's lowest claimed score in rows in which the criterion is certainly answered, and null in
    other rows. `high` is the criterion's highest possible score in rows in which the criterion may be asked, and null
    in other rows. `asked` says in which rows the criterion is answered or unknown. `items` are the items of a
    checklist.
    """

    low: Expr
    high: Expr
    asked: TruthColumns
    items: ChecklistColumns | None


@dataclass(slots=True)
class _ColumnJudge:
    """Judges each distinct condition once, and keeps the verdicts as columns."""

    table: FrameBuilder
    rubric: Rubric
    contexts: Mapping[str, Cell]
    verdicts: dict[str, TruthColumns] = field(default_factory=dict)
    deciders: dict[str, _Decider] = field(default_factory=dict)

    def refuse_too_much(self, depth: int) -> None:
        """Raises NhsdxError if the conditions need expressions that would take the engine too long."""
        conditions = {
            condition.model_dump_json(): condition
            for name in self.rubric.criteria
            for _, condition in list_conditions(self.rubric, name)
        }
        count, limit = sum(map(_count_parts, conditions.values())), self.table.limit
        if depth > limit.stages:
            message = f"this rubric has a chain of {depth} criteria, each of which depends on the one before"
            most = limit.stages
        elif count > limit.conditions:
            message, most = f"this rubric has {count:,} conditions that decide what is asked", limit.conditions
        elif (open_ := _count_open(self.rubric)) > limit.undecided:
            without = "are asked only under a condition and have scores other than those of levels"
            message, most = f"{open_} criteria in one dimension {without}", limit.undecided
        else:
            return
        raise NhsdxError(message, self.rubric.reference, self.table.advise(most), code="too-many")

    def judge(self, conditions: Collection[AskedWhen]) -> None:
        """Adds verdicts on those conditions for which all answers have been read."""
        new = {condition.model_dump_json(): condition for condition in conditions}
        made = {key: self._judge(condition) for key, condition in new.items() if key not in self.verdicts}
        columns = self.table.derive({(key, end): getattr(one, end) for key, one in made.items() for end in one._fields})
        self.verdicts |= {key: TruthColumns(*(columns[key, end] for end in TruthColumns._fields)) for key in made}

    def ask(self, name: str, cells: Cells) -> Cells:
        """A criterion with the items that are asked, and with the rows in which the criterion itself is asked."""
        criterion = self.rubric.criteria[name]
        found = [] if criterion.asked_when is None else [self._find_verdict(criterion.asked_when)]
        items = {item: self._find_verdict(one) for item, one in _find_item_conditions(self.rubric, name).items()}
        if items and isinstance(criterion, ChecklistCriterion):
            cells = cells._replace(read=self._read_asked(name, criterion, items))
            found += self._find_any_asked(name, criterion, items)
        cells = count_not_applicable(self.rubric, name, cells)
        return self._limit(name, cells, found) if found else cells

    def _read_asked(self, name: str, criterion: ChecklistCriterion, items: Mapping[str, TruthColumns]) -> AnswerColumns:
        """The answer to a checklist, with only the items that are asked."""
        scale, asked = Scale.of(self.rubric.levels), AskedItems(self.rubric.reference, items)
        return read_checklist(self.table, name, criterion, scale, asked)

    def _find_any_asked(
        self, name: str, criterion: ChecklistCriterion, items: Mapping[str, TruthColumns]
    ) -> Iterator[TruthColumns]:
        """The rows in which an item that counts may be asked; empty if such an item is always asked."""
        counted = [item for item, one in criterion.items.items() if one.weight or criterion.scoring == "staged"]
        if items.keys() >= set(counted):
            where = self._share(name, "items asked", 1, join_any(items[item].possible for item in counted))
            yield TruthColumns(where, where)

    def _limit(self, name: str, cells: Cells, found: Sequence[TruthColumns]) -> Cells:
        """A criterion that is asked only in rows in which all the given conditions are true."""
        certain, possible = (join_all(ends) for ends in zip(*found, strict=True))
        worst, best = find_unknown_range(self.rubric, Scale.of(self.rubric.levels), self.rubric.criteria[name])
        is_asked = self._share(name, "asked", 2, possible)
        cells = cells._replace(is_asked=is_asked, not_asked=~is_asked)
        if cells.read.claimed is None and cells.read.items is None:
            return cells
        where = self._share(name, "undecided", 2, possible & ~certain)
        return cells._replace(undecided=UndecidedScores(where, worst, best))

    def _share(self, name: str, what: str, step: int, column: Expr) -> Expr:
        return self.table.share((self.rubric.reference, name, what), step, lambda: column)

    def _find_verdict(self, condition: AskedWhen) -> TruthColumns:
        return self.verdicts[condition.model_dump_json()]

    def add_deciders(self, asked: Mapping[str, Cells]) -> None:
        """Adds criteria that decide what is asked, in the form that conditions test."""
        made = {name: _build_decider(cells) for name, cells in asked.items()}
        columns = self.table.derive(
            {
                (name, key): column
                for name, one in made.items()
                for key, column in zip(
                    ("low", "high", "certain", "possible"), (one.low, one.high, *one.asked), strict=True
                )
            }
        )
        for name, one in made.items():
            asked_in = TruthColumns(columns[name, "certain"], columns[name, "possible"])
            self.deciders[name] = _Decider(columns[name, "low"], columns[name, "high"], asked_in, one.items)

    def _judge(self, condition: AskedWhen) -> TruthColumns:
        if condition.parts:
            join = join_any if condition.any_of else join_all
            certain, possible = zip(*map(self._judge, condition.parts), strict=True)
            return TruthColumns(join(certain), join(possible))
        if condition.context is not None:
            return self._judge_context(condition)
        decider = self.deciders[condition.criterion or ""]
        if condition.met is not None:
            return _judge_items(decider, condition.met)
        bound = find_least_reaching(Scale.of(self.rubric.levels).scores[condition.at_least or 0])
        return TruthColumns(is_true(decider.low >= bound), is_true(decider.high >= bound))

    def _judge_context(self, condition: AskedWhen) -> TruthColumns:
        cell = self.contexts.get(condition.context or "")
        if cell is None:
            return TruthColumns(make_truth(value=False), make_truth(value=True))
        options = self.rubric.context[condition.context or ""].options
        places = [float(place) for place, option in enumerate(options) if option in (condition.is_ or ())]
        certain = is_true(is_one_number(cell.value.cast(nw.Float64()), places))
        return TruthColumns(certain, certain | cell.value.is_null())


def _count_open(rubric: Rubric) -> int:
    """The largest number of criteria in one dimension that are asked only under a condition and can have any score."""
    found = Counter(
        criterion.dimension
        for criterion in rubric.criteria.values()
        if criterion.asked_when is not None and not list_possible_scores(rubric, criterion)
    )
    return max(found.values(), default=0)


def _count_parts(condition: AskedWhen) -> int:
    return 1 + sum(map(_count_parts, condition.parts))


def _build_decider(cells: Cells) -> _Decider:
    read, is_asked, undecided = cells.read, cells.is_asked, cells.undecided
    applies = [] if is_asked is None else [is_asked]
    applies += [~where for where in (*read.left_out.values(), read.counts_anyway) if where is not None]
    possible = join_all(applies)
    certain = possible if undecided is None else possible & ~undecided.where
    claimed = make_null() if read.claimed is None else read.claimed
    low, high = (claimed, claimed) if read.items is None else (read.items.low, read.items.high)
    has_score = ~claimed.is_null()
    could_be = choose([(has_score, high)], make_number(ANY_SCORE))
    return _Decider(
        keep_where(certain & has_score, low),
        keep_where(possible, could_be),
        TruthColumns(certain, possible),
        read.items,
    )


def _judge_items(decider: _Decider, items: Collection[str]) -> TruthColumns:
    """The rows in which all the given items are met, and those in which they may be met."""
    codes = {} if decider.items is None else decider.items.codes
    void = None if decider.items is None else decider.items.void
    found = [codes[item] for item in items if item in codes]
    are_met = join_all(code == CODES[ItemState.YES] for code in found)
    is_any_not_met = join_any(
        code == CODES[state] for code in found for state in (ItemState.NO, ItemState.PARTLY, ItemState.NOT_APPLICABLE)
    )
    if void is not None:
        are_met, is_any_not_met = are_met & ~void, is_any_not_met & ~void
    certain, possible = decider.asked
    is_met = certain & are_met if len(found) == len(items) else make_truth(value=False)
    return TruthColumns(is_met, possible & ~is_any_not_met)
