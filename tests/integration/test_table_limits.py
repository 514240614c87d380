"""Tables that would take too long are refused at once, with a message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import tomli_w

from nhsdx.limits import MOST_GROUP_NODES, OF_OTHERS, OF_POLARS
from tests.support.limit_inputs import (
    Files,
    build_bands,
    build_chain,
    build_columns,
    build_conditions,
    build_criteria,
    build_dimensions,
    build_files,
    build_groups,
    build_items,
    build_rubric,
    build_words,
)
from tests.support.run import nhsdx


def scored(folder: Path, files: Files, *options: str) -> tuple[int, str, str]:
    """The exit code, the summary and the errors of scoring the table of these files."""
    for name, content in files.items():
        (folder / name).write_text(tomli_w.dumps(content) if isinstance(content, dict) else str(content))
    more = ("--map", "map.toml") if "map.toml" in files else ()
    run = nhsdx("batch", "table.csv", "--rubric", "rubric.toml", *more, *options, cwd=folder)
    return run.code, run.out, run.err


@pytest.mark.parametrize(
    ("build", "size", "engine", "message"),
    [
        (
            build_chain,
            OF_POLARS.stages + 1,
            "polars",
            "this rubric has a chain of 31 gates, each of which waits for the one before",
        ),
        (build_chain, OF_OTHERS.stages + 1, "duckdb", "leave out --engine"),
        (build_conditions, OF_OTHERS.conditions + 1, "duckdb", "301 conditions"),
        (build_dimensions, OF_OTHERS.dimensions + 1, "duckdb", "this rubric has 51 dimensions"),
        (build_criteria, OF_OTHERS.criteria + 1, "duckdb", "the rubric has 301 criteria"),
        (build_items, OF_OTHERS.columns + 1, "duckdb", "341 answer columns"),
        (build_columns, OF_POLARS.all_columns + 1, "polars", "10,001 columns"),
        (build_columns, OF_OTHERS.all_columns + 1, "duckdb", "1,001 columns"),
    ],
)
def test_tables_above_a_limit_are_refused(
    tmp_path: Path, build: Callable[[int], Files], size: int, engine: str, message: str
) -> None:
    """The message says how many there are, how many there may be, and what to do."""
    code, _, errors = scored(tmp_path, build(size), "--engine", engine)
    assert (code, message in errors, "too-many" in errors, "expected at most" in errors) == (2, True, True, True)
    assert errors.startswith(("table.csv:", "large@1.0.0: "))


def many_in_one() -> Files:
    """A dimension of three hundred questions."""
    rubric = build_rubric(300)
    for one in rubric["criteria"].values():
        one["dimension"] = "d0"
    return build_files(rubric | {"dimensions": {"d0": {"title": "All"}}})


@pytest.mark.parametrize(
    ("build", "engine"),
    [
        (lambda: build_bands(600), "polars"),
        (lambda: build_bands(300), "duckdb"),
        (lambda: build_words(1_500), "polars"),
        (lambda: build_words(1_500), "duckdb"),
        (lambda: build_conditions(300), "duckdb"),
        (many_in_one, "polars"),
    ],
)
def test_tables_with_very_many_bands_and_words_and_conditions_can_be_scored(
    tmp_path: Path, build: Callable[[], Files], engine: str
) -> None:
    """Many bands of a measure, words of a column, questions of a dimension and conditions of a gate work."""
    code, page, errors = scored(tmp_path, build(), "--engine", engine)
    assert (code, "Scores of 3 assessments" in page) == (0, True), errors


def test_many_groups_are_refused(tmp_path: Path) -> None:
    """Groups are counted before they are summarised, and their product with the dimensions is limited too."""
    files = build_groups(20)
    code, page, errors = scored(tmp_path, files, "--map", "map.toml", "--group-by", "group")
    assert (code, "group 7" in page) == (0, True), errors
    rows = "\n".join(["c0,group", *(f"1,{place // 5}" for place in range(5 * 10_001)), ""])
    code, _, errors = scored(tmp_path, files | {"table.csv": rows}, "--map", "map.toml", "--group-by", "group")
    assert (code, "too-many: the rows are in 10,001 groups" in errors, "fewer values" in errors) == (2, True, True)
    assert MOST_GROUP_NODES >= 6_500 * 6
