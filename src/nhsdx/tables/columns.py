"""The names of a table's answer and score columns, and the characters with which a formula can begin."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.loading.whole.asked import list_conditions
from nhsdx.model import OVERALL, ChecklistCriterion, Criterion, Reading, Rubric, Status, SurveyCriterion

PROFILE, DATE, REJECTED = "profile", "date", "rejected"
UNDATED, FROM_LATER = "evidence-undated", "evidence-from-later"
"""The columns that count answers whose evidence has no usable date. Each is named after the code of its finding."""
FORMULA = "[ \n]*[=+\\-@\t\r\uff0b\uff0d\uff1d\uff20]"
"""The beginnings of cells that a spreadsheet reads as formulas.

Some spreadsheets read full-width characters as ASCII.
"""


def name_evidence_column(criterion: str) -> str:
    """The name of the column with the grade of the evidence behind an answer."""
    return f"{criterion}.evidence"


def name_seen_column(criterion: str) -> str:
    """The name of the column with the date of the evidence behind an answer."""
    return f"{criterion}.seen"


def name_item_column(criterion: str, item: str) -> str:
    """The name of the column with the answers to one item of a checklist."""
    return f"{criterion}.{item}"


def name_option_column(criterion: str, number: int) -> str:
    """The name of the column with the number of respondents who chose an option of a survey.

    The first option is number 1.
    """
    return f"{criterion}.option.{number}"


def name_scale_columns(criterion: str) -> tuple[str, str]:
    """The names of the columns with a survey's mean score and with its number of respondents."""
    return f"{criterion}.mean", f"{criterion}.respondents"


def list_part_columns(name: str, criterion: Criterion) -> tuple[str, ...]:
    """The columns for the items of a checklist, or for the options or the scale of a survey, in the rubric's order."""
    if isinstance(criterion, ChecklistCriterion):
        return tuple(name_item_column(name, item) for item in criterion.items)
    if isinstance(criterion, SurveyCriterion) and criterion.statements:
        return name_scale_columns(name)
    if isinstance(criterion, SurveyCriterion):
        return tuple(name_option_column(name, number) for number in range(1, len(criterion.options) + 1))
    return ()


def name_context_column(question: str) -> str:
    """The name of the column with the answers to a question about the context."""
    return f"context.{question}"


def list_context_columns(rubric: Rubric) -> tuple[str, ...]:
    """The context columns, whose cells are not scored but can decide what is asked. They stay in the table."""
    return tuple(map(name_context_column, rubric.context))


def list_answer_columns(rubric: Rubric) -> tuple[str, ...]:
    """Every column that may contain an answer to the rubric, or a part of one."""
    return tuple(column for name in rubric.criteria for column in _list_columns(rubric, name))


def list_read_columns(rubric: Rubric) -> tuple[str, ...]:
    """Every column that is read for a rubric: the answer columns, then the context columns."""
    return (*list_answer_columns(rubric), *list_context_columns(rubric))


def _list_columns(rubric: Rubric, name: str) -> Iterator[str]:
    yield name
    yield from list_part_columns(name, rubric.criteria[name])
    if rubric.evidence_grades:
        yield name_evidence_column(name)
        yield name_seen_column(name)


def name_score_column(node: str, reading: Reading) -> str:
    """The name of the column with a node's score under a reading."""
    return f"{node}.{reading}"


def name_level_column(node: str, reading: Reading) -> str:
    """The name of the column with a node's level under a reading."""
    return f"{node}.{reading}.level"


def name_gate_column(gate: str) -> str:
    """The name of the column with a gate's state."""
    return f"gate.{gate}"


def name_weakest_column(node: str, reading: Reading) -> str:
    """The name of the column with the lowest level, under a reading, of the criteria that count in a node."""
    return f"{node}.{reading}.weakest"


def name_coverage_column(node: str) -> str:
    """The name of the column with the share, 0-1, of a node's applicable weight that has a known answer."""
    return f"{node}.coverage"


def name_left_out_column(node: str, status: Status) -> str:
    """The name of the column with the number of a node's criteria that are asked, but left out because of a status."""
    return f"{node}.left-out.{status}"


def name_not_asked_column(node: str) -> str:
    """The name of the column with the number of a node's criteria that are not asked, because of other answers."""
    return f"{node}.left-out.not-asked"


def name_shown_column(node: str, reading: Reading) -> str:
    """The name of the column with a node's score under a reading, in the form in which the rubric shows scores."""
    return f"{node}.{reading}.shown"


def has_conditions(rubric: Rubric) -> bool:
    """Whether a rubric asks anything only under a condition.

    If so, each node has a column with the number of criteria not asked.
    """
    return any(True for name in rubric.criteria for _ in list_conditions(rubric, name))


def list_result_columns(rubric: Rubric) -> Iterator[str]:
    """Every result column for a rubric."""
    is_conditional = has_conditions(rubric)
    for node in list_nodes(rubric):
        for reading in Reading:
            yield name_score_column(node, reading)
            yield name_level_column(node, reading)
            if rubric.has_figures:
                yield name_shown_column(node, reading)
        yield from (name_weakest_column(node, reading) for reading in (Reading.EVIDENCED, Reading.CLAIMED))
        yield name_coverage_column(node)
        yield from (name_left_out_column(node, status) for status in Status)
        if is_conditional:
            yield name_not_asked_column(node)
    yield from map(name_gate_column, rubric.gates)
    yield from list_check_columns(rubric)


def list_check_columns(rubric: Rubric) -> tuple[str, ...]:
    """The columns that count, for each row, the answers with a finding about the date of their evidence."""
    return (UNDATED, FROM_LATER) if rubric.evidence_grades else ()


def name_national_column(column: str) -> str:
    """The name of the column with a national rubric's result, beside the column of the local rubric's result."""
    return f"national.{column}"


def list_nodes(rubric: Rubric) -> tuple[str, ...]:
    """The nodes that are scored: the overall node, then every dimension in the rubric's order."""
    return (OVERALL, *rubric.dimensions)
