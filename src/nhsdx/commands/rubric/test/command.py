"""`nhsdx rubric test`: whether rubrics do what their own test vectors say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nhsdx.cli.completion import complete_rubric
from nhsdx.cli.exits import Exit
from nhsdx.cli.output import DataFormat, emit

if TYPE_CHECKING:
    from nhsdx.commands.rubric.test.vectors import Outcome


def rubric_test(
    rubrics: Annotated[
        list[str],
        typer.Argument(metavar="RUBRIC", help="Shipped rubrics' ids, or rubric files.", autocompletion=complete_rubric),
    ],
    *,
    format_: Annotated[DataFormat, typer.Option("--format", help="How to show the outcomes.")] = DataFormat.TABLE,
) -> None:
    """Run rubrics' test vectors; exit 1 if any fails, or if a rubric has none.

    Example: nhsdx rubric test nhs-digital-leadership
    """
    from nhsdx.cli.problems import load_all
    from nhsdx.commands.rubric.test.vectors import run_vectors
    from nhsdx.loading.rubric_file import load_rubric
    from nhsdx.scoring.instrument import Instrument

    loaded = load_all(rubrics, load_rubric)
    outcomes = {name: run_vectors(Instrument.of(one.rubric)) for name, one in zip(rubrics, loaded, strict=True)}
    emit(_format_outcomes(outcomes, format_))
    if any(not found or any(outcome.failures for outcome in found) for found in outcomes.values()):
        raise typer.Exit(Exit.FAILED)


def _format_outcomes(outcomes: dict[str, tuple[Outcome, ...]], format_: DataFormat) -> str:
    if format_ is DataFormat.JSON:
        from nhsdx.commands.rubric.data import RubricTestOutput
        from nhsdx.documents.data import json_text

        rubrics = [{"rubric": name, "vectors": vectors} for name, vectors in outcomes.items()]
        return json_text(RubricTestOutput.build(rubrics=rubrics).dump())
    from nhsdx.commands.rubric.test.document import vectors_page

    return vectors_page(outcomes)
