"""Kills interviews at random moments, continues them, and compares the files that they wrote.

    python tools/kill_interviews.py [--kills N] [--seed N]

A script is typed line by line into an interview, which is killed at a random moment. The next run is typed the rest,
from the first line that is not on disk. The file must be the same as if the interview had
never been killed. Ends with 1 if one differs.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.interviews import FILE, begin, make_script  # noqa: E402 - as above

HALF = b"Enter for none: "
"""The end of a prompt for a note, a choice or a reason, which is typed again with the line before it."""


class State(NamedTuple):
    """The file when a prompt is there, whether the prompt belongs to the line before, and whether it is the end."""

    file: bytes
    is_half: bool
    is_end: bool


def main() -> int:
    """Makes all kills and prints how many sessions ended as they should."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    random = Random(given.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        begin(folder)
        start = (folder / FILE).read_bytes()
        faults = 0
        done = 0
        while done < given.kills:
            script = make_script(random.randrange(10**6))
            states = list_states(folder, start, script)
            script = script[: len(states) - 1]
            for _ in range(min(10, given.kills - done)):
                faults += not survive(folder, start, script, states, random)
                done += 1
    print(f"{done} kills, {faults} files that differ from an interview that was never killed")
    return 1 if faults else 0


def list_states(folder: Path, start: bytes, script: list[str]) -> list[State]:
    """The file after each line of an interview that is not killed, when the next prompt is there, up to its end."""
    (folder / FILE).write_bytes(start)
    process = open_interview(folder)
    states = [wait_for_prompt(folder, process)]
    for line in script:
        type_line(process, line)
        states.append(wait_for_prompt(folder, process))
        if states[-1].is_end:
            break
    end(process)
    if process.returncode:
        raise SystemExit("the interview did not start")
    return states


def survive(folder: Path, start: bytes, script: list[str], states: list[State], random: Random) -> bool:
    """Whether an interview that is killed once and continued writes the same file as one that is never killed."""
    (folder / FILE).write_bytes(start)
    process = open_interview(folder)
    wait_for_prompt(folder, process)
    place = random.randrange(len(script))
    for line in script[:place]:
        type_line(process, line)
        wait_for_prompt(folder, process)
    type_line(process, script[place])
    time.sleep(random.random() * 0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = (folder / FILE).read_bytes()
    if left not in (states[place].file, states[place + 1].file):
        print(f"{script[: place + 1]}: what is left is neither the old file nor the new one", flush=True)
        return False
    return go_on(folder, script, states, place + (left != states[place].file))


def go_on(folder: Path, script: list[str], states: list[State], first: int) -> bool:
    """Whether the rest of a script gives the same file as an interview that was never killed."""
    while states[first].is_half:
        first -= 1
    if states[first].is_end:
        return (folder / FILE).read_bytes() == states[first].file
    process = open_interview(folder)
    wait_for_prompt(folder, process)
    for line in script[first:]:
        type_line(process, line)
        wait_for_prompt(folder, process)
    end(process)
    is_same = (folder / FILE).read_bytes() == states[-1].file
    if not is_same:
        print(f"{script} from line {first + 1}: the file differs", flush=True)
    return is_same


def open_interview(folder: Path) -> subprocess.Popen[bytes]:
    """An interview that waits for lines."""
    command = [sys.executable, "-m", "nhsdx", "interview", FILE]
    return subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def type_line(process: subprocess.Popen[bytes], line: str) -> None:
    """Types a line, unless the interview has ended."""
    if process.stdin is None:
        raise AssertionError(process)
    try:
        process.stdin.write(f"{line}\n".encode())
        process.stdin.flush()
    except BrokenPipeError:
        pass


def wait_for_prompt(folder: Path, process: subprocess.Popen[bytes]) -> State:
    """Waits until the next prompt is shown, or the interview has ended, and returns the file."""
    if process.stdout is None:
        raise AssertionError(process)
    seen = b""
    while not seen.endswith(b": "):
        part = os.read(process.stdout.fileno(), 65536)
        if not part:
            break
        seen += part
    return State((folder / FILE).read_bytes(), seen.endswith(HALF), is_end=not seen.endswith(b": "))


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends the input of an interview, and waits for it."""
    process.communicate()


if __name__ == "__main__":
    sys.exit(main())
