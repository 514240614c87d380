"""`nhsdx rubric test`: whether rubrics pass their own test vectors."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.completion import complete_rubric
from nhsdx.cli.exits import Exit
from nhsdx.cli.options import Force, Output, PageFormatOption
from nhsdx.cli.output import PageFormat, choose_format, emit, refuse_own_input, show_document


def rubric_test(
    rubrics: Annotated[
        list[str],
        typer.Argument(metavar="RUBRIC", help="Shipped rubrics' ids, or rubric files.", autocompletion=complete_rubric),
    ],
    *,
    format_: PageFormatOption = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Run the test vectors of rubrics; exit 1 if one fails, or if a rubric has none.

    Example: nhsdx rubric test nhs-digital-leadership
    """
    from nhsdx.commands.rubric.test.vectors import run_vectors
    from nhsdx.loading.rubric_file import load_rubric
    from nhsdx.model.finding import load_all
    from nhsdx.scoring.instrument import Instrument

    chosen = choose_format(format_, output, PageFormat.TEXT)
    refuse_own_input(output, rubrics)
    loaded = load_all(rubrics, load_rubric)
    outcomes = {name: run_vectors(Instrument.of(one.rubric)) for name, one in zip(rubrics, loaded, strict=True)}
    if chosen is PageFormat.JSON:
        from nhsdx.commands.rubric.data import RubricTestOutput
        from nhsdx.documents.data import json_text

        rows = [{"rubric": name, "vectors": vectors} for name, vectors in outcomes.items()]
        emit(json_text(RubricTestOutput.build(rubrics=rows).dump()), output, force=force)
    else:
        from nhsdx.commands.rubric.test.document import build_document

        show_document(build_document(outcomes), chosen, output, force=force)
    if any(not found or any(outcome.failures for outcome in found) for found in outcomes.values()):
        raise typer.Exit(Exit.FAILED)
