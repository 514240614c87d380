"""All sheets with calculations, which are filled in one after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from nhsdx.forms import Form
from nhsdx.forms.media.workbook.formulas.formula import CellFormula, round_off, wrap
from nhsdx.forms.media.workbook.formulas.grid import WorkingSheet, name_column, quote_sheet
from nhsdx.forms.media.workbook.layout import ANSWER, FIRST_ROW, KEY, WORKING, AnswerSheet
from nhsdx.forms.media.workbook.live.lists import Lists
from nhsdx.model import Path, Reading, Rubric
from nhsdx.scoring import Instrument

SHORT = {Reading.LOW: "low", Reading.EVIDENCED: "evidenced", Reading.CLAIMED: "claimed", Reading.HIGH: "high"}
"""The names of the readings in the headings of calculations."""


def name_by_reading(words: str) -> tuple[str, ...]:
    """A heading for each reading: the given words, followed by the reading."""
    return tuple(f"{words} {short}" for short in SHORT.values())


GRIDS = {
    "answers": (
        "Each answer that formulas use, found by its key. Found is the number of rows with this key, and must be 1.",
        ("Key", "Found", "Answer", "Code", "Wrong"),
    ),
    "items": (
        "Each statement: 1 yes, 2 partly, 3 no, 4 unknown, 5 does not apply. Asked: 1 yes, 0 no, 0.5 unknown.",
        ("Statement", "Level", "Weight", "Asked", "State", "Counts as", *name_by_reading("Missing")),
    ),
    "levels": (
        "Each level of a staged checklist, and whether this level and all levels below it are reached.",
        (
            "Level of",
            "Level",
            "Apply",
            "So far",
            "Known",
            "Yes",
            "Needed",
            "Low",
            "Known ones",
            "High",
            "Nothing known",
        ),
    ),
    "criteria": (
        "Each criterion: the score of its answer, the level that its evidence supports, and its scores.",
        (
            *("Criterion", "Asked", "Status code", "Apply", "State", "Has answer", "Wrong"),
            *("Answer low", "Answer claimed", "Answer high", "Grade", "Date", "Counted grade", "Supported level"),
            *("Ceiling", *name_by_reading("Inside"), *name_by_reading("Score"), "Known", "Coverage"),
        ),
    ),
    "conditions": (
        "Each part: 1 is true, 0 false, 0.5 unknown, -1 left out. Both ends: 1 if the part could be true.",
        ("Condition", "Looks at", *name_by_reading("True"), "Both ends"),
    ),
    "children": (
        "Each child of a node, and the node's score if this child and all more extreme unknown children count.",
        (
            *("Node", "Child", "Weight", "Apply", "Share known", "Known"),
            *(*name_by_reading("Has"), *name_by_reading("Score"), *name_by_reading("Log")),
            *(*name_by_reading("Zero"), "With this low", "With this high"),
        ),
    ),
    "nodes": (
        "Each dimension and the whole: how much is known, the score before gates, the lowest cap, and the score.",
        (
            *("Node", "Known children", "Coverage", "Enough known", "Of known low", "Of known high"),
            *(*name_by_reading("Before gates"), *name_by_reading("Cap"), *name_by_reading("Score")),
        ),
    ),
    "checks": (
        "Entries that cannot be counted. No figures are shown until the last row is 0.",
        ("Check", "Count"),
    ),
    "gates": (
        "Each gate: 1 if it is triggered under a reading.",
        ("Gate", *name_by_reading("Triggered"), "Could be"),
    ),
}
"""The note and the headings of each sheet with calculations."""


ONE = wrap(1)


class ReadAnswer(NamedTuple):
    """An answer before evidence is considered: whether it is known, and its lowest, claimed and highest score.

    `given` says whether any value is filled in, and `wrong` has the conditions under which the value cannot be read.
    `apply` is 0 if no statement applies, and `may_apply` is 0 if no statement is asked.
    """

    known: CellFormula
    low: CellFormula
    claimed: CellFormula
    high: CellFormula
    given: CellFormula
    wrong: tuple[CellFormula, ...] = ()
    apply: CellFormula = ONE
    may_apply: CellFormula = ONE


@dataclass(slots=True)
class LiveBook:
    """The data that the formulas are made from, and the sheets with the formulas.

    `marks` is a reference to the cells with the scores of the levels. `states` has the rows for the statements of each
    checklist. `criteria`, `nodes` and `gates` give the row of each criterion, node and gate in its sheet.
    """

    form: Form
    sheets: tuple[AnswerSheet, ...]
    leaves: Mapping[Path, Any]
    lists: Lists = field(default_factory=Lists)
    grids: dict[str, WorkingSheet] = field(default_factory=dict)
    marks: CellFormula = field(init=False)
    homes: dict[str, AnswerSheet] = field(init=False)
    inputs: dict[Path, int] = field(default_factory=dict)
    states: dict[str, list[int]] = field(default_factory=dict)
    criteria: dict[str, int] = field(default_factory=dict)
    nodes: dict[str, int] = field(default_factory=dict)
    gates: dict[str, int] = field(default_factory=dict)
    usual: CellFormula | None = None
    can_score: bool = True

    def __post_init__(self) -> None:
        """Makes the empty sheets, and the list of level scores."""
        for sheet, (name, (note, headings)) in zip(WORKING, GRIDS.items(), strict=True):
            self.grids[name] = WorkingSheet(sheet, note, headings)
        self.homes = {row.key: sheet for sheet in self.sheets for row in sheet.rows}
        self.marks = self.lists.add_column("Level scores", self.instrument.scale.scores)

    @property
    def instrument(self) -> Instrument:
        """The rubric, prepared for scoring."""
        return self.form.instrument

    @property
    def rubric(self) -> Rubric:
        """The rubric that is scored."""
        return self.form.instrument.rubric

    @property
    def profile_criteria(self) -> frozenset[str]:
        """The criteria in the profile."""
        return self.rubric.select_criteria(self.form.stamp.profile)

    def find_sheet(self, key: str) -> AnswerSheet | None:
        """The sheet that has the row with the given key; None if there is no such row."""
        return self.homes.get(key)

    @property
    def problems(self) -> CellFormula:
        """How many entries cannot be counted."""
        grid = self.grids["checks"]
        return grid.see(len(grid.rows) - 1, "Count")

    def reaches(self, score: CellFormula, level: int) -> CellFormula:
        """Whether a score reaches a level of the scale. The lowest level is always reached."""
        bound = self.instrument.scale.scores[level]
        return round_off(score) >= (round(bound, 9) if level else -1)


def refer_to_column(sheet: AnswerSheet, column: int) -> str:
    """The cells of one column in a sheet that people fill in."""
    letters = name_column(column)
    return f"{quote_sheet(sheet.name)}${letters}${FIRST_ROW}:${letters}${FIRST_ROW + len(sheet.rows) - 1}"


def refer_to_keys(sheet: AnswerSheet) -> str:
    """The cells with keys in a sheet that people fill in."""
    return refer_to_column(sheet, KEY)


def refer_to_answers(sheet: AnswerSheet) -> str:
    """The cells with answers in a sheet that people fill in."""
    return refer_to_column(sheet, ANSWER)
