"""Files as people's programs write them give the right numbers; their tables also on Spark, in tests/spark."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import narwhals as nw
import pytest

from nhsdx.tables.frame_builder import collect_rows
from tests.support.build import Table, flat_rubric
from tests.support.real_inputs import CORPUS, LEVELS, REAL_INPUTS, RealInput, count_scores
from tests.support.run import nhsdx
from tests.support.samples import write

NAMES = [one.case for one in REAL_INPUTS]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("given", REAL_INPUTS, ids=NAMES)
def test_a_table_from_a_real_program_has_the_right_scores(tmp_path: Path, given: RealInput, engine: str) -> None:
    """No row is lost without a message, whatever program wrote the table."""
    rows = collect_rows(nw.from_native(given.open(tmp_path, engine)).lazy())
    assert count_scores(rows) == given.expect()


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_rows_with_an_empty_group_form_one_group(tmp_path: Path, engine: str) -> None:
    """An empty cell and an empty text in quotation marks are the same."""
    write(tmp_path / "rubric.toml", LEVELS)
    head, *rows = (CORPUS / "numbers" / "g.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "g.csv").write_text("\n".join([head, *rows * 5]), encoding="utf-8")
    write(tmp_path / "map.toml", {"format": "nhsdx.batch-map/1", "keep": ["org"], "groups": {"columns": ["region"]}})
    options = ("--rubric", "rubric.toml", "--map", "map.toml", "--group-by", "region", "--format", "json")
    run = nhsdx("batch", "g.csv", *options, "--engine", engine, cwd=tmp_path)
    assert run.code == 0, run.err
    found = json.loads(run.out)["groups"]
    assert [(one["key"]["region"], one["rows"]) for one in found] == [("N", 10), (None, 10)]


# ---- responses to surveys

SEEN: Table = {
    "title": "Seen as a change to care",
    "kind": "survey",
    "options": ["An IT project", "A bit of both", "A change to how we care"],
    "scores": [0, 50, 100],
    "minimum-respondents": 11,
}
HEARD: Table = {
    "title": "Ideas of clinicians are acted on",
    "kind": "survey",
    "options": ["Never", "Seldom", "Sometimes", "Often", "Always"],
    "top": 2,
    "minimum-respondents": 11,
}
CLINICIANS = flat_rubric({"seen-as-care": SEEN, "heard": HEARD})
USE = {"kind": "survey", "options": ["I don't", "It doesn't", "It does"], "top": 1}
KEEP_SPAM = 'exclude = [{ column = "Status", values = [%s] }]\n'


def survey(folder: Path, table: str, map_: str, more: str = "") -> Any:  # noqa: ANN401 - JSON holds anything
    """The results of a file of the corpus with a map of it, which may have more lines."""
    write(folder / "survey-rubric.toml", CLINICIANS)
    write(folder / "apo-rubric.toml", flat_rubric({"use": USE}))
    shutil.copy(CORPUS / "real" / table, folder / "responses.csv")
    head, rest = (CORPUS / "real" / map_).read_text(encoding="utf-8").split("\n", 1)
    (folder / "map.toml").write_text(f"{head}\n{more}{rest}", encoding="utf-8")
    run = nhsdx("survey", "responses.csv", "--map", "map.toml", "--format", "json", cwd=folder)
    assert run.code == 0, run.err
    return json.loads(run.out)


@pytest.mark.parametrize(
    ("table", "map_", "more", "answered"),
    [
        ("qualtrics-status-codes.csv", "codes.toml", "", 30),
        ("qualtrics-status-words.csv", "words.toml", "", 30),
        ("qualtrics-status-codes.csv", "codes.toml", KEEP_SPAM % '"1", "2", "9", "17"', 35),
        (
            "qualtrics-status-words.csv",
            "words.toml",
            KEEP_SPAM % '"Survey Preview", "Survey Test", "Survey Preview Spam", "Offline Survey Preview"',
            35,
        ),
        ("qualtrics-no-finished.csv", "codes.toml", "", 30),
        ("qualtrics-no-finished.csv", "codes-q.toml", "", 30),
        ("lime-code-and-text.csv", "lime-text.toml", "", 30),
    ],
)
def test_only_real_responses_are_counted(tmp_path: Path, table: str, map_: str, more: str, answered: int) -> None:
    """Previews, tests and unfinished responses are left out, by codes and by words."""
    for question in survey(tmp_path, table, map_, more)["questions"].values():
        (whole,) = [one for one in question["groups"] if one["group"] is None]
        assert whole["respondents"] == answered


@pytest.mark.parametrize(
    ("table", "map_", "counts"),
    [
        ("forms-curly.csv", "apo.toml", [0, 20, 20]),
        ("forms-nbsp-heading.csv", "words.toml", [0, 0, 30]),
        ("forms-semicolon.csv", "words.toml", [0, 0, 30]),
    ],
)
def test_typographic_variants_of_an_answer_are_read_as_the_same_answer(
    tmp_path: Path, table: str, map_: str, counts: list[int]
) -> None:
    """Typographic apostrophes and spaces, in cells and headings."""
    found = survey(tmp_path, table, map_)
    question = next(iter(found["questions"].values()))
    assert (question["groups"][0]["counts"], found["rejected"]) == (counts, {})


def test_codes_written_with_a_decimal_point_are_read_as_codes(tmp_path: Path) -> None:
    """One missing cell turns `3` into `3.0`."""
    table = CORPUS / "real" / "qualtrics-status-codes.csv"
    codes, question = [], "seen-as-care"
    for line in table.read_text(encoding="utf-8").splitlines():
        *first, seen, heard = line.rsplit(",", 2)
        codes.append(",".join([*first, f"{seen}.0", heard] if seen.isdigit() else [*first, seen, heard]))
    whole = survey(tmp_path, table.name, "codes.toml")
    (tmp_path / "responses.csv").write_text("\n".join(codes), encoding="utf-8")
    run = nhsdx("survey", "responses.csv", "--map", "map.toml", "--format", "json", cwd=tmp_path)
    assert json.loads(run.out)["questions"][question] == whole["questions"][question]
    assert json.loads(run.out)["rejected"] == {}
