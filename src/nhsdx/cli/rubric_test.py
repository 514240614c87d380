"""`nhsdx rubric test`: whether rubrics do what their own test vectors say."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.exits import Exit
from nhsdx.cli.output import DataFormat, emit


def rubric_test(
    rubrics: Annotated[list[str], typer.Argument(metavar="RUBRIC...", help="Shipped rubrics' ids, or rubric files.")],
    *,
    format_: Annotated[DataFormat, typer.Option("--format", help="How to show the outcomes.")] = DataFormat.TABLE,
) -> None:
    """Run rubrics' test vectors; exit 1 if any fails, or if a rubric has none.

    Example: nhsdx rubric test nhs-digital-leadership
    """
    from dataclasses import asdict

    from nhsdx.analysis.vectors import run_vectors
    from nhsdx.files.rubric_file import load_rubric
    from nhsdx.render.data_v1 import json_text
    from nhsdx.render.plain import clean
    from nhsdx.scoring.instrument import Instrument

    outcomes = {name: run_vectors(Instrument.of(load_rubric(name).rubric)) for name in rubrics}
    if format_ is DataFormat.JSON:
        emit(json_text({name: [asdict(outcome) for outcome in found] for name, found in outcomes.items()}))
    else:
        lines: list[str] = []
        for name, found in outcomes.items():
            for outcome in found:
                lines += [f"{'FAIL' if outcome.failures else 'pass'}  {name}: {clean(outcome.name)}"]
                lines += [f"      {clean(failure)}" for failure in outcome.failures]
            failed = sum(bool(outcome.failures) for outcome in found)
            lines.append(
                f"{name}: {len(found) - failed} passed, {failed} failed" if found else f"{name}: no test vectors"
            )
        emit("\n".join(lines) + "\n")
    if any(not found or any(outcome.failures for outcome in found) for found in outcomes.values()):
        raise typer.Exit(Exit.FAILED)
