"""What `nhsdx survey` does, step by step."""

from __future__ import annotations

import csv
import datetime
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nhsdx.cli.output import emit, make_page, print_message, refuse_own_input
from nhsdx.commands.new.command import build_reference
from nhsdx.commands.survey.answers import add_answers, build_assessment, is_there
from nhsdx.commands.survey.counts import ResponseCounter
from nhsdx.commands.survey.csv_text import escape_formula, format_survey_csv
from nhsdx.commands.survey.disclosure.hidden_groups import PROTECTIONS, Key
from nhsdx.commands.survey.map import Questionnaire
from nhsdx.commands.survey.map_file import load_questionnaire
from nhsdx.commands.survey.outcome import PublicQuestion, SurveyReport, publish_question, publish_scales
from nhsdx.commands.survey.responses import read_responses
from nhsdx.commands.survey.summary import ALL
from nhsdx.errors import NhsdxError
from nhsdx.files.writing import refuse_target, write_whole
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model.finding import Finding, InvalidInputError
from nhsdx.model.rubric import Rubric
from nhsdx.model.suggest import quote_word, suggest_one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRequest:
    """What was asked for on the command line."""

    responses: str
    rubric: str | None
    map: str
    by: tuple[str, ...]
    format: str
    output: str | None
    force: bool
    into: str | None
    subject: str | None
    date: datetime.date | None
    group: tuple[str, ...]
    protect: str
    minimum: int
    rejects: str | None
    strict: bool


def run(request: SurveyRequest) -> None:
    """Reads and counts, tells what may be told, and writes what was asked for."""
    for target in (request.output, request.into, request.rejects):
        refuse_own_input(target, [request.responses, request.map])
    if request.rejects is not None:
        refuse_target(request.rejects, force=request.force)
    shelf = AssessmentLoader(request.rubric)
    questionnaire, rubric = load_questionnaire(request.map, shelf)
    for target in (request.output, request.into, request.rejects):
        refuse_own_input(target, list(shelf.instruments))
    responses = read_responses(request.responses, questionnaire.source)
    counting = ResponseCounter(responses, questionnaire, request.by, request.responses)
    named = PROTECTIONS[request.protect]
    title = named.title.replace("fewer than 11", f"fewer than {request.minimum}")
    protection = named._replace(title=title, minimum=request.minimum)
    invited = _count_invited(questionnaire, request.by)
    questions = [
        publish_question(counting.question(rubric, name), protection, invited) for name in questionnaire.criteria
    ]
    scales = [scale for name in questionnaire.scales for scale in counting.scales(name)]
    report = SurveyReport(
        rubric=rubric.reference,
        source=responses.source,
        by=request.by,
        protection=protection,
        left_out=responses.left_out,
        questions=tuple(questions),
        scales=publish_scales(scales, protection),
        rejected=dict(sorted(Counter(column for _, column in counting.rejects).items())),
    )
    _refuse_rejects(report, request)
    written = _build_assessment(report, rubric, shelf, request)
    if request.rejects is not None:
        written[request.rejects] = _format_rejects(counting)
    for name, text in written.items():
        write_whole(name, text, force=request.force or name == request.into)
    emit(_format_report(report, request), request.output, force=request.force)
    for name in written:
        print_message(f"written: {name}")


def _refuse_rejects(report: SurveyReport, request: SurveyRequest) -> None:
    if request.strict and report.rejected:
        raise InvalidInputError(
            tuple(
                Finding(
                    "no-answer",
                    "error",
                    f"column {quote_word(column)}: {count} cells are no answers",
                    request.responses,
                    "",
                )
                for column, count in report.rejected.items()
            )
        )


def _count_invited(questionnaire: Questionnaire, by: Sequence[str]) -> dict[Key, int]:
    """How many were asked, in all and of each group, where the map says so for the very column of the groups."""
    invited = questionnaire.invited
    if invited is None:
        return {}
    groups = {(value,): number for value, number in invited.numbers.items()} if list(by) == [invited.column] else {}
    return {ALL: sum(invited.numbers.values())} | groups


def _format_rejects(counting: ResponseCounter) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("row", "column"), *((row, escape_formula(column)) for row, column in sorted(counting.rejects))])
    return text.getvalue()


def _build_assessment(
    report: SurveyReport, rubric: Rubric, shelf: AssessmentLoader, request: SurveyRequest
) -> dict[str, str]:
    """The text of the assessment that the answers go into, by its name; none if none is asked for."""
    if request.into is None:
        return {}
    answers = {question.id: _find_counts(question, request) for question in report.questions}
    if is_there(request.into):
        return {request.into: add_answers(request.into, answers)}
    if request.subject is None or request.date is None:
        raise NhsdxError(
            "a new assessment needs a subject and a date", "--into", "give --subject and --date", code="usage"
        )
    (named,) = shelf.instruments
    reference = build_reference(named, rubric.reference, request.into)
    return {request.into: build_assessment(request.into, answers, reference, request.subject, request.date)}


def _find_counts(question: PublicQuestion, request: SurveyRequest) -> Sequence[int]:
    """The counts of the group asked for. Raises NhsdxError where they may not be told."""
    line = next((line for line in question.lines if line.key == request.group), None)
    if line is None:
        known = [",".join(line.key) for line in question.lines if line.key]
        wanted = ",".join(request.group)
        raise NhsdxError("there is no such group", "--group", suggest_one_of(wanted, known), code="unknown-reference")
    counts = [count for count in line.counts or () if count is not None]
    if line.hidden is not None or len(counts) < len(question.options):
        message = f"too few respondents answered {question.id} for their answers to be told"
        raise NhsdxError(message, "--into", "join groups, or ask more people", code="too-few-respondents")
    return counts


def _format_report(report: SurveyReport, request: SurveyRequest) -> str:
    if request.format == "csv":
        return format_survey_csv(report)
    if request.format == "json":
        from nhsdx.commands.survey.data import build_survey
        from nhsdx.documents.data import json_text

        return json_text(build_survey(report).dump())
    from nhsdx.commands.survey.document import survey_page

    return survey_page(report, make_page(request.output))
