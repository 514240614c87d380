"""Long work: shown to be going on, and stopped at once without leaving anything behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Generic, TypeVar

T = TypeVar("T")
OFTEN = 0.1
"""Seconds between two looks at the work."""


class _Work(threading.Thread, Generic[T]):
    """A function on a thread of its own, for engines do not listen to signals while they work."""

    def __init__(self, function: Callable[[], T]) -> None:
        super().__init__(daemon=True)
        self.function = function
        self.result: list[T] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        """Runs the function, and keeps what comes of it."""
        try:
            self.result.append(self.function())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            self.error = error


class _StopSignal(BaseException):
    """A signal asked the program to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def wait_for(function: Callable[[], T], title: str, folder: Path, clear: Callable[[], None]) -> T:
    """What the function gives, in the end; on a terminal with the time and the size of what is written so far.

    Interrupted, the program ends at once, after `clear`, with 128 and the signal's number.
    """
    work = _Work(function)
    try:
        with _catch_signals():
            work.start()
            _watch(work, title, folder)
    except _StopSignal as stopped:
        clear()
        print("interrupted: nothing was written", file=sys.stderr, flush=True)
        os._exit(128 + stopped.number)
    if work.error is not None:
        raise work.error
    return work.result[0]


@contextmanager
def _catch_signals() -> Iterator[None]:
    """Makes an interruption or a polite end an exception, and puts back what was there."""

    def stop(number: int, _: FrameType | None) -> None:
        raise _StopSignal(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _watch(work: _Work[T], title: str, folder: Path) -> None:
    if sys.stderr is None or not sys.stderr.isatty():
        while work.is_alive():
            work.join(OFTEN)
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as progress:
        task = progress.add_task(title)
        while work.is_alive():
            work.join(OFTEN)
            progress.update(task, description=f"{title}: {_count_megabytes(folder)} MB written")


def _count_megabytes(folder: Path) -> str:
    size = 0
    for file in folder.rglob("*"):
        try:
            size += file.stat().st_size
        except OSError:
            # It was renamed or removed meanwhile.
            continue
    return f"{size / 1e6:.0f}"
