"""Fills random workbooks, lets LibreOffice calculate their results, and compares these with the engine's.

    python tools/workbooks.py [--results N] [--shipped N] [--trips N]

`--results` is how many workbooks of random rubrics LibreOffice works out, from formulas without their values, and
`--shipped` how many of the shipped rubric; what it saves is read back too. `--trips` is how many are drawn and read
back without it. Ends with 1 if anything differs. The random rubrics come from the property tests, with every
feature.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeAlias

from hypothesis import HealthCheck, Phase, given, settings

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.build import Table  # noqa: E402 - as above
from tests.support.laws.filled import Sample, filled_tables, load_sample, write_sample  # noqa: E402 - as above
from tests.support.live_results import list_differences, read_out, score_sample, work_out  # noqa: E402 - as above
from tests.support.programs.office import recalculate  # noqa: E402 - as above
from tests.support.random_answers import fill_rubric  # noqa: E402 - as above
from tests.support.samples import SHIPPED  # noqa: E402 - as above

from nhsdx.forms import Leaves  # noqa: E402 - as above
from nhsdx.forms.filled import FilledForm, fill_form  # noqa: E402 - as above
from nhsdx.forms.media.readers import FormOptions, open_form  # noqa: E402 - as above
from nhsdx.forms.media.workbook.draw import draw_workbook  # noqa: E402 - as above
from nhsdx.forms.merge import format_assessment  # noqa: E402 - as above

Maker: TypeAlias = Callable[[Path], Sample]
"""Writes a rubric and an assessment into a folder."""
AT_ONCE = 50
"""How many workbooks LibreOffice opens in one run."""


def main() -> int:
    """Makes all workbooks and prints how many are as they should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=int, default=200)
    parser.add_argument("--shipped", type=int, default=40)
    parser.add_argument("--trips", type=int, default=1_000)
    wanted = parser.parse_args()
    counts: Counter[str] = Counter()
    try_each(wanted.trips, lambda tables: counts.update([try_trip(tables)]))
    makers: list[Maker] = [partial(fill_shipped, seed) for seed in range(wanted.shipped)]
    try_each(wanted.results, lambda tables: makers.append(lambda folder: write_sample(folder, tables)))
    for first in range(0, len(makers), AT_ONCE):
        counts.update(try_results(makers[first : first + AT_ONCE]))
    for name, count in sorted(counts.items()):
        print(f"{count} {name}")
    return int(any(name.startswith("NOT") for name in counts))


def fill_shipped(seed: int, folder: Path) -> Sample:
    """The shipped rubric, answered at random."""
    return fill_rubric(folder, SHIPPED, Random(seed))  # noqa: S311 - no secret


def try_each(count: int, work: Callable[[tuple[Table, Table]], None]) -> None:
    """Runs a check on this many random rubrics and assessments."""
    if not count:
        return
    checks = list(HealthCheck)

    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=checks, phases=[Phase.generate])
    @given(tables=filled_tables())
    def run(tables: tuple[Table, Table]) -> None:
        work(tables)

    run()


def try_trip(tables: tuple[Table, Table]) -> str:
    """Whether reading a workbook gives the same assessment, with the same digest."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sample = write_sample(folder, tables)
        (folder / "form.xlsx").write_bytes(draw_workbook(sample.form, sample.leaves))
        return "read back with the same digest" if is_same(folder, folder / "form.xlsx", sample) else f"NOT: {tables}"


def is_same(folder: Path, form: Path, sample: Sample) -> bool:
    """Whether a filled workbook gives the assessment, and the file made from it has the same digest."""
    filled = read_form(folder, form, sample)
    (folder / "again.toml").write_text(format_assessment(filled.form, filled.leaves), encoding="utf-8")
    again = load_sample(folder / "again.toml")
    digests = [score_sample(one).assessment.digest for one in (sample, again)]
    return filled.leaves == sample.leaves and digests[0] == digests[1]


def read_form(folder: Path, form: Path, sample: Sample) -> FilledForm:
    """The assessment made from a filled workbook."""
    named = str(sample.loaded.source.data["rubric"])
    rubric = str(folder / named) if named.endswith(".toml") else None
    return fill_form(open_form(str(form), FormOptions(rubric=rubric)), rubric, lambda _: named, {})


def describe_saved(folder: Path, form: Path, sample: Sample) -> str:
    """Whether the file that LibreOffice saved gives the assessment; it saves fifteen digits of a number."""
    if is_same(folder, form, sample):
        return "saved by LibreOffice and read back"
    found, wanted = (cut_digits(leaves) for leaves in (read_form(folder, form, sample).leaves, sample.leaves))
    return "saved by LibreOffice with fifteen digits of a longer number" if found == wanted else "NOT read back"


def cut_digits(leaves: Leaves) -> Leaves:
    """The values with no more than fifteen digits of each number."""
    return {path: float(f"{one:.15g}") if isinstance(one, float) else one for path, one in leaves.items()}


def try_results(makers: list[Maker]) -> list[str]:
    """For each workbook, whether LibreOffice works out the engine's results and saves all answers."""
    found = []
    with tempfile.TemporaryDirectory() as place:
        folders = [Path(place, str(number)) for number in range(len(makers))]
        samples = []
        for folder, make in zip(folders, makers, strict=True):
            folder.mkdir()
            samples.append(make(folder))
            content = draw_workbook(samples[-1].form, samples[-1].leaves, is_cached=False)
            Path(place, f"{folder.name}.xlsx").write_bytes(content)
        made = recalculate([Path(place, f"{folder.name}.xlsx") for folder in folders], Path(place, "made"))
        for folder, sample in zip(folders, samples, strict=True):
            book = made / f"{folder.name}.xlsx"
            found.append(describe_saved(folder, book, sample))
            if work_out(sample) is None:
                found.append("that say that they have no results")
                continue
            wrong = list(list_differences(score_sample(sample), read_out(book)))
            found.append(f"NOT the engine's: {wrong}" if wrong else "worked out as by the engine, to nine decimals")
    return found


if __name__ == "__main__":
    sys.exit(main())
