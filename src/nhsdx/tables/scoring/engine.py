"""The scores of a rubric as columns: its leaves, nodes and gates."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from nhsdx.model import Rubric
from nhsdx.scoring import Instrument
from nhsdx.tables.frame_builder import Expr, FrameBuilder
from nhsdx.tables.scoring.cells import read_folded_text
from nhsdx.tables.scoring.children import ChildColumns
from nhsdx.tables.scoring.criterion import AnswersByKey, Cells, build_leaves, count_date_problems, list_answers
from nhsdx.tables.scoring.dates import DayColumns
from nhsdx.tables.scoring.gates import Triggers, score_gated_nodes
from nhsdx.tables.scoring.leaf import ReadCells, find_profiles, read_cells, select_asked


class ScoreColumns(NamedTuple):
    """A rubric's nodes and gates as columns."""

    instrument: Instrument
    nodes: Mapping[str, ChildColumns]
    triggered: Triggers
    date_problems: Mapping[str, Expr]


class Answers(NamedTuple):
    """The answers to a rubric as columns, and the number of answers with a finding about the date of their evidence."""

    columns: AnswersByKey
    date_problems: Mapping[str, Expr]


class TableSettings(NamedTuple):
    """How rows are scored: the rubric, the profile, and the dates used to work out how old evidence is.

    `profile` is None unless a profile is given for all rows. `used` is the rubric whose profiles are used.
    """

    instrument: Instrument
    profile: str | None
    used: Rubric
    days: DayColumns | None

    def read(self, table: FrameBuilder) -> ReadCells:
        """The cells of a table."""
        return read_cells(table, self.instrument.rubric, self.profile, self.used, self.days)

    def find_profiles(self, table: FrameBuilder) -> Expr | None:
        """The position in the rubric of each row's profile; None if rows have no profiles of their own."""
        return find_profiles(table, self.profile, self.used)

    def select_asked(self, table: FrameBuilder, read: ReadCells) -> dict[str, Cells]:
        """The criteria that are asked in each row, by the row's profile and by its answers."""
        return select_asked(table, self.instrument.rubric, read)

    def score(self, table: FrameBuilder, asked: Mapping[str, Cells], answers: Answers) -> ScoreColumns:
        """The scores of a table, from the answers to every criterion as columns."""
        leaves = build_leaves(table, self.instrument.rubric, asked, answers.columns)
        nodes, triggered = score_gated_nodes(table, self.instrument, leaves)
        return ScoreColumns(self.instrument, nodes, triggered, answers.date_problems)


def derive_answers(
    table: FrameBuilder, asked: Sequence[Mapping[str, Cells]], counted: Expr
) -> tuple[list[Answers], Expr]:
    """The answers to each rubric and the `counted` expression, all turned into columns in one step."""
    answers = [Answers(dict(list_answers(one)), count_date_problems(one)) for one in asked]
    made: dict[Hashable, Expr] = {None: counted}
    for place, one in enumerate(answers):
        made |= {(place, key): column for key, column in (*one.columns.items(), *one.date_problems.items())}
    found = table.derive(made)
    derived = [
        Answers(
            {key: found[place, key] for key in one.columns}, {code: found[place, code] for code in one.date_problems}
        )
        for place, one in enumerate(answers)
    ]
    return derived, found[None]


def read_texts(table: FrameBuilder, columns: Iterable[str]) -> list[Expr]:
    """The folded texts of the given columns."""
    return [read_folded_text(table, column, is_phrase=True) for column in columns]
