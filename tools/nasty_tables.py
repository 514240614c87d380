"""Reads thousands of difficult tables on every engine, and lists tables on which engines differ or are wrong.

    python tools/nasty_tables.py [COUNT [SEED [ENGINE …]]]     1000 tables on polars and duckdb; spark, if installed

The tables of a seed are always the same. They stay in the folder that is shown, so that they can be tried again.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.nasty import groups
from tests.support.nasty.outcomes import Outcome, agree, expect_outcome
from tests.support.nasty.tables import NastyTable, make_tables

AT_ONCE = 100


def main() -> int:
    """Exit code 1 if a table is read wrongly."""
    count, seed = (int(word) for word in (*sys.argv[1:3], *("1000", "1")[len(sys.argv) - 1 :]))
    engines = sys.argv[3:] or ["polars", "duckdb"]
    folder = Path(tempfile.mkdtemp(prefix="nasty-"))
    print(f"{count} tables with seed {seed} in {folder}")
    wrong = 0
    tables = make_tables(seed, count, folder)
    for start in range(0, count, AT_ONCE):
        part = tables[start : start + AT_ONCE]
        found = {engine: _read(part, folder, engine, start) for engine in engines}
        for place, table in enumerate(part):
            wrong += _report(table, {engine: outcomes[place] for engine, outcomes in found.items()})
    print(f"{wrong} wrong")
    return 1 if wrong else 0


def _read(tables: Sequence[NastyTable], folder: Path, engine: str, start: int) -> list[Outcome]:
    work = folder / f"work-{start}-{engine}"
    if engine != "spark":
        return groups.read_outcomes(tables, folder, work, engine)
    from tests.support.nasty.spark import read_outcomes

    from nhsdx.tables.engines.spark import SparkEngine

    SparkEngine.start("local[2]")
    return read_outcomes(tables, folder, work)


def _report(table: NastyTable, found: dict[str, Outcome]) -> bool:
    """Whether an engine is wrong about a table; the results of all engines are printed."""
    expected = expect_outcome(table)
    first = next(iter(found.values()))
    if all(agree(one, expected) and agree(one, first) for one in found.values()):
        return False
    print(f"{table.name}: expected {expected}")
    for engine, one in found.items():
        print(f"  {engine}: {one}")
    return True


if __name__ == "__main__":
    sys.exit(main())
