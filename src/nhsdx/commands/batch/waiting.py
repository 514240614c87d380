"""Long work: shows progress, and stops at once without leaving anything behind."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

T = TypeVar("T")
OFTEN = 0.1
"""Seconds between two looks at the work."""


class _StopSignal(BaseException):
    """A signal that asks the program to end, by its number."""


def wait_for(function: Callable[[], T], title: str, folder: Path, clear: Callable[[], None]) -> T:
    """The result of a function; on a terminal, the time and the size of the files so far are shown meanwhile.

    Interrupted, the program ends at once, after `clear`, with 128 and the signal's number. Engines do not listen to
    signals while they work, so the function runs in a thread of its own.
    """
    try:
        with _catch_signals():
            pool = ThreadPoolExecutor(1)
            work = pool.submit(function)
            pool.shutdown(wait=False)
            _watch(work, title, folder)
    except _StopSignal as stopped:
        clear()
        print("interrupted: nothing was written", file=sys.stderr, flush=True)
        os._exit(128 + stopped.args[0])
    return work.result()


@contextmanager
def _catch_signals() -> Iterator[None]:
    """Turns an interruption or a request to end into an exception, and restores the handlers afterwards."""

    def stop(number: int, _: FrameType | None) -> None:
        raise _StopSignal(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _watch(work: Future[T], title: str, folder: Path) -> None:
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    is_shown = sys.stderr is not None and sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not is_shown) as progress:
        task = progress.add_task(title)
        while wait([work], OFTEN).not_done:
            if is_shown:
                progress.update(task, description=f"{title}: {_sum_sizes(folder) / 1e6:.0f} MB written")


def _sum_sizes(folder: Path) -> int:
    size = 0
    for file in folder.rglob("*"):
        try:
            size += file.stat().st_size
        except OSError:
            # It was renamed or removed meanwhile.
            continue
    return size
