"""Why answers of a survey are not written into an assessment: too few can be read, or too few people answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.commands.survey.map import Questionnaire
from nhsdx.commands.survey.outcome import PublicCriterion, SurveyReport
from nhsdx.commands.survey.summary import TOO_FEW, PublicGroup
from nhsdx.documents.phrases import count_words, join_words
from nhsdx.errors import NhsdxError
from nhsdx.model import Finding, InvalidInputError, quote_word

Asked = Sequence[tuple[PublicCriterion, PublicGroup]]
UNREAD, FEW, WHERE = "unread-answers", "too-few-respondents", "--into"
GIVE_WORDS = "in the map, give the words of these answers under `answers` or `nothing`"
LIST_CELLS = "to list the cells, use --rejects FILE without --into"


def refuse_unread(report: SurveyReport, questionnaire: Questionnaire, asked: Asked, *, allow_invalid: bool) -> None:
    """Raises InvalidInputError with all questions and statements that have too few readable answers."""
    findings = [
        *_list_unread(report, questionnaire, asked),
        *([] if allow_invalid else _list_doubtful(report, questionnaire, asked)),
    ]
    if findings:
        raise InvalidInputError((*findings, *_list_hints(report)))


def refuse_few(report: SurveyReport, questionnaire: Questionnaire) -> None:
    """Raises InvalidInputError if too few people answered for anything to be shown.

    The error gives the number of people needed, and how many cells are invalid in each column. The error does not say
    which question too few people answered, because that could reveal something about them.
    """
    if not any(group.hidden == TOO_FEW for one in report.criteria for group in one.groups):
        return
    least = report.protection.minimum
    message = f"fewer than {least} people answered the survey, or one of its questions"
    remedy = f"ask more people, or remove from the map the questions that fewer than {least} people answered"
    columns = [column for one in report.criteria for column in questionnaire.criteria[one.id].list_columns()]
    wrong = [_describe_wrong(column, report) for column in columns if column in report.rejected]
    cells = [Finding(UNREAD, "error", f"{text} are invalid", WHERE, f"{GIVE_WORDS}; {LIST_CELLS}") for text in wrong]
    hints = _list_hints(report) if cells else ()
    raise InvalidInputError((*cells, *hints, Finding(FEW, "error", message, WHERE, remedy)))


def build_refusal(question: PublicCriterion, least: int) -> NhsdxError:
    """The error for a question whose counts are hidden.

    Too few people answered the question or chose one of its options.
    """
    message = f"too few respondents: the answers to {question.id} must not be published"
    hint = f"merge groups, or ask more people: a group needs at least {least}"
    return NhsdxError(message, WHERE, hint, code=FEW)


def _list_unread(report: SurveyReport, questionnaire: Questionnaire, asked: Asked) -> Iterator[Finding]:
    """All questions and statements for which fewer than half of the answers are readable."""
    unread = [(one.id, name) for one, group in asked for name in group.unread]
    if unread:
        names = [name if name == one else f"{name} ({one})" for one, name in unread]
        columns = [questionnaire.criteria[one].find_column(name) for one, name in unread]
        counted = "" if any(group.key for _, group in asked) else _describe_all_wrong(columns, report)
        message = f"fewer than half of the answers to {join_words(names)} could be read{counted}"
        remedy = f"{GIVE_WORDS}{_list_statements(unread)}; {LIST_CELLS}"
        yield Finding(UNREAD, "error", message, WHERE, remedy)


def _list_statements(unread: Sequence[tuple[str, str]]) -> str:
    """A hint that shows how the map can say that the given statements were not asked; empty if none are given."""
    statements = ", ".join(f'"{name}"' for one, name in unread if name != one)
    return (
        f"; or write not-asked = [{statements}] in the map, and delete the columns of these statements"
        if statements
        else ""
    )


def _describe_all_wrong(columns: Sequence[str], report: SurveyReport) -> str:
    """How many cells of the given columns are invalid, in brackets; empty if none are."""
    cells = join_words([_describe_wrong(column, report) for column in columns if column in report.rejected])
    return f" ({cells} are invalid)" if cells else ""


def _list_doubtful(report: SurveyReport, questionnaire: Questionnaire, asked: Asked) -> Iterator[Finding]:
    """Each question or statement of which most answers can be read, but more than a few are invalid."""
    for one, group in asked:
        for name in group.doubtful:
            column = questionnaire.criteria[one.id].find_column(name)
            cells = "" if group.key else f" ({_describe_wrong(column, report)})"
            message = group.describe_doubt(name) + cells
            remedy = f"{GIVE_WORDS}; {LIST_CELLS}; to write the other answers, use --allow-invalid"
            yield Finding(UNREAD, "error", message, WHERE, remedy)


def _describe_wrong(column: str, report: SurveyReport) -> str:
    """How many cells of a column are invalid."""
    return f"{count_words(report.rejected[column], 'cell')} of {quote_word(column)}"


def _list_hints(report: SurveyReport) -> Iterator[Finding]:
    """What the invalid cells have in common, with lines for the map that make them readable."""
    for hint in report.hints:
        lines = ", then ".join(hint.lines)
        yield Finding(UNREAD, "error", hint.message, WHERE, f"in the map: {lines}" if lines else "")
