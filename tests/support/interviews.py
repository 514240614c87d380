"""Interviews of tests: a small rubric of every kind of question, and lines that somebody may type."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.support.build import Table, flat_rubric
from tests.support.run import Run, nhsdx
from tests.support.samples import FOUR_KINDS, write

DAY = ("--date", "2026-10-01")
FILE = "assessment.toml"
LINES = (
    "y",
    "p",
    "n",
    "u",
    "yn",
    "nnn",
    "",
    "b",
    "b2",
    "s",
    "?",
    "=",
    "x",
    "1",
    "2",
    "3",
    "5",
    "note",
    "Because it is.",
)
LATER = ("2026-03-11", "11/03/2026", "6", "-1", "0.5", "skip", "A place", "yes", "%", 'é“ \\ "')


def interview_rubric() -> Table:
    """A rubric with each kind of question, grades, a fact of the context, and a question that depends on another."""
    criteria = {name: FOUR_KINDS[name] for name in ("leader", "basics", "funding", "view")}
    criteria |= {
        "shares": FOUR_KINDS["shares"]
        | {
            "asked-when": {"criterion": "leader", "at-least": 2},
            "scored-on": "The weakest site.",
            "look-for": "Two papers.",
            "evidence": ["A paper", "Another"],
            "red-flags": ["Nobody has seen it"],
        }
    }
    grades = [
        {"id": "hearsay", "label": "Said", "supports": 1},
        {"id": "record", "label": "Written down", "supports": 5, "max-age-months": 12},
    ]
    return flat_rubric(criteria) | {
        "evidence-grades": grades,
        "context": {"stage": {"title": "Stage", "question": "Which stage?", "options": ["before", "after"]}},
        "profiles": {"short": {"title": "Short", "criteria": ["leader", "basics"]}},
    }


def begin(folder: Path) -> None:
    """Writes the rubric, and an assessment in which nothing is answered, with somebody's comments."""
    write(folder / "rubric.toml", interview_rubric())
    run = nhsdx("new", "rubric.toml", *DAY, cwd=folder)
    (folder / FILE).write_text(f"# ours\n{run.out}", encoding="utf-8")


def talk(folder: Path, lines: list[str], *options: str) -> Run:
    """An interview in which these lines are typed, and then the input ends."""
    typed = "".join(f"{line}\n" for line in lines).encode()
    return nhsdx("interview", FILE, *options, cwd=folder, stdin=typed)


def make_script(seed: int, length: int = 25) -> list[str]:
    """Lines that somebody may type: mostly answers and keys, some of them wrong."""
    random = Random(seed)  # noqa: S311 - no secret
    return [random.choice(LINES if random.random() < 0.8 else LATER) for _ in range(length)]
