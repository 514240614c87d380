"""Lines, cells and short names that all parts of a report are made of."""

from __future__ import annotations

import datetime

from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading
from nhsdx.model.report import Cell, Line, Run
from nhsdx.model.result import GateResult, GateState, NodeResult, Result
from nhsdx.model.rubric import Condition, Rubric
from nhsdx.render.figures import NOTHING, score_text
from nhsdx.render.plain import clean

LONGEST = 10_000
"""The most characters of one text that a report repeats: as many as a file may hold, so that nothing is lost."""
BRIEF = 150
"""The most of a text that page one repeats."""
NAME = 60
"""The most of a name that page one repeats."""
LABEL = 32
"""The most of a level's label."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NO_CELL: Cell = ()


def said(text: str) -> str:
    """A text from a file, on one line and safe to show, with all that a person may have written."""
    return clean(text, LONGEST)


def brief(text: str, longest: int = BRIEF) -> str:
    """As much of a text as fits: all, its first sentence, a part of that up to a semicolon, or some of its words."""
    whole = said(text)
    sentence = whole if len(whole) <= longest else whole.partition(". ")[0]
    if len(sentence) <= longest:
        return sentence.removesuffix(".")
    cut = sentence[:longest]
    part = cut.rpartition("; ")[0]
    return part if len(part) > longest // 2 else f"{cut.rpartition(' ')[0] or cut} …"


def sentence(text: str, longest: int) -> str:
    """As much of a text as fits, ended as a sentence is."""
    words = brief(text, longest)
    return words if words.endswith(("…", "?", "!")) else f"{words}."


def named(text: str) -> str:
    """A title or name, cut if it is longer than any should be."""
    return brief(text, NAME)


def short_grade(label: str) -> str:
    """A grade's label up to its first comma or colon."""
    return brief(said(label).split(",")[0].split(":")[0], NAME)


def day_words(day: datetime.date) -> str:
    """A date as people write it, whatever the machine's own language: `1 October 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def line(text: str) -> Line:
    """A line of plain text."""
    return (Run(text),)


def led(lead: str, text: str) -> Line:
    """A line that begins with a stressed word."""
    return (Run(f"{lead} ", strong=True), Run(text))


def cell(*texts: str) -> Cell:
    """A cell with a line for each text that says anything."""
    return tuple(line(text) for text in texts if text)


def heard(items: list[str]) -> str:
    """Words joined as in speech: `a, b and c`."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number and what it counts: `1 gate`, `2 gates`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def level_words(result: Result, level: int | None) -> str:
    """A level's number and label, or a dash."""
    return NOTHING if level is None else f"{level} {brief(result.scale[level].label, LABEL)}"


def in_scale(result: Result, level: int | None) -> str:
    """A level in a sentence: `level 2 of 5, “Set up”`."""
    if level is None:
        return "no level"
    return f"level {level} of {len(result.scale) - 1}, “{brief(result.scale[level].label, LABEL)}”"


def range_words(node: NodeResult) -> str:
    """The range of a node, `38.0 to 52.4`."""
    return f"{score_text(node.scores[Reading.LOW])} to {score_text(node.scores[Reading.HIGH])}"


def gate_name(gate: GateResult) -> str:
    """A gate's id as words."""
    return f"“{gate.id.replace('-', ' ')}”"


def gate_effect(result: Result, gate: GateResult) -> str:
    """What a gate does when it is triggered."""
    caps = [f"{_target(result, name)} at {in_scale(result, level)}" for name, level in gate.caps.items()]
    return f"holds {heard(caps)}" if caps else "raises a warning"


def _target(result: Result, name: str) -> str:
    return "the overall score" if name == OVERALL else named(result.node(name).title)


GATE_STATES = {
    GateState.TRIGGERED: "Triggered",
    GateState.UNPROVEN: "Unproven",
    GateState.UNDECIDED: "Undecided",
    GateState.CLEAR: "Clear",
}
GATE_MEANINGS = {
    GateState.TRIGGERED: "by the organisation's own answer",
    GateState.UNPROVEN: "the answer clears it, the evidence does not",
    GateState.UNDECIDED: "it hangs on something that nobody knows",
    GateState.CLEAR: "under every reading",
}


def condition_words(rubric: Rubric, condition: Condition) -> str:
    """When a gate is triggered, with the titles of what it watches."""
    if condition.any_of is not None:
        return "any of these: " + "; ".join(condition_words(rubric, part) for part in condition.any_of)
    if condition.all_of is not None:
        return "all of these: " + "; ".join(condition_words(rubric, part) for part in condition.all_of)
    if condition.criterion is not None:
        title = rubric.criteria[condition.criterion].title
    else:
        title = (
            "the overall score" if condition.dimension == OVERALL else rubric.dimensions[str(condition.dimension)].title
        )
    bound = f"at level {condition.at_most} or lower" if condition.at_most is not None else f"below {condition.below:g}"
    return f"{said(title)} {bound}"
