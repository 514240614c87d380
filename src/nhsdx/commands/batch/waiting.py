"""Shows the progress of long work."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

T = TypeVar("T")
OFTEN = 0.1
"""Seconds between two checks on the work."""


def wait_for(function: Callable[[], T], title: str, folder: Path) -> T:
    """The result of the given function.

    While the function runs, a terminal shows the time taken and the size of the files so far.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        return function()
    pool = ThreadPoolExecutor(1)
    work = pool.submit(function)
    pool.shutdown(wait=False)
    _watch(work, title, folder)
    return work.result()


def _watch(work: Future[T], title: str, folder: Path) -> None:
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title)
        while wait([work], OFTEN).not_done:
            progress.update(task, description=f"{title}: {_sum_sizes(folder) / 1e6:.0f} MB written")


def _sum_sizes(folder: Path) -> int:
    size = 0
    for file in folder.rglob("*"):
        try:
            size += file.stat().st_size
        except OSError:
            # It was renamed or removed in the meantime.
            continue
    return size
