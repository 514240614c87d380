"""Starts the program, for both `nhsdx` and `python -m nhsdx`."""

from __future__ import annotations

import gc
import signal


def start() -> None:
    """Runs the program, which then ends cleanly if it gets a signal to stop."""
    # A run is too short for garbage collection to pay off; memory is freed when the process ends.
    gc.disable()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Until the program handles signals, an interruption ends the run without a traceback.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from nhsdx.cli.ending import end_on_signals, fill_closed_streams

    fill_closed_streams()
    with end_on_signals():
        from nhsdx.main import main

        main()


if __name__ == "__main__":
    start()
