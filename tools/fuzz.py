"""Gives the readers of nhsdx files that are changed at random, and prints each fault.

    python tools/fuzz.py [--minutes N] [--seed N] [--reader NAME]...

Keeps each file with which something happened in the folder `fuzz-faults`; put it into `tests/fuzz_corpus` once the
fault is fixed. Ends with 1 if there was one.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import tempfile
import time
import warnings
from collections import Counter
from hashlib import sha256
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.fuzzing.judge import Fault, draw_file, try_file
from tests.support.fuzzing.readers import READERS, write_companions

FAULTS = Path("fuzz-faults")
HANGS_AFTER = 120
"""Seconds after which a run ends everything, with the place where it hangs; its file is kept."""


def main() -> int:
    """Changes and reads files until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--reader", choices=sorted(READERS), action="append")
    given = parser.parse_args()
    warnings.simplefilter("error")
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    end = time.monotonic() + 60 * given.minutes
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_companions(folder)
        number = given.seed
        while time.monotonic() < end:
            for name in given.reader or READERS:
                tried[name] += 1
                found[name] += fuzz(name, folder, number)
            number += 1
    for name, count in tried.items():
        print(f"{name}: {count} files, {found[name]} faults")
    return 1 if found.total() else 0


def fuzz(name: str, folder: Path, number: int) -> int:
    """Tries one changed file with a reader, and returns how many faults it found."""
    random = Random(f"{name} {number}")  # noqa: S311 - no secret
    data = draw_file(name, folder, random)
    # If the process dies, the file is here.
    last = FAULTS / f"last.{READERS[name].form}"
    FAULTS.mkdir(exist_ok=True)
    last.write_bytes(data)
    faulthandler.dump_traceback_later(HANGS_AFTER, exit=True)
    faults = list(try_file(name, data, folder, random))
    faulthandler.cancel_dump_traceback_later()
    last.unlink()
    for fault in faults:
        report(fault, name, number)
    return len(faults)


def report(fault: Fault, name: str, number: int) -> None:
    """Prints a fault and keeps its file."""
    kept = FAULTS / f"{name}-{sha256(fault.data).hexdigest()[:10]}.{READERS[name].form}"
    kept.write_bytes(fault.data)
    print(f"{name} {number}: {fault.command}: {kept}\n  {fault.wrong}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
