"""Ends an interrupted run immediately, always in the same way, and without leaving files behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
PATIENCE = 30.0
"""The maximum number of seconds to wait for outputs that are being moved to their final names."""
TRIES = 50
IS_ENDING = threading.Event()
"""An event that is set once a signal has begun to end the run."""
SHOW_CURSOR = b"\x1b[?25h"


@contextmanager
def end_on_signals() -> Iterator[None]:
    """Inside this context, a signal to stop ends the program, and the exit code is 128 plus the number of the signal.

    A thread waits for the signals, because engines ignore signals while they work, and because some libraries would
    catch an exception that was meant to end the program. Signals that are ignored, as with nohup, stay ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    heard = [number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, _pass) for number in heard}
    wake = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    # The thread starts only now, because an interruption while it starts would raise an exception.
    threading.Thread(target=_wait, args=(reader,), daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(wake)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(writer)


def _pass(_number: int, _frame: object) -> None:
    """Does nothing, because the thread reacts to the signal."""


def _wait(reader: int) -> None:
    """Waits for the number of a signal on the pipe, which is closed at the end of the run."""
    while received := os.read(reader, 1):
        if received[0] in ENDING:
            _end(received[0])
    os.close(reader)


def wait_for_end() -> None:
    """Waits if a signal is ending the run, because an error raised now would only say that the run's files are gone."""
    if IS_ENDING.is_set():
        threading.Event().wait(PATIENCE)


def _end(number: int) -> None:
    IS_ENDING.set()
    folders = sys.modules.get("nhsdx.files.work_folders")
    # The module may still be loading; then there are no folders yet.
    if folders is not None and hasattr(folders, "clear"):
        # The lock is never released, because no file may be created or moved any more.
        folders.CHANGING.acquire(timeout=PATIENCE)
        for work in tuple(folders.WORK_FOLDERS):
            _clear(folders.clear, work)
    try:
        is_terminal = os.isatty(2)
        os.write(2, (SHOW_CURSOR if is_terminal else b"") + b"nhsdx: interrupted\n")
    except OSError:
        pass
    os._exit(128 + number)


def _clear(clear: Callable[[Path], None], work: Path) -> None:
    """Removes a folder into which an engine may still be writing."""
    for _ in range(TRIES):
        clear(work)
        if not work.exists():
            return


def fill_closed_streams() -> None:
    """Opens the null device in place of closed standard streams, so that no other file gets a stream's number."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
