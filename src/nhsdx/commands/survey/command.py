"""`nhsdx survey`: shows what respondents answered, group by group, and writes it into an assessment."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, TypeAlias

import typer

from nhsdx.cli.options import (
    FORMAT,
    EncodingOption,
    Force,
    ForExcel,
    Output,
    RejectsFile,
    SheetOption,
    get_day,
    make_day_option,
)
from nhsdx.cli.output import (
    choose_coding,
    choose_format,
    draw_page,
    emit_with,
    print_written,
    refuse_outputs,
    refuse_stdout,
)
from nhsdx.commands.survey.programs.names import ProgramName

if TYPE_CHECKING:
    from nhsdx.commands.survey.assessment.into import AssessmentChange
    from nhsdx.commands.survey.map import LoadedQuestionnaire
    from nhsdx.commands.survey.outcome import SurveyReport
    from nhsdx.files.writing import Output as FileOutput


SurveyFormat: TypeAlias = Literal["text", "markdown", "html", "json", "csv"]


ProtectionName: TypeAlias = Literal["staff-survey", "hospital-statistics"]


Responses: TypeAlias = Annotated[
    str,
    typer.Argument(metavar="RESPONSES", help="A CSV file or workbook (.xlsx), as exported by the survey program."),
]
MapFile: TypeAlias = Annotated[
    str,
    typer.Option("--map", metavar="FILE", help="The file that says which column has the answers to which question."),
]
OtherRubric: TypeAlias = Annotated[
    str | None, typer.Option("--rubric", metavar="RUBRIC", help="Use this rubric, not the one in the map.")
]
GroupColumns: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="COLUMNS", help="Show results by these columns, which the map declares (comma-separated)."
    ),
]
AssessmentToFill: TypeAlias = Annotated[
    str | None,
    typer.Option("--into", metavar="FILE", help="Also write the answers into this assessment, new or existing."),
]
Subject: TypeAlias = Annotated[
    str | None, typer.Option("--subject", metavar="TEXT", help="The subject of a new assessment.")
]
AssessmentDate: TypeAlias = Annotated[
    datetime.datetime | None,
    make_day_option("--date", "The date of a new assessment."),
]
DaySeen: TypeAlias = Annotated[
    datetime.datetime | None,
    make_day_option("--seen", "The day of the survey; see docs/survey.md."),
]
GroupValues: TypeAlias = Annotated[
    str | None,
    typer.Option("--group", metavar="VALUES", help="Which group --into uses (comma-separated); default: all."),
]
Protection: TypeAlias = Annotated[ProtectionName, typer.Option("--protect", help="How to protect small numbers.")]
MinimumRespondents: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--minimum-respondents", min=5, metavar="N", help="Raise the number of respondents that a group needs."
    ),
]
Replace: TypeAlias = Annotated[
    bool, typer.Option("--replace", help="Let --into replace existing answers, such as those of an earlier survey.")
]
AllowInvalid: TypeAlias = Annotated[
    bool, typer.Option("--allow-invalid", help="Let --into write answers even if more than 5% are invalid.")
]
Strict: TypeAlias = Annotated[bool, typer.Option("--strict", help="Stop at any invalid cell.")]
SourceProgram: TypeAlias = Annotated[
    ProgramName | None,
    typer.Option("--source", help="The program that exported the responses; use plain for any other table."),
]


def survey(
    responses: Responses,
    *,
    map_: MapFile,
    rubric: OtherRubric = None,
    by: GroupColumns = None,
    format_: Annotated[SurveyFormat | None, FORMAT] = None,
    output: Output = None,
    force: Force = False,
    into: AssessmentToFill = None,
    subject: Subject = None,
    date: AssessmentDate = None,
    seen: DaySeen = None,
    group: GroupValues = None,
    protect: Protection = "staff-survey",
    minimum: MinimumRespondents = None,
    rejects: RejectsFile = None,
    replace: Replace = False,
    allow_invalid: AllowInvalid = False,
    strict: Strict = False,
    excel: ForExcel = False,
    encoding: EncodingOption = None,
    sheet: SheetOption = None,
    source: SourceProgram = None,
) -> None:
    """Show what respondents answered, with small groups hidden, and write it into an assessment.

    No answer in a respondent's own words is shown. Invalid cells are listed by row and column only.

    Example: nhsdx survey examples/survey/forms.csv --map examples/survey/forms.toml
    """
    from nhsdx.cli.problems import refuse_invalid_cells
    from nhsdx.commands.survey.csv_text import format_rejects
    from nhsdx.commands.survey.map_file import load_questionnaire
    from nhsdx.commands.survey.run import choose_protection, report_survey
    from nhsdx.files.source import is_file
    from nhsdx.files.writing import Output

    chosen = choose_format(format_, output, SurveyFormat)
    is_new = into is not None and not is_file(into)
    coding = choose_coding(excel=excel, has_csv=chosen == "csv" or rejects is not None)
    _refuse_targets(output, into, rejects, (responses, map_, rubric), force=force)
    loaded = load_questionnaire(map_, rubric, encoding=encoding, sheet=sheet, source=source)
    _refuse_targets(output, into, rejects, (loaded.rubric_name,), force=force)
    report = report_survey(responses, loaded, _split_words(by), choose_protection(protect, minimum, loaded))
    if strict:
        refuse_invalid_cells(report.rejected, responses)
    written, change = [], None
    if into is not None:
        wishes = _Wishes(_split_words(group), subject, get_day(date), get_day(seen), allow_invalid, replace)
        change, filled = _fill_assessment(report, loaded, responses, into, wishes, is_new=is_new)
        written.append(filled)
    if rejects is not None:
        written.append(Output(rejects, format_rejects(report).encode(coding), force))
    emit_with(_draw_page(report, change, chosen, output, coding), output, written, force=force)
    print_written(written)


def _split_words(words: str | None) -> tuple[str, ...]:
    return tuple(words.split(",")) if words else ()


def _refuse_targets(
    output: str | None, into: str | None, rejects: str | None, inputs: tuple[str | None, ...], *, force: bool
) -> None:
    """Raises NhsdxError for outputs that cannot be written. Without `force`, only `into` may already exist."""
    refuse_stdout(into, "--into")
    refuse_stdout(rejects, "--rejects")
    refuse_outputs((output, rejects), inputs, force=force)
    refuse_outputs((into, output, rejects), inputs, force=True)


class _Wishes(NamedTuple):
    """The options for the assessment: the group to use, its subject and dates, and which answers may be written."""

    group: tuple[str, ...]
    subject: str | None
    date: datetime.date | None
    seen: datetime.date | None
    allow_invalid: bool
    replace: bool


def _fill_assessment(
    report: SurveyReport, loaded: LoadedQuestionnaire, responses: str, into: str, wishes: _Wishes, *, is_new: bool
) -> tuple[AssessmentChange, FileOutput]:
    """The assessment with a group's answers, and the file, which is written only if nobody else has changed it."""
    from nhsdx.files.writing import Output, digest_file

    found = "" if is_new else digest_file(into)
    change = _change_assessment(report, loaded, responses, into, wishes, is_new=is_new)
    return change, Output(into, change.text.encode(), not is_new, found or None)


def _change_assessment(
    report: SurveyReport, loaded: LoadedQuestionnaire, responses: str, into: str, wishes: _Wishes, *, is_new: bool
) -> AssessmentChange:
    """The assessment with a group's answers."""
    from nhsdx.commands.survey.assessment.answers import collect_answers
    from nhsdx.commands.survey.assessment.into import change_assessment, describe_responses, start_assessment
    from nhsdx.errors import NhsdxError
    from nhsdx.loading.rubric_file import build_rubric_reference

    subject, date = wishes.subject, wishes.date
    if is_new and (subject is None or date is None):
        hint = "give --subject and --date"
        raise NhsdxError("a new assessment needs a subject and a date", "--into", hint, code="usage")
    document = describe_responses(responses)
    answers = collect_answers(report, loaded, wishes.group, document, wishes.seen, allow_invalid=wishes.allow_invalid)
    if subject is None or date is None or not is_new:
        return change_assessment(into, answers, loaded, is_replacing=wishes.replace)
    reference = build_rubric_reference(loaded.rubric_name, loaded.rubric, into)
    return start_assessment(into, answers, loaded, rubric=reference, subject=subject, date=date)


def _draw_page(
    report: SurveyReport, change: AssessmentChange | None, format_: str, output: str | None, coding: str
) -> bytes:
    if format_ == "csv":
        from nhsdx.commands.survey.csv_text import format_survey_csv

        return format_survey_csv(report).encode(coding)
    from nhsdx.commands.survey.data import build_survey
    from nhsdx.commands.survey.document import build_document

    document, data = lambda: build_document(report, change), lambda: build_survey(report, change)
    return draw_page(format_, output, document=document, data=data)
