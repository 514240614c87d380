"""`nhsdx compare`: what changed between assessments, and why the score moved."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nhsdx.cli.options import AsOf, Force, OfferedRubrics, Output, ProfileName
from nhsdx.cli.output import emit, page_for, refuse_own_input

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nhsdx.analysis.case import Case
    from nhsdx.files.assessment_file import Shelf


class ComparisonFormat(StrEnum):
    """The formats of a comparison."""

    TABLE = "table"
    JSON = "json"
    TOML = "toml"
    MARKDOWN = "markdown"


def compare(
    files: Annotated[list[str], typer.Argument(metavar="OLD NEW", help="Assessments or results, oldest first.")],
    *,
    rescore: Annotated[
        bool, typer.Option("--rescore", help="Score all with the last one's rubric and profile, and say so.")
    ] = False,
    rubric: OfferedRubrics = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
    format_: Annotated[
        ComparisonFormat, typer.Option("--format", help="How to show the comparison.")
    ] = ComparisonFormat.TABLE,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show what changed from OLD to NEW and why the score moved; more than two files give a trend.

    Example: nhsdx compare examples/marlowe-vale-2026-04.toml examples/marlowe-vale.toml
    """
    from nhsdx.files.assessment_file import Shelf

    shelf = Shelf()
    cases = _cases(files, rubric or (), shelf, profile, None if as_of is None else as_of.date())
    refuse_own_input(output, [*files, *shelf.instruments])
    if len(cases) == 1:
        raise typer.BadParameter("at least two assessments or results are needed", param_hint="OLD NEW")
    show = _compared if len(cases) == 2 else _series  # noqa: PLR2004 - a comparison is of two
    text = show(cases, format_, output, rescore=rescore)
    emit(text, output, force=force)


def _cases(
    files: Sequence[str], rubrics: Sequence[str], shelf: Shelf, profile: str | None, as_of: date | None
) -> list[Case]:
    """The cases of all files; if any cannot be read, all that is wrong with all of them is raised."""
    from nhsdx.cli.problems import all_of
    from nhsdx.files.source import refuse_stdin_twice
    from nhsdx.results.cases import load_cases

    def cases_of(name: str) -> list[Case]:
        return [_otherwise(case, profile, as_of) for case in load_cases(name, shelf, rubrics)]

    refuse_stdin_twice(files)
    return [case for found in all_of(files, cases_of) for case in found]


def _otherwise(case: Case, profile: str | None, as_of: date | None) -> Case:
    """A case scored with a profile, or as of a day, that the command line asks for."""
    from nhsdx.analysis.case import Case
    from nhsdx.model.problems import expect_profile

    if profile is None and as_of is None:
        return case
    expect_profile(case.instrument.rubric, profile, "--profile")
    chosen, day = case.profile if profile is None else profile, case.as_of if as_of is None else as_of
    return Case.of(case.name, case.instrument, case.assessment, profile=chosen, as_of=day)


def _compared(cases: Sequence[Case], format_: ComparisonFormat, output: str | None, *, rescore: bool) -> str:
    from nhsdx.analysis.comparison import compare

    found = compare(cases[0], cases[1], rescore=rescore)
    if format_ is ComparisonFormat.TABLE:
        from nhsdx.render.comparison_page import comparison_page

        return comparison_page(found, page_for(output))
    if format_ is ComparisonFormat.MARKDOWN:
        from nhsdx.render.comparison_markdown import comparison_markdown

        return comparison_markdown(found)
    from nhsdx.render.comparison_data import build_comparison

    return _data_text(build_comparison(found).dump(), format_)


def _series(cases: Sequence[Case], format_: ComparisonFormat, output: str | None, *, rescore: bool) -> str:
    from nhsdx.analysis.trend import trend

    found = trend(cases, rescore=rescore)
    if format_ is ComparisonFormat.TABLE:
        from nhsdx.render.comparison_page import trend_page

        return trend_page(found, page_for(output))
    if format_ is ComparisonFormat.MARKDOWN:
        from nhsdx.render.comparison_markdown import trend_markdown

        return trend_markdown(found)
    from nhsdx.render.comparison_data import build_trend

    return _data_text(build_trend(found).dump(), format_)


def _data_text(data: dict[str, Any], format_: ComparisonFormat) -> str:
    from nhsdx.documents.data import json_text, toml_text

    return json_text(data) if format_ is ComparisonFormat.JSON else toml_text(data)
