"""`nhsdx rubric form`: a rubric's survey as a form for a survey program, with its map."""

from __future__ import annotations

import sys
from typing import Annotated, Literal, TypeAlias

import typer

from nhsdx.cli.options import Force, Output, ProfileName, RubricArgument
from nhsdx.cli.output import STDOUT, emit_with, print_message, refuse_outputs, refuse_stdout

TargetName: TypeAlias = Literal["xlsform", "limesurvey", "redcap", "forms-docx"]

NOT_TEXT = (".xlsx", ".docx")


def rubric_form(
    rubric: RubricArgument,
    *,
    to: Annotated[TargetName, typer.Option("--to", help="The survey program for which the form is made.")],
    output: Output = None,
    map_: Annotated[
        str | None,
        typer.Option(
            "--map", metavar="FILE", help="Write the map to this file; default: beside the form, as NAME.map.toml."
        ),
    ] = None,
    force: Force = False,
    profile: ProfileName = None,
    voice: Annotated[
        str | None,
        typer.Option("--voice", metavar="ID", help="Whose view the answers give, such as clinicians or staff."),
    ] = None,
) -> None:
    """Make the form of a rubric's survey for a survey program, and the map by which `nhsdx survey` reads the answers.

    The form asks the criteria of kind survey. It collects answers and never scores them.

    Example: nhsdx rubric form nhs-digital-leadership --to redcap -o survey.csv
    """
    from nhsdx.documents.phrases import count_words
    from nhsdx.documents.safe_text import clean
    from nhsdx.files.writing import Output as File
    from nhsdx.forms.media.surveys import TARGETS, make_form
    from nhsdx.loading.rubric_file import build_rubric_reference, load_rubric
    from nhsdx.model import expect_profile, is_id

    target = TARGETS[to]
    named = _find_map(output, map_, target.endings)
    refuse_outputs((output, named), (rubric,), force=force)
    if voice is not None and not is_id(voice):
        raise typer.BadParameter("expected lower-case words joined by hyphens, as in clinicians", param_hint="--voice")
    loaded = load_rubric(rubric)
    expect_profile(loaded.rubric, profile, "--profile")
    refuse_outputs((output, named), (loaded.source.name,), force=force)
    reference = build_rubric_reference(rubric, loaded.rubric, named)
    made = make_form(loaded, target, reference, profile, voice)
    emit_with(made.content, output, [File(named, made.map_text.encode(), force)], force=force)
    questions = count_words(made.questions, "question")
    print_message(f"{clean(output or STDOUT)} asks {questions}, for {target.title}")
    for advice in target.advice:
        print_message(advice)
    print_message(f"read the responses with: nhsdx survey RESPONSES --map {clean(named)}")


def _find_map(output: str | None, map_: str | None, endings: tuple[str, ...]) -> str:
    """The name of the map: the one given, or beside the form. Raises BadParameter or NhsdxError for wrong names."""
    from pathlib import Path

    is_file = output is not None and output != STDOUT
    if is_file:
        _expect_ending(output or "", endings, "-o")
    elif map_ is None:
        raise typer.BadParameter("give -o FILE, or the name of the map if the form goes to stdout", param_hint="--map")
    elif endings[0] in NOT_TEXT and sys.stdout is not None and sys.stdout.isatty():
        raise typer.BadParameter(f"a terminal cannot show {endings[0]}; give a file", param_hint="-o")
    named = str(Path(output or "").with_suffix(".map.toml")) if map_ is None else map_
    refuse_stdout(named, "--map")
    _expect_ending(named, (".toml",), "--map")
    return named


def _expect_ending(name: str, endings: tuple[str, ...], option: str) -> None:
    """Raises BadParameter for a name that does not end as the program expects."""
    if not name.lower().endswith(endings):
        raise typer.BadParameter(f"expected a name that ends in {' or '.join(endings)}", param_hint=option)
