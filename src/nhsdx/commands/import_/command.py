"""`nhsdx import`: writes the answers of a filled form into an assessment file."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from nhsdx.cli.options import EncodingOption, Force, Output, get_day, make_day_option
from nhsdx.cli.output import STDOUT, emit, emit_all, find_format, print_message, refuse_own_input

if TYPE_CHECKING:
    from nhsdx.commands.import_.model import ImportedForm
    from nhsdx.model import Path


FilledForm: TypeAlias = Annotated[
    str,
    typer.Argument(metavar="FORM", help="The filled form: .xlsx, .docx, .csv, .json (FHIR) or an assessment."),
]
Merge: TypeAlias = Annotated[
    bool,
    typer.Option("--merge", help="Add the answers to the assessment given with -o, and keep everything else in it."),
]
Prefer: TypeAlias = Annotated[
    Literal["file", "answers"] | None,
    typer.Option("--prefer", help="With --merge, which answer to keep if the file and the form differ."),
]
OtherRubric: TypeAlias = Annotated[
    str | None,
    typer.Option("--rubric", metavar="RUBRIC", help="Use this rubric instead of the one that the form gives."),
]
RowNumber: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--row", metavar="NUMBER", help="Which row of a table to read; row 1 is the first below the headings."
    ),
]
MapFile: TypeAlias = Annotated[
    str | None,
    typer.Option("--map", metavar="FILE", help="The map that nhsdx rubric form --whole made with the form."),
]
Subject: TypeAlias = Annotated[
    str | None,
    typer.Option("--subject", metavar="TEXT", help="The subject of the assessment."),
]
AssessmentDate: TypeAlias = Annotated[
    datetime.datetime | None,
    make_day_option("--date", "The date of the assessment."),
]
Voice: TypeAlias = Annotated[
    str | None,
    typer.Option("--voice", metavar="ID", help="Whose view the assessment gives, such as self or clinicians."),
]


def import_(
    form: FilledForm,
    *,
    output: Output = None,
    force: Force = False,
    merge: Merge = False,
    prefer: Prefer = None,
    rubric: OtherRubric = None,
    row: RowNumber = None,
    encoding: EncodingOption = None,
    map_: MapFile = None,
    subject: Subject = None,
    date: AssessmentDate = None,
    voice: Voice = None,
) -> None:
    """Write the answers from a filled form, or from a row of a table, into an assessment file.

    Example: nhsdx import examples/marlowe-vale.toml -o examples/copy.toml
    """
    from nhsdx.commands.import_.importing import import_new, merge_form
    from nhsdx.files.writing import Output, digest_file
    from nhsdx.forms.media.readers import FormOptions

    find_format(output, ("toml",))
    target = _find_target(output, merge=merge, prefer=prefer)
    refuse_own_input(output, [form, *(name for name in (rubric, map_) if name is not None)])
    options = FormOptions(row, encoding, rubric, map_)
    head = {"subject": subject, "date": get_day(date), "voice": voice}
    given: dict[Path, object] = {("assessment", key): value for key, value in head.items() if value is not None}
    if merge and target is not None:
        before = digest_file(target)
        found = merge_form(form, target, options, given, prefer)
        emit_all(None, [Output(target, found.text.encode(), force=True, expected=before)])
    else:
        found = import_new(form, target, options, given)
        emit(found.text, output, force=force)
    _report(found, target, prefer)


def _find_target(output: str | None, *, merge: bool, prefer: str | None) -> str | None:
    """The file to write; None for stdout. Raises BadParameter for options that cannot be used together."""
    target = None if output == STDOUT else output
    if prefer is not None and not merge:
        raise typer.BadParameter("--prefer needs --merge", param_hint="--prefer")
    if merge and target is None:
        raise typer.BadParameter("use -o to give the assessment to merge into", param_hint="--merge")
    return target


def _report(found: ImportedForm, target: str | None, prefer: str | None) -> None:
    """Prints how complete the assessment is, and how conflicts were resolved."""
    from dataclasses import replace

    from nhsdx.cli.problems import format_finding
    from nhsdx.documents.phrases import count_words
    from nhsdx.documents.safe_text import clean

    for conflict in found.conflicts:
        print_message(format_finding(replace(conflict, remedy=f"kept: the answer in the {KEPT[prefer or 'file']}")))
    if found.unfinished:
        left = count_words(found.unfinished, "value")
        print_message(
            f"{left} left out, because the form marks them as unfinished; to finish them, load the file into the form"
        )
    if target is None:
        return
    if found.added is not None:
        print_message(f"{clean(target)}: {count_words(found.added, 'value')} new or changed")
    print_message(
        f"{found.answered} of {count_words(found.asked, 'question')} are answered; "
        f"score it with: nhsdx assess {clean(target)}"
    )


KEPT = {"file": "file", "answers": "form"}
"""For each value of `--prefer`, the source of the answers that are kept."""
