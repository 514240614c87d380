"""`nhsdx benefits`: claimed costs and benefits, adjusted for optimism and delay, and discounted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from nhsdx.cli.options import FORMAT, Force, Output
from nhsdx.cli.output import choose_format, refuse_own_input, show_page

if TYPE_CHECKING:
    from nhsdx.model import Rubric

BenefitsFormat: TypeAlias = Literal["text", "markdown", "html", "json", "docx", "pdf"]


def benefits(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A benefits file; - is stdin.")],
    *,
    format_: Annotated[BenefitsFormat | None, FORMAT] = None,
    output: Output = None,
    force: Force = False,
    sum_classes: Annotated[
        bool, typer.Option("--sum-classes", help="Also add up all classes, though they are not the same kind of money.")
    ] = False,
    assessment: Annotated[
        str | None,
        typer.Option("--assessment", metavar="FILE", help="Check the links against the rubric of this assessment."),
    ] = None,
    rubric: Annotated[
        str | None,
        typer.Option("--rubric", metavar="RUBRIC", help="Check the links against this rubric instead."),
    ] = None,
) -> None:
    """Compare claimed costs and benefits with the same figures adjusted for optimism and delay.

    Example: nhsdx benefits examples/benefits/marlowe-vale.toml
    """
    from nhsdx.commands.benefits.data import build_output
    from nhsdx.commands.benefits.document import build_document
    from nhsdx.commands.benefits.run import load_appraisal
    from nhsdx.files.source import refuse_stdin_twice
    from nhsdx.loading.assessment_file import AssessmentLoader
    from nhsdx.loading.rubric_file import load_rubric

    chosen = choose_format(format_, output, BenefitsFormat)
    names = [file, *([] if assessment is None else [assessment])]
    refuse_stdin_twice(names)
    refuse_own_input(output, names)
    known: Rubric | None = None
    if assessment is not None:
        known = AssessmentLoader(rubric).load(assessment).rubric
    elif rubric is not None:
        known = load_rubric(rubric).rubric
    found = load_appraisal(file, known, sums_classes=sum_classes)
    show_page(
        chosen, output, document=lambda: build_document(found, known), data=lambda: build_output(found), force=force
    )
