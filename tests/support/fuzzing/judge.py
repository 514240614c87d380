"""Runs commands with changed files, and says what must never happen."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.support.fuzzing.change import change
from tests.support.fuzzing.readers import READERS, list_seeds
from tests.support.run import nhsdx

CODES = (0, 1, 2, 4)
MOST_OUT = 3_000_000
MOST_ERR = 100_000
MOST_SECONDS = 15.0
"""The most memory of this process, for a file that is far below all limits."""


class Fault(NamedTuple):
    """What must not happen: the command, what is wrong, and the file with which it happened."""

    command: str
    wrong: str
    data: bytes


def draw_file(name: str, folder: Path, random: Random) -> bytes:
    """A changed file for a reader; one in twenty is left unchanged."""
    seeds = list_seeds(name, folder)
    seed = random.choice(seeds)
    return seed if random.random() < 0.05 else change(seed, seeds, READERS[name].form, random)


def try_file(name: str, data: bytes, folder: Path, random: Random) -> Iterator[Fault]:
    """Runs one of the commands of a reader with a file; yields what is wrong."""
    reader = READERS[name]
    command = random.choice(reader.commands)
    place = folder / f"changed.{reader.form}"
    place.write_bytes(data)
    before = {one.name for one in folder.iterdir()}
    for wrong in _run([word.format(file=place.name) for word in command.split()], folder):
        yield Fault(command, wrong, data)
    for left in {one.name for one in folder.iterdir()} - before:
        yield Fault(command, f"left {left}", data)


def _run(words: list[str], folder: Path) -> Iterator[str]:
    began = time.process_time()
    try:
        run = nhsdx(*words, cwd=folder)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - a panic of a library is not an Exception
        yield f"escaped: {traceback.format_exc()[-2000:]}"
        return
    seconds = time.process_time() - began
    if seconds > MOST_SECONDS:
        yield f"took {seconds:.0f} s"
    if run.code not in CODES or "Traceback" in run.err or "a bug in nhsdx" in run.err:
        yield f"exit {run.code}: {run.err[-500:]}"
    if run.code == 2 and not run.err:
        yield "exit 2 without a word"
    if len(run.out) > MOST_OUT or len(run.err) > MOST_ERR:
        yield f"printed {len(run.out)} and {len(run.err)} characters"
    if "\x1b" in run.out + run.err or "\x00" in run.out + run.err:
        yield "printed a control character"
