"""Ends the commands that write at random moments, and prints what was left.

    python tools/kills.py [--kills N] [--seed N]

Half of the signals come in the last third of a run, in which it writes. After each signal, every output must be the old
file or the new one, and complete. Ends with 1 if something was lost, half-written or left behind.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import tomli_w  # noqa: E402 - as above
from tests.support.samples import assessment, level, small_rubric, write  # noqa: E402 - as above
from tests.support.surveys import survey_rubric  # noqa: E402 - as above

from nhsdx.forms.media.drawers import DRAWERS  # noqa: E402 - as above

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
READ = [one for one in DRAWERS if one not in ("html", "json")]
"""The media of forms that people fill in: a form for a browser saves a file of TOML."""
NEW = "--subject A --date 2026-01-01 --seen 2026-01-01"
WRITERS = {
    "assess": ("assess a.toml --format json -o {1}", ("x.json",)),
    "explain": ("explain a.toml -o {1}", ("x.html",)),
    "report docx": ("report a.toml -o {1}", ("x.docx",)),
    "report pdf": ("report a.toml -o {1}", ("x.pdf",)),
    "report html": ("report a.toml -o {1}", ("x.html",)),
    "check": ("check a.toml -o {1} --also sarif:{2} --badge {3}", ("x.md", "x.sarif", "x.svg")),
    "compare": ("compare a.toml b.toml -o {1}", ("x.html",)),
    "batch": ("batch t.csv --rubric rubric.toml -o {1} --rejects {2}", ("x.csv", "y.csv")),
    "batch parquet": ("batch t.csv --rubric rubric.toml --engine duckdb -o {1}", ("x.parquet", "x.rejects.csv")),
    "survey": (f"survey r.csv --map map.toml --into {{1}} {NEW} --rejects {{2}} -o {{3}}", ("x.toml", "y.csv", "x.md")),
    "survey into": ("survey r.csv --map map.toml --into {1} --seen 2026-01-01 --rejects {2}", ("x.toml", "y.csv")),
    "migrate": ("migrate a.toml --to rubric.toml -o {1}", ("x.toml",)),
    "new": ("new rubric.toml --date 2026-01-01 -o {1}", ("x.toml",)),
    **{f"new {one}": ("new a.toml --date 2026-01-01 -o {1}", (f"x.{one}",)) for one in DRAWERS},
    "rubric form xlsform": ("rubric form seen.toml --to xlsform -o {1} --map {2}", ("x.xlsx", "y.toml")),
    "rubric form redcap": ("rubric form seen.toml --to redcap -o {1} --map {2}", ("x.csv", "y.toml")),
    "import toml": ("import a.toml -o {1}", ("x.toml",)),
    **{f"import {one}": (f"import form.{one} -o {{1}}", ("x.toml",)) for one in READ},
    "import merge": ("import b.toml --merge --prefer answers -o {1}", ("x.toml",)),
    "plan": ("plan a.toml --target 70 -o {1}", ("x.html",)),
    "plan actions": ("plan {1} --target 80 --actions 1 --due 2026-12-01", ("x.toml",)),
    "benefits": ("benefits case.toml -o {1}", ("x.docx",)),
    "rubric extend": ("rubric extend rubric.toml --id local --decided 2026-01-01 -o {1}", ("x.toml",)),
    "rubric form": ("rubric form seen.toml --to xlsform -o {1} --map {2}", ("x.xlsx", "x.map.toml")),
    "rubric schema": ("rubric schema assessment -o {1}", ("x.json",)),
}
FORMS = {f"form.{one}" for one in READ}
INPUTS = {"case.toml", "rubric.toml", "seen.toml", "a.toml", "b.toml", "map.toml", "r.csv", "t.csv", *FORMS}
OLD = b"old"
BEGUN = {
    "plan actions": {
        "x.toml": tomli_w.dumps(assessment({one: level(3) for one in ("skill", "time", "safety")})).encode()
    },
    "survey into": {
        "x.toml": b'format = "nhsdx.assessment/1"\nrubric = "seen.toml"\n[assessment]\nsubject = "A"\n'
        b'date = 2026-01-01\nvoice = "clinicians"\n'
    },
    "import merge": {
        "x.toml": b'format = "nhsdx.assessment/1"\nrubric = "rubric.toml"\n[assessment]\nsubject = "A"\n'
        b'date = 2026-01-01\nvoice = "self"\n[answers.skill]\nlevel = 1\n'
    },
}
"""Outputs that exist before the run, to which the command adds."""
HEADINGS = ("kills", "ended first", "all new", "none new", "some new", "left", "left after next run", "faults")


class Writer(NamedTuple):
    """A command: its words, the outputs of an undisturbed run, and how long that takes."""

    name: str
    words: Sequence[str]
    outputs: dict[str, bytes]
    seconds: float


def main() -> int:
    """Makes all kills and prints a row for each signal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    random = Random(given.seed)  # noqa: S311 - no secret
    found: dict[signal.Signals, Counter[str]] = {one: Counter() for one in SIGNALS}
    with tempfile.TemporaryDirectory() as place:
        write_inputs(Path(place) / "inputs")
        writers = [measure(name, Path(place)) for name in WRITERS]
        for number in range(given.kills):
            sent = SIGNALS[number % len(SIGNALS)]
            found[sent].update(kill(writers[number // len(SIGNALS) % len(writers)], sent, Path(place), random))
    print(f"| signal | {' | '.join(HEADINGS)} |\n| --- |{' ---: |' * len(HEADINGS)}")
    for sent, counts in found.items():
        print(f"| {sent.name} | {' | '.join(str(counts[heading]) for heading in HEADINGS)} |")
    return 1 if sum(counts["faults"] for counts in found.values()) else 0


def write_inputs(folder: Path) -> None:
    """Writes what the commands read."""
    folder.mkdir()
    write(folder / "rubric.toml", small_rubric())
    write(folder / "seen.toml", survey_rubric())
    for name, number in (("a", 3), ("b", 4)):
        write(folder / f"{name}.toml", assessment({one: level(number) for one in ("skill", "time", "safety")}))
    text = 'format = "nhsdx.questionnaire/1"\nrubric = "seen.toml"\nsource = "plain"\n[criteria.care]\ncolumn = "Q"\n'
    (folder / "map.toml").write_text(text, encoding="utf-8")
    (folder / "r.csv").write_text("Q\n" + "IT\n" * 12 + "wrong\n", encoding="utf-8")
    (folder / "t.csv").write_text("skill\n" + "3\nwrong\n" * 2000, encoding="utf-8")
    shutil.copy(ROOT / "examples" / "benefits" / "marlowe-vale.toml", folder / "case.toml")
    for form in sorted(FORMS):
        subprocess.run(start_words(["new", "a.toml", "--date", "2026-01-01", "-o", form]), cwd=folder, check=True)


def measure(name: str, place: Path) -> Writer:
    """The outputs and the time of a command that nothing disturbs."""
    words, names = WRITERS[name]
    folder = prepare(place)
    arguments = [word.format("", *names) for word in words.split()]
    took = []
    for _ in range(2):
        write_all(folder, BEGUN.get(name, {}))
        began = time.monotonic()
        subprocess.run(start_words(arguments), cwd=folder, check=True, capture_output=True, env=environment(folder))
        took.append(time.monotonic() - began)
        outputs = {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file() and one.name not in INPUTS}
        for one in outputs:
            (folder / one).unlink()
    if set(outputs) != set(names):
        sys.exit(f"{name} wrote {set(outputs)}")
    return Writer(name, arguments, outputs, min(took))


def prepare(place: Path) -> Path:
    """A new folder with what the commands read, and a folder for temporary files."""
    folder = place / "run"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(place / "inputs", folder)
    (folder / "temporary").mkdir()
    return folder


def start_words(arguments: Sequence[str]) -> list[str]:
    """The words that start the program."""
    return [sys.executable, "-m", "nhsdx", *arguments]


def environment(folder: Path) -> dict[str, str]:
    """The variables of this process, and the place of temporary files."""
    return {**os.environ, "TMPDIR": str(folder / "temporary")}


def kill(writer: Writer, sent: signal.Signals, place: Path, random: Random) -> Counter[str]:
    """Ends a command once, and counts what happened; prints faults."""
    folder = prepare(place)
    # `survey --into` and `import --merge` add to an assessment, so the file that they find must be an assessment.
    replaces = not writer.name.startswith("survey") and writer.name not in BEGUN and random.random() < 0.5  # noqa: PLR2004 - half of them
    before = dict.fromkeys(writer.outputs, OLD) if replaces else BEGUN.get(writer.name, {})
    write_all(folder, before)
    words = start_words([*writer.words, *(["--force"] if replaces else [])])
    delay = random.uniform(2 / 3, 1.05) if random.random() < 0.5 else random.uniform(0, 1)  # noqa: PLR2004 - as above
    process = subprocess.Popen(words, cwd=folder, stdout=-1, stderr=-1, env=environment(folder))
    time.sleep(delay * writer.seconds)
    process.send_signal(sent)
    _, errors = process.communicate(timeout=120)
    counts = Counter(kills=1)
    counts["ended first"] += process.returncode == 0
    states = {name: judge_output(folder / name, content, before.get(name)) for name, content in writer.outputs.items()}
    new = sum(state == "new" for state in states.values())
    counts["all new" if new == len(states) else "some new" if new else "none new"] += 1
    left = list_left(folder)
    counts["left"] += bool(left)
    if left:
        subprocess.run(start_words([*writer.words, "--force"]), cwd=folder, capture_output=True, check=False,
                       env=environment(folder))  # fmt: skip
        counts["left after next run"] += bool(list_left(folder))
    for fault in find_faults(sent, process.returncode, errors, states, left):
        print(f"{writer.name}, {sent.name} after {delay:.3f} of {writer.seconds:.2f} s: {fault}", flush=True)
        counts["faults"] += 1
    return counts


def write_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Writes files into a folder."""
    for name, content in contents.items():
        (folder / name).write_bytes(content)


def judge_output(place: Path, content: bytes, before: bytes | None) -> str:
    """Whether an output is as before, new, or neither."""
    found = place.read_bytes() if place.exists() else None
    if found == content:
        return "new"
    return "old" if found == before else "broken"


def list_left(folder: Path) -> list[str]:
    """Temporary files and folders."""
    return [one.name for one in (*folder.iterdir(), *(folder / "temporary").iterdir()) if one.name.startswith(".nhsdx")]


def find_faults(
    sent: signal.Signals, code: int, errors: bytes, states: dict[str, str], left: Sequence[str]
) -> Iterator[str]:
    """What must not happen. A run that is killed cannot delete its temporary files, and may stop between two outputs.

    Before nhsdx starts, while Python loads its first modules, Python ends the run in its own way.
    """
    for name, state in states.items():
        if state == "broken":
            yield f"{name} is neither the old file nor the new one"
    is_python = b"KeyboardInterrupt" in errors and b"in start" not in errors
    if b"a bug" in errors or (b"Traceback" in errors and not is_python):
        yield f"ended with {code}: {errors[-300:].decode()}"
    if sent == signal.SIGKILL:
        return
    if code not in (0, 128 + sent, -sent) and not is_python:
        yield f"ended with {code}"
    if len(set(states.values())) > 1:
        yield f"some outputs are new and others are not: {states}"
    if left:
        yield f"left {', '.join(left)}"


if __name__ == "__main__":
    sys.exit(main())
