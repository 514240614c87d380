"""`nhsdx rubric test`: whether rubrics pass their own test vectors."""

from __future__ import annotations

import typer

from nhsdx.cli.exits import Exit
from nhsdx.cli.options import Force, Output, PageFormatOption, RubricArguments
from nhsdx.cli.output import choose_format, refuse_own_input, show_page


def rubric_test(
    rubrics: RubricArguments, *, format_: PageFormatOption = None, output: Output = None, force: Force = False
) -> None:
    """Run the test vectors of rubrics; exit 1 if one fails, or if a rubric has none.

    Example: nhsdx rubric test nhs-digital-leadership
    """
    from functools import partial

    from nhsdx.commands.rubric.data import build_test
    from nhsdx.commands.rubric.test.document import build_document
    from nhsdx.commands.rubric.test.vectors import run_vectors
    from nhsdx.loading.places import place_in_rubric
    from nhsdx.loading.rubric_file import load_rubric
    from nhsdx.model import load_all
    from nhsdx.scoring import Instrument

    chosen = choose_format(format_, output)
    refuse_own_input(output, rubrics)
    loaded = load_all(rubrics, load_rubric)
    outcomes = {
        name: run_vectors(Instrument.of(one.rubric), partial(place_in_rubric, name, one))
        for name, one in zip(rubrics, loaded, strict=True)
    }
    show_page(chosen, output, document=lambda: build_document(outcomes), data=lambda: build_test(outcomes), force=force)
    if any(not found or any(outcome.failures for outcome in found) for found in outcomes.values()):
        raise typer.Exit(Exit.FAILED)
