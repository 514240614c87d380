"""A profile asks part of a rubric: every page that shows its scores says what they are for."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from tests.support.build import Table
from tests.support.run import nhsdx
from tests.support.samples import write
from tests.support.staged import answer, staged_rubric

SAYS = "Profile “Core”: A first look."
FILES = ("first.toml", "second.toml", "third.toml", "clinicians.toml")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A rubric with the profile `core`, four assessments with it, the last one by another voice, and a table."""
    table = staged_rubric(frameworks={"looks": {"title": "Looks", "headings": {"safe": "Safe"}}})
    table["criteria"]["safety"]["maps"] = [{"framework": "looks", "ref": "safe", "relation": "equal"}]
    write(tmp_path / "rubric.toml", table)
    for month, name in enumerate(FILES, 1):
        about = {"subject": "S", "date": datetime.date(2026, month, 1)}
        voice = {"voice": "clinicians"} if name == "clinicians.toml" else {}
        answers = {"safety": answer(1) | {"seen": datetime.date(2026, 1, 1)}}
        file: Table = {"format": "nhsdx.assessment/1", "rubric": "rubric.toml", "profile": "core", "answers": answers}
        write(tmp_path / name, file | {"assessment": about | voice})
    (tmp_path / "table.csv").write_text("profile,date,safety.first-1\n,2026-01-01,yes\n" + "core,2026-01-01,yes\n" * 2)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "assess first.toml",
        "assess first.toml second.toml",
        "explain first.toml",
        "explain first.toml safety",
        "check first.toml",
        "crosswalk first.toml --to looks",
        "compare first.toml second.toml",
        "compare first.toml second.toml third.toml",
        "compare third.toml clinicians.toml",
        "report first.toml --format markdown",
        "batch table.csv --rubric rubric.toml --profile core",
    ],
)
def test_every_page_with_scores_of_a_profile_says_what_the_profile_is_for(here: Path, command: str) -> None:
    """The score of a short profile must not look like a score of the whole rubric."""
    run = nhsdx(*command.split(), cwd=here)
    assert run.code == 0, run.err
    assert SAYS in " ".join(run.out.split())


def test_the_page_of_a_table_says_how_many_rows_have_each_profile(here: Path) -> None:
    """The figures of such a table mix the scores of two questionnaires."""
    run = nhsdx("batch", "table.csv", "--rubric", "rubric.toml", cwd=here)
    assert f"2 of 3 assessments: {SAYS}" in " ".join(run.out.split())
    assert (
        '"profiles": {\n    "core": 2\n  }'
        in nhsdx("batch", "table.csv", "--rubric", "rubric.toml", "--format", "json", cwd=here).out
    )


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize(
    ("heading", "words", "found"),
    [
        ("profile", ["core", "CORE", "croe", "", "n/a"], {"core": 2}),
        (" Profile ", ["core", "ｃｏｒｅ", "basic"], {"core": 2}),
        ("profile", ["", ""], {}),
        ("place", ["core", "core"], {}),
    ],
)
def test_each_row_is_counted_under_the_profile_given_in_the_row(
    here: Path, engine: str, heading: str, words: list[str], found: dict[str, int]
) -> None:
    """The heading and the word may have any spelling; an invalid word counts for no profile."""
    rows = "".join(f"{word},2026-01-01,yes\n" for word in words)
    (here / "own.csv").write_text(f"{heading},date,safety.first-1\n{rows}", encoding="utf-8")
    run = nhsdx("batch", "own.csv", "--rubric", "rubric.toml", "--format", "json", "--engine", engine, cwd=here)
    assert (run.code, json.loads(run.out)["profiles"]) == (0, found), run.err


def test_a_badge_shows_which_profile_was_used(here: Path) -> None:
    """A badge is shown without the page that explains it."""
    assert nhsdx("check", "first.toml", "--badge", "badge.svg", cwd=here).code == 0
    badge = (here / "badge.svg").read_text(encoding="utf-8")
    assert "evidenced 33.3; profile core" in badge
    assert SAYS in badge
