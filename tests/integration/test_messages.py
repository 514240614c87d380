"""Messages about files that people get wrong: each says where, what was expected, and what to do."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.support.run import nhsdx

RUBRIC = """format = "nhsdx.rubric/1"

[rubric]
id = "small"
version = "1.0.0"
title = "A small rubric"

[[levels]]
label = "Absent"
[[levels]]
label = "Set up"
[[levels]]
label = "Operating"

[dimensions.leadership]
title = "Leadership"

[criteria.vision]
dimension = "leadership"
title = "Vision"
levels = ["Nothing is written.", "A plan is written.", "The plan guides decisions."]

[criteria.hours]
dimension = "leadership"
title = "Protected hours"
kind = "measure"
unit = "hours a week"
minimum = 0
maximum = 40
bands = [{ from = 0, score = 0 }, { from = 8, score = 100 }]

[criteria.role]
dimension = "leadership"
title = "Role"
kind = "checklist"
items.named = { level = 1, text = "A person is named" }

[criteria.seen]
dimension = "leadership"
title = "Seen as care"
kind = "survey"
options = ["An IT project", "A change to how we care"]
top = 1
minimum-respondents = 11
"""
HEAD = """format = "nhsdx.assessment/1"
rubric = "rubric.toml"
assessment = { subject = "A trust (fictional)", date = 2026-10-01 }
"""
MAP = 'format = "nhsdx.batch-map/1"\n'
QUESTIONS = 'format = "nhsdx.questionnaire/1"\nrubric = "rubric.toml"\n'
SURVEY = ("survey", "r.csv", "--map", "q.toml", "--source", "plain")
BATCH = ("batch", "t.csv", "--rubric", "rubric.toml", "--map", "m.toml")
STATUS = '; or a status such as "unknown"'
LEVEL = "expected a level from 0 to 2, without quotes"
HOURS = "expected a number from 0 to 40 (hours a week), without quotes"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a rubric, a table and responses."""
    files = {
        "rubric.toml": RUBRIC,
        "t.csv": "Trust,Is there a vision?,hours\nAlder,none,3\n",
        "r.csv": "\n\nQ1,How do you see it?,Trust\n" + "1,An IT project,A\n" * 12,
        "q.toml": QUESTIONS + '[criteria.seen]\ncolumn = "How do you see it?"\n',
        "m.toml": MAP,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def say(here: Path, *arguments: str) -> str:
    """The message of a command that refuses its files."""
    run = nhsdx(*arguments, cwd=here)
    assert run.code == 2
    return run.err


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("vision = true", f"5:10: answer-form: this is not an answer\n  {LEVEL}, as in {{ level = 2 }}{STATUS}"),
        ("vision = { level = 1.5 }", f'5:20: wrong-type: "level" has the wrong type\n  {LEVEL}\n'),
        ('hours = { value = "6" }', f'5:19: wrong-type: "value" has the wrong type\n  {HOURS}\n'),
        ("hours = [6]", f"5:9: answer-form: this is not an answer\n  {HOURS}, as in {{ value = 6 }}{STATUS}"),
        ("role = 2", 'criterion\n  expected an answer to each item, as in { items.named = "yes" }' + STATUS),
        ("seen.counts = 4", '"counts" has the wrong type\n  expected the number of people for each option, as in { co'),
        (
            "hours = 6,5",
            "5:10: toml-syntax: the line goes on after this value\n  expected a decimal point instead of a comma",
        ),
        (
            "role.items.named = yes",
            'cannot be read\n  expected the word in quotes: "yes", "partly", "no" or "unknown"\n',
        ),
        ("vision = { level = 1, seen = 2026-03 }", "where it should end\n  expected a date such as 2026-03-31"),
    ],
)
def test_the_message_about_a_wrong_answer_says_what_its_criterion_accepts(
    here: Path, answers: str, message: str
) -> None:
    """The range of a level or measure, the items of a checklist, the counts of a survey."""
    (here / "a.toml").write_text(f"{HEAD}[answers]\n{answers}\n", encoding="utf-8")
    assert message in say(here, "assess", "a.toml")


def test_one_wrong_answer_does_not_hide_another(here: Path) -> None:
    """This is true of a line that is not TOML, and of a wrong value or item beside it."""
    answers = """[answers]
vision = yes
role = { items = { named = "Yes", nmaed = "no" }, evidence = "minutes" }
huors = 6
hours = 41
"""
    (here / "a.toml").write_text(HEAD + answers, encoding="utf-8")
    found = [line.split(": ")[:2] for line in say(here, "assess", "a.toml").splitlines() if line.startswith("a.toml")]
    assert found == [
        ["a.toml:5:10", "toml-syntax"],
        ["a.toml:6:28", "answer-form"],
        ["a.toml:6:35", "unknown-reference"],
        ["a.toml:6:62", "unknown-reference"],
        ["a.toml:7:1", "unknown-reference"],
        ["a.toml:8:9", "out-of-bounds"],
    ]


def test_a_line_that_is_not_toml_causes_no_further_errors(here: Path) -> None:
    """The answer on that line does not get a second message, that its value is missing."""
    (here / "a.toml").write_text(f"{HEAD}[answers.vision]\nlevel = yes\n", encoding="utf-8")
    assert say(here, "assess", "a.toml").count("a.toml:") == 1


@pytest.mark.parametrize(
    ("name", "text", "arguments", "message"),
    [
        ("a.toml", f"{HEAD}[assesment]\nvision = 1\n", ("assess", "a.toml"), '"assesment" is not a key here'),
        (
            "a.toml",
            f"{HEAD}vision = 1\n",
            ("assess", "a.toml"),
            'a.toml:4:1: unknown-key: "vision" is not a key here\n  answers belong under [answers]: write that line',
        ),
        ("a.toml", HEAD.replace("assessment/1", "rubric/1"), ("assess", "a.toml"), "but the file is an assessment"),
        ("a.toml", MAP, ("assess", "a.toml"), "this file is a table map; give it with nhsdx batch --map"),
        (
            "o.toml",
            RUBRIC.replace('id = "small"', 'id = "local"\nextends = "rubric.toml"'),
            ("rubric", "lint", "o.toml"),
            'o.toml:5:1: unknown-key: "extends" is not a key here\n  expected extends = "…" above the first [table]',
        ),
        ("a.json", "", ("verify", "a.json"), "a.json:1:1: json-syntax: the file is empty\n"),
        ("a.json", HEAD, ("verify", "a.json"), "a.json:1:1: json-syntax: this is TOML, not JSON\n"),
        ("a.json", '{"format": "nhsdx.result/1",', ("verify", "a.json"), "the text ends here, before it is complete"),
        ("a.json", "[1]", ("verify", "a.json"), "or a list of results"),
        ("m.toml", MAP + "[words.vision]\nnone = true\n", BATCH, 'type\n  expected a number, or text in "quotes"\n'),
        ("m.toml", MAP + "[words]\nnone = 0\n", BATCH, "expected the words of a column: write [words.COLUMN] above"),
        (
            "m.toml",
            MAP + '[columns]\nvision = "Is there a vision?"\n',
            BATCH,
            'put the heading from the table first: "Is there a vision?" = "vision"',
        ),
        (
            "m.toml",
            MAP + '[columns]\n"Is there a vison?" = "vision"\n',
            BATCH,
            't.csv:1:1: unknown-column: the table has no column "Is there a vison?"\n  did you mean "Is',
        ),
        ("q.toml", QUESTIONS + "[criteria.seen]\n", SURVEY, 'q.toml:3:11: missing-key: "column" is missing\n'),
        (
            "q.toml",
            QUESTIONS + '[criteria.seen]\ncolumn = "How do you se it?"\n',
            SURVEY,
            '"How do you se it?"\n  expected the names of the columns in this line; did you mean "How do you see it?',
        ),
        (
            "q.toml",
            QUESTIONS + 'groups = ["Trust"]\n[criteria.seen]\ncolumn = "How do you see it?"\nanswers = { a = 1 }\n',
            SURVEY,
            '"groups" has the wrong type\n  expected a table, as in groups = { columns = [ … ] }\nq.toml:6:17: wr',
        ),
        (
            "rubric.toml",
            RUBRIC.replace("top = 1\n", ""),
            SURVEY,
            'rubric.toml:38:11: survey-form: a survey needs either "scores" or "top"',
        ),
        (
            "t.csv",
            "Results 2026\nTrust,vision\n",
            BATCH,
            "t.csv:2:1: table-unreadable: this row has 2 cells, and there is 1 h",
        ),
        ("t.json", "[]", ("batch", "t.json", "--rubric", "rubric.toml"), "expected JSON lines"),
        ("t.xls", "x", ("batch", "t.xls", "--rubric", "rubric.toml"), "save it as a workbook (.xlsx) or as CSV UTF-8"),
        (
            "t.jsonl",
            '{"vision": 1,}',
            ("batch", "t.jsonl", "--rubric", "rubric.toml"),
            "t.jsonl:1:13: table-unreadable: ",
        ),
    ],
)
def test_the_message_about_a_wrong_file_says_what_to_do(
    here: Path, name: str, text: str, arguments: tuple[str, ...], message: str
) -> None:
    """Files of another kind, keys in the wrong place, and maps and tables that do not fit."""
    (here / name).write_text(text, encoding="utf-8")
    assert message in say(here, *arguments)


def test_an_unknown_export_is_refused_with_a_short_message(here: Path) -> None:
    """How each program is recognised is in the documentation."""
    message = say(here, *SURVEY[:4])
    assert message.startswith("r.csv:3:1: table-unreadable: nhsdx does not recognise the survey program")
    assert len(message) < 450
    assert "docs/survey.md" in message


def test_warnings_about_columns_give_the_line_of_the_headings(here: Path) -> None:
    """Blank lines above the headings do not count as headings."""
    (here / "t.csv").write_text("\n\nTrust,vision\nA,1\n", encoding="utf-8")
    run = nhsdx("batch", "t.csv", "--rubric", "rubric.toml", cwd=here)
    assert run.code == 0
    assert 't.csv:3:1: unknown-column: column "Trust" has no answers' in run.err
    assert "t.csv:3:1: column-missing: no column has answers to: hours, role, seen" in run.err


# ---- Files that once caused a crash, or a message about another file


def test_a_heading_may_be_the_title_or_the_question_of_a_criterion(here: Path) -> None:
    """The warning gives the map line that counts its answers."""
    (here / "t.csv").write_text("vision,Protected hours\n1,9\n", encoding="utf-8")
    run = nhsdx("batch", "t.csv", "--rubric", "rubric.toml", cwd=here)
    assert 'write in the map, under [columns]: "Protected hours" = "hours"' in run.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("assess", "a.toml", "--format", "json", "-o", "/dev/null"), "/dev/null: file-unwritable: this is not a file"),
        (("assess", "a.toml", "-o", "/dev/null"), "usage: Invalid value for -o: the name has no extension"),
        (("assess", "a.toml", "-o", f"{'x' * 300}.md"), "file-unwritable: a file cannot have this name"),
        (("assess", "a.toml", "-o", "none/x.md"), "none/x.md: file-unwritable"),
        (("migrate", "a.toml", "--to", "a\nb.toml", "-o", "x.toml"), "the name of this file cannot be written into"),
        (("batch", "cut.parquet", "--rubric", "rubric.toml", "-o", "x.csv"), "cut.parquet: table-unreadable: "),
        (("batch", "wide.csv", "--rubric", "wide.toml", "--engine", "duckdb"), "wide.csv: too-many: the table has 400"),
    ],
    ids=lambda one: " ".join(one)[:40] if isinstance(one, tuple) else "",
)
def test_an_error_gives_the_name_of_the_file_that_was_given(
    here: Path, arguments: tuple[str, ...], message: str
) -> None:
    """The message is not about one of nhsdx's own files, and does not report a bug."""
    names = [f"c{number}" for number in range(400)]
    criteria = "".join(
        f'[criteria.{one}]\ndimension = "leadership"\ntitle = "x"\nlevels = ["", "", ""]\n' for one in names
    )
    criteria = criteria.replace('""', '"x"')
    (here / "wide.toml").write_text(RUBRIC.split("[criteria.vision]", maxsplit=1)[0] + criteria, encoding="utf-8")
    (here / "wide.csv").write_text(",".join(names) + "\n" + ",".join("1" for _ in names) + "\n", encoding="utf-8")
    (here / "a.toml").write_text(f"{HEAD}[answers]\nvision = 1\n", encoding="utf-8")
    (here / "a\nb.toml").write_text(RUBRIC, encoding="utf-8")
    (here / "cut.parquet").write_bytes(b"PAR1 cut off")
    assert message in say(here, *arguments)


def test_the_error_for_a_missing_option_or_argument_says_what_it_is_for(here: Path) -> None:
    """Somebody who has an export learns that a map is needed, and what it does."""
    assert "Missing option '--map': the file that says which column has" in say(here, "survey", "x.csv")
    assert "Missing argument 'RESPONSES': a CSV file or workbook (.xlsx)" in say(here, "survey", "--map", "m.toml")


def test_the_error_for_a_parquet_column_that_contains_tables_gives_the_name_of_the_column(here: Path) -> None:
    """The user's file and column, and what to write instead."""
    pl.DataFrame({"vision": [{"level": 1}], "hours": [9]}).write_parquet(here / "t.parquet")
    message = say(here, "batch", "t.parquet", "--rubric", "rubric.toml")
    assert 't.parquet: table-unreadable: the column "vision" has tables, which cannot be answers' in message
