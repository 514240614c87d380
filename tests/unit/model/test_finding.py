"""Findings about files: their places, how many are shown, and those of several files together."""

from __future__ import annotations

import pytest

from nhsdx.errors import NhsdxError
from nhsdx.limits import MOST_ALIKE
from nhsdx.model.finding import (
    Finding,
    InvalidInputError,
    Path,
    Problem,
    count_alike,
    format_path,
    load_all,
    parse_path,
)


def problems_of(code: str, count: int) -> list[Problem]:
    """This many problems with one code."""
    return [Problem(("answers", f"wrong-{number}"), code, "it is wrong", "correct it") for number in range(count)]


@pytest.mark.parametrize("path", [(), ("answers",), ("criteria", "appointment", "levels", 2), ("tests", 0, "expect")])
def test_a_path_can_be_written_and_read_back(path: Path) -> None:
    """A waiver gives the path of a finding as text, so both ways must agree."""
    assert parse_path(format_path(path)) == path


def test_similar_findings_up_to_the_limit_are_all_shown() -> None:
    """Findings that can be shown are not only counted."""
    problems = problems_of("bad-id", MOST_ALIKE)
    assert count_alike(problems, "a.toml") == (problems, [])


def test_similar_findings_above_the_limit_are_counted_and_hide_no_others() -> None:
    """The first ones are shown, then how many more there are; a problem with another code is always shown."""
    alike, other = problems_of("bad-id", MOST_ALIKE + 1_200), problems_of("cycle", 1)
    shown, more = count_alike([*alike, *other], "a.toml")
    assert shown == [*alike[:MOST_ALIKE], *other]
    assert more == [Finding("bad-id", "error", "and 1,200 more like this", "a.toml", "correct those above first")]


def test_the_problems_of_all_files_are_shown_together_and_each_only_once() -> None:
    """Two assessments with the same broken rubric show its problems once."""
    shared = Finding("cycle", "error", "a cycle", "rubric.toml:3:1", "remove it")

    def load(name: str) -> str:
        if name == "good.toml":
            return name
        if name == "missing.toml":
            raise NhsdxError("there is no such file", name, "check the name", code="file-not-found")
        raise InvalidInputError((shared,))

    assert load_all(["good.toml"], load) == ["good.toml"]
    with pytest.raises(InvalidInputError) as error:
        load_all(["a.toml", "good.toml", "b.toml", "missing.toml"], load)
    missing = Finding("file-not-found", "error", "there is no such file", "missing.toml", "check the name")
    assert error.value.findings == (shared, missing)
