"""`nhsdx import`: completed forms become an assessment file or are merged into one; nothing is guessed or lost."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.support.build import flat_rubric
from tests.support.run import nhsdx
from tests.support.samples import FOUR_KINDS, write

DAY = ("--date", "2026-10-01")
TARGET = """\
format = "nhsdx.assessment/1"
rubric = "rubric.toml"

[assessment]
subject = "A place"
date = 2026-10-01
assessors = ["Programme lead"]

[answers.basics]                # agreed on Monday
items.plan = "yes"
items.test = "unknown"
why = "Seen."

[answers.leader]
status = "not-due"
reason = "Later."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a rubric of all kinds of criterion, and an assessment."""
    write(tmp_path / "rubric.toml", flat_rubric(FOUR_KINDS))
    (tmp_path / "assessment.toml").write_text(TARGET, encoding="utf-8")
    return tmp_path


def fill(folder: Path, cells: dict[str, str], name: str = "form.csv") -> None:
    """A form from `nhsdx new` with these cells filled in, and all others as they are."""
    run = nhsdx("new", "rubric.toml", "-o", name, *DAY, "--force", cwd=folder)
    assert run.code == 0, run.err
    headings, row = csv.reader(io.StringIO((folder / name).read_text(encoding="utf-8-sig")))
    filled = dict(zip(headings, row, strict=True)) | cells
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([filled, filled.values()])


def test_a_filled_form_becomes_an_assessment(folder: Path) -> None:
    """The new file has the answers in the order of the form, and can be scored."""
    fill(folder, {"subject": "A place", "leader": "3", "basics.plan": "Yes", "basics.test": "no", "trust": "unknown"})
    run = nhsdx("import", "form.csv", "-o", "new.toml", cwd=folder)
    assert (run.code, run.out) == (0, "")
    assert run.err == "2 of 8 questions are answered; score it with: nhsdx assess new.toml\n"
    assert (folder / "new.toml").read_text(encoding="utf-8") == (
        'format = "nhsdx.assessment/1"\nrubric = "rubric.toml"\n\n'
        '[assessment]\nsubject = "A place"\ndate = 2026-10-01\n\n'
        "[answers.leader]\nlevel = 3\n\n"
        '[answers.basics]\nitems.plan = "yes"\nitems.test = "no"\n\n'
        '[answers.trust]\nstatus = "unknown"\n'
    )
    assert nhsdx("assess", "new.toml", cwd=folder).code == 0


def test_every_wrong_cell_is_reported_with_its_place(folder: Path) -> None:
    """All problems come at once, each with the line and the column of its cell, and without what was written."""
    wrong = {
        "leader": "7",
        "basics.plan": "perhaps",
        "funding": "six",
        "leader.seen": "11/03/2026",
        "trust": "not-due",
    }
    fill(folder, {"subject": "A place"} | wrong)
    headings = (folder / "form.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    run = nhsdx("import", "form.csv", "-o", "new.toml", cwd=folder)
    assert run.code == 2
    assert not (folder / "new.toml").exists()
    for column in wrong:
        assert f"form.csv:2:{headings.index(column) + 1}: " in run.err, column
    assert "perhaps" not in run.err
    assert "expected year, month and day" in run.err


def test_a_form_for_another_version_of_the_rubric_is_refused(folder: Path) -> None:
    """A form says which questions it asks; if the rubric has changed since, nothing is read."""
    fill(folder, {"subject": "A place", "leader": "3"})
    changed = flat_rubric(FOUR_KINDS)
    changed["criteria"]["leader"]["question"] = "Who leads now?"
    write(folder / "rubric.toml", changed)
    run = nhsdx("import", "form.csv", "-o", "new.toml", cwd=folder)
    assert (run.code, "rubric-version" in run.err, "nhsdx migrate" in run.err) == (2, True, True)
    changed["rubric"]["version"] = "2.0.0"
    write(folder / "rubric.toml", changed)
    assert (
        "this form is for version 1.0.0, but the rubric here is flat 2.0.0"
        in nhsdx("import", "form.csv", cwd=folder).err
    )


def test_an_unknown_profile_is_refused(folder: Path) -> None:
    """A profile that the rubric does not have is a mistake by the person who changed the form."""
    fill(folder, {"subject": "A place", "profile": "short"})
    run = nhsdx("import", "form.csv", cwd=folder)
    assert (run.code, "form.csv: unknown-reference: " in run.err) == (2, True), run.err


def test_imported_answers_fill_the_gaps_in_an_assessment(folder: Path) -> None:
    """With --merge, unknown answers of the file are filled in; comments and other answers stay."""
    fill(folder, {"date": "", "basics.test": "partly", "funding": "6", "basics.plan": "unknown"})
    run = nhsdx("import", "form.csv", "-o", "assessment.toml", "--merge", cwd=folder)
    assert (run.code, run.err.splitlines()[0]) == (0, "assessment.toml: 2 values new or changed")
    expected = TARGET.replace('items.test = "unknown"', 'items.test = "partly"') + "\n[answers.funding]\nvalue = 6\n"
    assert (folder / "assessment.toml").read_text(encoding="utf-8") == expected


def test_conflicts_are_listed_and_nothing_is_written(folder: Path) -> None:
    """Where the file and the form differ, both places are given; free text is not repeated."""
    fill(folder, {"basics.plan": "no", "basics.why": "Heard.", "leader": "2"})
    run = nhsdx("import", "form.csv", "-o", "assessment.toml", "--merge", cwd=folder)
    assert run.code == 2
    assert "assessment.toml:10:14: conflict: answers.basics.items.plan: yes in the file, no in the form" in run.err
    assert "conflict: answers.basics.why: two different texts" in run.err
    assert "conflict: answers.leader.status: not-due in the file, an answer in the form" in run.err
    assert "--prefer" in run.err
    assert "Heard" not in run.err
    assert (folder / "assessment.toml").read_text(encoding="utf-8") == TARGET


def test_conflicts_can_be_decided_with_an_option(folder: Path) -> None:
    """`--prefer file` keeps the file's answers, `--prefer answers` uses the form's; all other values are added."""
    cells = {"basics.plan": "no", "basics.test": "yes", "leader": "2"}
    fill(folder, cells)
    run = nhsdx("import", "form.csv", "-o", "assessment.toml", "--merge", "--prefer", "file", cwd=folder)
    assert run.code == 0
    kept = TARGET.replace('items.test = "unknown"', 'items.test = "yes"')
    assert (folder / "assessment.toml").read_text(encoding="utf-8") == kept
    run = nhsdx("import", "form.csv", "-o", "assessment.toml", "--merge", "--prefer", "answers", cwd=folder)
    assert run.code == 0
    changed = kept.replace('plan = "yes"', 'plan = "no"').replace(
        'status = "not-due"\nreason = "Later."\n', "level = 2\n"
    )
    assert (folder / "assessment.toml").read_text(encoding="utf-8") == changed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("form.pdf", "-o", "x.toml"), "expected a file that ends in .csv"),
        (("form.csv", "-o", "x.toml", "--prefer", "file"), "--prefer needs --merge"),
        (("form.csv", "--merge"), "use -o to give the assessment to merge into"),
        (("form.csv", "-o", "form.csv"), "expected .toml"),
        (("form.csv", "-o", "x.toml", "--row", "2"), "there is no row 2: correct --row"),
        (("assessment.toml", "-o", "x.toml", "--row", "2"), "this file is not a table"),
    ],
)
def test_the_error_for_wrong_usage_says_what_to_do(arguments: tuple[str, ...], words: str, folder: Path) -> None:
    """A call that makes no sense is refused before anything is written."""
    fill(folder, {"subject": "A place"})
    run = nhsdx("import", *arguments, cwd=folder)
    assert (run.code, words in run.err) == (2, True), run.err
    assert not (folder / "x.toml").exists()


def test_a_row_must_be_chosen_from_a_table_with_several_rows(folder: Path) -> None:
    """One assessment is one row; the columns that `nhsdx batch` reads are read here too."""
    table = "date,leader,basics.plan,basics\n2026-10-01,3,yes,\n2026-10-02,,,unknown\n"
    (folder / "table.csv").write_text(table, encoding="utf-8")
    call = ("import", "table.csv", "--rubric", "rubric.toml", "--subject", "A place", "-o", "x.toml")
    run = nhsdx(*call, cwd=folder)
    assert (run.code, "choose a row with --row" in run.err) == (2, True)
    assert nhsdx(*call, "--row", "2", cwd=folder).code == 0
    text = (folder / "x.toml").read_text(encoding="utf-8")
    assert 'date = 2026-10-02\n\n[answers.basics]\nstatus = "unknown"\n' in text


def test_an_unknown_column_is_refused(folder: Path) -> None:
    """A misspelt heading would lose an answer, so it is an error with the heading that was probably meant."""
    fill(folder, {"subject": "A place", "basics.plans": "yes"})
    run = nhsdx("import", "form.csv", cwd=folder)
    assert (run.code, 'did you mean "basics.plan"?' in run.err) == (2, True)


def test_an_assessment_can_be_imported_like_a_form(folder: Path) -> None:
    """The answers of another assessment file are merged by the same rules."""
    other = TARGET.replace('"unknown"', '"no"').replace("not-due", "unknown").replace('reason = "Later."\n', "")
    (folder / "other.toml").write_text(other, encoding="utf-8")
    run = nhsdx("import", "other.toml", "-o", "assessment.toml", "--merge", cwd=folder)
    assert run.code == 0, run.err
    assert (folder / "assessment.toml").read_text(encoding="utf-8") == TARGET.replace('"unknown"', '"no"')
