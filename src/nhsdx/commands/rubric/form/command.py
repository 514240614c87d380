"""`nhsdx rubric form`: a rubric's survey as a form for a survey program, with its map."""

from __future__ import annotations

import sys
from typing import Annotated, Literal, TypeAlias

import typer

from nhsdx.cli.options import Force, Output, ProfileName, RubricArgument
from nhsdx.cli.output import STDOUT, emit_with, print_message, refuse_outputs, refuse_stdout

TargetName: TypeAlias = Literal["xlsform", "limesurvey", "redcap", "forms-docx", "fhir", "fhir-r5"]
NOT_TEXT = (".xlsx", ".docx")
JSON = (".json",)


def rubric_form(
    rubric: RubricArgument,
    *,
    to: Annotated[
        TargetName,
        typer.Option("--to", help="The program: xlsform is for KoboToolbox and ODK, fhir is release R4B of FHIR."),
    ],
    output: Output = None,
    map_: Annotated[
        str | None,
        typer.Option(
            "--map", metavar="FILE", help="Write the map to this file; default: beside the form, as NAME.map.toml."
        ),
    ] = None,
    force: Force = False,
    whole: Annotated[
        bool,
        typer.Option("--whole", help="Ask the whole questionnaire, not only the criteria that respondents answer."),
    ] = False,
    profile: ProfileName = None,
    voice: Annotated[
        str | None,
        typer.Option("--voice", metavar="ID", help="Whose view the answers give, such as clinicians or staff."),
    ] = None,
) -> None:
    """Make a form with a rubric's survey questions, and the map that `nhsdx survey` needs to read the answers.

    The form has only the questions of survey criteria. With --whole, the form has the whole questionnaire, and
    `nhsdx import` uses the map to read a response. A form for FHIR always has the whole questionnaire, and needs no
    map. A form collects answers and never scores them.

    Example: nhsdx rubric form nhs-digital-leadership --to redcap -o survey.csv
    """
    from nhsdx.documents.safe_text import clean
    from nhsdx.files.writing import Output as File
    from nhsdx.forms.media.surveys import RELEASES, TARGETS, make_form, make_questionnaire, make_whole_form
    from nhsdx.loading.rubric_file import build_rubric_reference, is_rubric_file, load_rubric
    from nhsdx.model import expect_profile

    is_fhir = to.startswith("fhir")
    if is_fhir:
        _refuse_map(output, map_, voice)
    named = None if is_fhir else _find_map(output, map_, to)
    _expect_voice(voice, whole=whole)
    refuse_outputs((output, named), (rubric,), force=force)
    loaded = load_rubric(rubric)
    expect_profile(loaded.rubric, profile, "--profile")
    refuse_outputs((output, named), (loaded.source.name,), force=force)
    reference = build_rubric_reference(rubric, loaded.rubric, output if is_fhir else named)
    if is_fhir:
        made = make_questionnaire(loaded, RELEASES[to], reference, profile)
    elif whole:
        made = make_whole_form(loaded, TARGETS[to], reference, profile)
    else:
        made = make_form(loaded, TARGETS[to], reference, profile, voice)
    others = [] if named is None else [File(named, (made.map_text or "").encode(), force)]
    emit_with(made.content, output, others, force=force)
    more = f" --rubric {clean(rubric)}" if is_rubric_file(rubric) and not reference.endswith(".toml") else ""
    _report(made.questions, to, output, _say_how(named, whole=whole) + more)


def _say_how(named: str | None, *, whole: bool) -> str:
    """The message that says how to read the responses to the form."""
    from nhsdx.documents.safe_text import clean

    if named is None:
        return "read a response with: nhsdx import RESPONSE.json -o assessment.toml"
    if whole:
        return (
            "the form does not ask for documents or actions; add these to the assessment yourself\n"
            f"read a response with: nhsdx import RESPONSES --map {clean(named)} --row 1 -o assessment.toml"
        )
    return f"read the responses with: nhsdx survey RESPONSES --map {clean(named)}"


def _report(questions: int, to: str, output: str | None, how: str) -> None:
    """Prints how many questions the form asks, and how its responses are read."""
    from nhsdx.documents.phrases import count_words
    from nhsdx.documents.safe_text import clean
    from nhsdx.forms.media.surveys import TARGETS

    title = TARGETS[to].title if to in TARGETS else "FHIR"
    print_message(f"{clean(output or STDOUT)}: a form for {title} with {count_words(questions, 'question')}")
    for advice in TARGETS[to].advice if to in TARGETS else ():
        print_message(advice)
    print_message(how)


def _expect_voice(voice: str | None, *, whole: bool) -> None:
    """Raises BadParameter if the voice is not an id, or if the form itself asks for the voice."""
    from nhsdx.model import is_id

    if voice is not None and whole:
        raise typer.BadParameter(
            "the whole questionnaire already asks for the voice; leave out --voice", param_hint="--voice"
        )
    if voice is not None and not is_id(voice):
        raise typer.BadParameter("expected lower-case words joined by hyphens, as in clinicians", param_hint="--voice")


def _refuse_map(output: str | None, map_: str | None, voice: str | None) -> None:
    """Raises BadParameter for options that a form for FHIR does not have, or for an ending other than .json."""
    if map_ is not None:
        raise typer.BadParameter("a form for FHIR has no map; leave out --map", param_hint="--map")
    if voice is not None:
        raise typer.BadParameter("a form for FHIR already asks for the voice; leave out --voice", param_hint="--voice")
    if output is not None and output != STDOUT:
        _expect_ending(output, JSON, "-o")


def _find_map(output: str | None, map_: str | None, to: str) -> str:
    """The name of the map: the given name or, by default, that of a file beside the form.

    Raises BadParameter or NhsdxError for wrong names.
    """
    from pathlib import Path

    from nhsdx.forms.media.surveys import TARGETS

    endings = TARGETS[to].endings
    if output is not None and output != STDOUT:
        _expect_ending(output, endings, "-o")
    elif map_ is None:
        raise typer.BadParameter("give -o FILE, or the name of the map if the form goes to stdout", param_hint="--map")
    elif endings[0] in NOT_TEXT and sys.stdout is not None and sys.stdout.isatty():
        raise typer.BadParameter(f"a terminal cannot show {endings[0]} files; give -o FILE", param_hint="-o")
    named = str(Path(output or "").with_suffix(".map.toml")) if map_ is None else map_
    refuse_stdout(named, "--map")
    _expect_ending(named, (".toml",), "--map")
    return named


def _expect_ending(name: str, endings: tuple[str, ...], option: str) -> None:
    """Raises BadParameter for a name that does not end as the program expects."""
    if not name.lower().endswith(endings):
        raise typer.BadParameter(f"expected a name that ends in {' or '.join(endings)}", param_hint=option)
