"""Problems that repeat are counted, and limits are given in words."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.run import nhsdx

HEAD = """format = "nhsdx.assessment/1"
rubric = "nhs-digital-leadership@2"
[assessment]
subject = "A"
date = 2026-10-01
"""


def written(folder: Path, text: str, name: str = "a.toml") -> str:
    """The name of a file with this text."""
    (folder / name).write_text(text)
    return str(folder / name)


def test_many_unknown_answers_are_counted_and_not_listed_one_by_one(tmp_path: Path) -> None:
    """The first fifty are shown with their lines, and how many more there are."""
    answers = "\n".join(f"wrong-{number} = 1" for number in range(900))
    run = nhsdx("assess", written(tmp_path, f"{HEAD}[answers]\n{answers}\n"))
    lines = run.err.splitlines()
    assert run.code == 2
    assert f"{tmp_path}/a.toml:7:1: unknown-reference:" in lines[0]
    assert f"{tmp_path}/a.toml: unknown-reference: and 850 more like this" in lines
    assert len(lines) < 110


def test_many_unknown_keys_are_counted_and_not_listed_one_by_one(tmp_path: Path) -> None:
    """However many keys are wrong, only some are described."""
    keys = "\n".join(f"key-{number} = 1" for number in range(3_000))
    run = nhsdx("assess", written(tmp_path, f"{keys}\n{HEAD}"))
    lines = run.err.splitlines()
    assert f"{tmp_path}/a.toml: unknown-key: and 450 more like this" in lines
    assert any("too-many: and 2,500 more wrong keys and values" in line for line in lines)
    assert len(lines) < 110


def test_other_problems_are_shown_beside_many_similar_ones(tmp_path: Path) -> None:
    """The counted problems hide no other kind of problem."""
    answers = "\n".join(f"wrong-{number} = 1" for number in range(200))
    run = nhsdx(
        "assess", written(tmp_path, f'{HEAD}profile = "none"\n[answers]\n{answers}\n'.replace("profile", "x", 1))
    )
    assert "unknown-key" in run.err
    assert "and 150 more like this" in run.err


def test_the_error_for_too_many_answers_gives_their_number_and_the_limit(tmp_path: Path) -> None:
    """A file above a limit says what it has too many of, and how many there may be."""
    answers = "\n".join(f"wrong-{number} = 1" for number in range(1_001))
    run = nhsdx("assess", written(tmp_path, f"{HEAD}[answers]\n{answers}\n"))
    assert run.code == 2
    assert run.err.splitlines() == [
        f"{tmp_path}/a.toml: too-many: the file has 1,001 answers",
        "  expected at most 1,000",
    ]


def test_many_repeated_keys_in_json_are_counted_and_not_listed_one_by_one(tmp_path: Path) -> None:
    """A result with many repeated keys shows the first of them."""
    run = nhsdx("verify", written(tmp_path, "{" + ", ".join('"a": 1' for _ in range(5_000)) + "}", "a.json"))
    lines = run.err.splitlines()
    assert lines[0] == f'{tmp_path}/a.json:1:10: duplicate: the key "a" appears twice'
    assert f"{tmp_path}/a.json: duplicate: and 4,949 more like this" in lines


def test_problems_in_json_lines_keep_their_line_numbers(tmp_path: Path) -> None:
    """A problem in any line is shown with its own line number."""
    good = json.dumps({"format": "nhsdx.error/1"})
    run = nhsdx("verify", written(tmp_path, f"{good}\n\n{good}\n{{'a'}}\n", "a.jsonl"))
    assert f"{tmp_path}/a.jsonl:4:2: json-syntax:" in run.err
    run = nhsdx("verify", written(tmp_path, f"{good}\n\n{good}\n", "a.jsonl"))
    assert f"{tmp_path}/a.jsonl:3:12: wrong-format:" in run.err


def test_the_error_for_a_table_that_is_too_long_gives_the_limit(tmp_path: Path) -> None:
    """The message says how many entries the table may have."""
    headings = "\n".join(f'h{number} = "x"' for number in range(1_001))
    text = f'format = "nhsdx.rubric/1"\n[frameworks.other]\ntitle = "x"\n[frameworks.other.headings]\n{headings}\n'
    run = nhsdx("rubric", "lint", written(tmp_path, text))
    assert (run.code, "expected at most 1,000 entries\n" in run.err) == (2, True)
