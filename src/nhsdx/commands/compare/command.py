"""`nhsdx compare`: what changed between assessments, and why the score moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from nhsdx.cli.options import FORMAT, AsOf, Force, OfferedRubrics, Output, ProfileName, WhatIf, WithoutNotes, get_day
from nhsdx.cli.output import choose_format, emit, refuse_data_without_notes, refuse_own_input, show_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nhsdx.analysis.case import Case
    from nhsdx.commands.compare.model import Comparison, Trend
    from nhsdx.documents.blocks import Document


ComparisonFormat: TypeAlias = Literal["text", "markdown", "html", "docx", "pdf", "json", "toml"]


def compare(
    files: Annotated[list[str], typer.Argument(metavar="OLD NEW", help="Assessments or results, oldest first.")],
    *,
    rescore: Annotated[
        bool, typer.Option("--rescore", help="Score all files using the rubric and profile of the last one.")
    ] = False,
    rubric: OfferedRubrics = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
    what_if: WhatIf = None,
    format_: Annotated[ComparisonFormat | None, FORMAT] = None,
    output: Output = None,
    force: Force = False,
    without_notes: WithoutNotes = False,
) -> None:
    """Show what changed from OLD to NEW and why the score moved; more than two files give a trend.

    --what-if changes answers in NEW; if you give only one file, its scores before and after the change are compared.

    Example: nhsdx compare examples/marlowe-vale-2026-04.toml examples/marlowe-vale.toml
    """
    from nhsdx.cli.scoring import load_beside
    from nhsdx.commands.compare import comparison
    from nhsdx.files.source import refuse_stdin_twice
    from nhsdx.results.cases import CaseLoader

    chosen = choose_format(format_, output, ComparisonFormat)
    refuse_data_without_notes(chosen, without_notes=without_notes)
    refuse_stdin_twice(files)
    loader = CaseLoader(profile=profile, as_of=get_day(as_of), rubrics=rubric or ())
    cases = _suppose_last(load_beside(what_if, lambda: loader.load_all_any(files)), what_if)
    refuse_own_input(output, [*files, *loader.rubric_names])
    if len(cases) == 1:
        raise typer.BadParameter("at least two assessments or results are needed", param_hint="OLD NEW")
    is_pair = len(cases) == 2  # noqa: PLR2004 - a comparison has two sides
    found = comparison.compare(*cases, rescore=rescore) if is_pair else comparison.compute_trend(cases, rescore=rescore)
    if chosen in ("json", "toml"):
        emit(_format_data(found, chosen), output, force=force)
        return
    document = _build_document(found, _describe_profiles(cases), with_notes=not without_notes)
    if chosen != "text":
        from nhsdx.documents.parts import add_results
        from nhsdx.documents.safe_text import clean

        results = [case.result for case in cases]
        named = [(f"{clean(one.assessment.subject)}, {one.assessment.date}", one) for one in results]
        document = add_results(document, named, with_data=not without_notes)
    show_document(document, chosen, output, force=force)


def _suppose_last(cases: list[Case], what_if: list[str] | None) -> list[Case]:
    """The cases, with hypothetical answers in the last one. A single case is returned with its own answers as well."""
    if not what_if:
        return cases
    from nhsdx.cli.scoring import suppose_all

    if len(cases) > 2:  # noqa: PLR2004 - a comparison has two sides
        message = "a trend cannot show hypothetical results; give one or two assessments"
        raise typer.BadParameter(message, param_hint="--what-if")
    return [cases[0], *suppose_all(cases[-1:], what_if)]


def _describe_profiles(cases: Sequence[Case]) -> list[str]:
    """What the profiles are for; each profile is explained once."""
    from nhsdx.documents.parts import describe_profile

    return list(dict.fromkeys(words for case in cases if (words := describe_profile(case.result, case.rubric))))


def _build_document(found: Comparison | Trend, profiles: list[str], *, with_notes: bool) -> Document:
    from nhsdx.commands.compare import trend_document
    from nhsdx.commands.compare.document import build_document
    from nhsdx.commands.compare.model import Comparison

    if isinstance(found, Comparison):
        return build_document(found, profiles, with_notes=with_notes)
    return trend_document.build_document(found, profiles, with_notes=with_notes)


def _format_data(found: Comparison | Trend, format_: str) -> str:
    from nhsdx.commands.compare.data import build_comparison, build_trend
    from nhsdx.commands.compare.model import Comparison
    from nhsdx.documents.data import data_text

    data = (build_comparison(found) if isinstance(found, Comparison) else build_trend(found)).dump()
    return data_text(data, format_)
