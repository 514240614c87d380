"""How long `nhsdx` takes to start and score, compared with the shortest possible time: ratios from one run.

    python benchmarks/startup.py [ROUNDS]

The commands run in turn, round by round, so a machine that slows down affects all of them.
Needs the `dev` extra (for check-jsonschema). Run it on an otherwise idle machine.
"""

from __future__ import annotations

import compileall
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import nhsdx
from nhsdx.model.assessment import AssessmentFile

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = str(ROOT / "examples" / "marlowe-vale.toml")
BIN = Path(sys.executable).parent
BARE_TYPER = """
import typer
app = typer.Typer(help="A bare program.", no_args_is_help=True)
sub = typer.Typer(help="A group.")
for name in ("assess", "explain", "check", "compare", "verify", "new"):
    app.command(name)(lambda file: None)
for name in ("list", "show", "lint", "test", "schema"):
    sub.command(name)(lambda file: None)
app.add_typer(sub, name="rubric")
app()
"""
IMPORTS = "import typer, pydantic; type('M', (pydantic.BaseModel,), {})"


def main() -> None:
    """Time every command, and print each ratio with its goal."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    compileall.compile_dir(str(Path(nhsdx.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        schema = Path(folder) / "assessment.json"
        schema.write_text(json.dumps(AssessmentFile.model_json_schema()), encoding="utf-8")
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE_TYPER, encoding="utf-8")
        commands = {
            "nhsdx assess": [str(BIN / "nhsdx"), "assess", EXAMPLE, "--format", "json"],
            "imports": [sys.executable, "-c", IMPORTS],
            "check-jsonschema": [str(BIN / "check-jsonschema"), "--schemafile", str(schema), EXAMPLE],
            "import nhsdx": [sys.executable, "-c", "import nhsdx"],
            "import pydantic": [sys.executable, "-c", "import pydantic"],
            "nhsdx --help": [str(BIN / "nhsdx"), "--help"],
            "bare typer --help": [sys.executable, str(bare), "--help"],
        }
        times = timed(commands, rounds)
    for name, seconds in times.items():
        print(f"{name:20} {1000 * median(seconds):6.0f} ms")
    print()
    compare(times, "nhsdx assess", "imports", 1.5)
    compare(times, "nhsdx assess", "check-jsonschema", 0.8)
    compare(times, "nhsdx --help", "bare typer --help", 1.3)
    compare(times, "import nhsdx", "import pydantic", 1.2)


def timed(commands: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """The seconds of each round of each command, after one round that does not count."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for count in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=os.environ)
            if count:
                times[name].append(time.perf_counter() - start)
    return times


def compare(times: dict[str, list[float]], ours: str, other: str, goal: float) -> None:
    """Print the median ratio of paired rounds, and whether it meets the goal."""
    ratio = median(mine / theirs for mine, theirs in zip(times[ours], times[other], strict=True))
    verdict = "met" if ratio <= goal else "MISSED"
    print(f"{ours} / {other}: {ratio:.2f} (goal: at most {goal}: {verdict})")


if __name__ == "__main__":
    main()
