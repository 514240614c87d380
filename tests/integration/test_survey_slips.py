"""`nhsdx survey` with small mistakes in a map or a form: a mistake that would change figures unnoticed is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.run import Run, nhsdx
from tests.support.samples import write
from tests.support.surveys import survey_rubric

MAP = """format = "nhsdx.questionnaire/1"
source = "plain"
rubric = "rubric.toml"
nothing = ["Not sure"]
[criteria.care]
column = "Seen"
"""
INVITED = '[invited]\ncolumn = "Job"\n[invited.numbers]\n"Nurse" = 60\n"Porter" = 12\n'
INTO = ("--into", "new.toml", "--subject", "S", "--date", "2026-09-30", "--seen", "2026-09-15")
GOOD = ["Nurse,IT", "Porter,Both", "Nurse,Care"] * 8


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a rubric of one survey criterion, and a table map with a column for it."""
    write(tmp_path / "rubric.toml", survey_rubric())
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    return tmp_path


def survey(here: Path, rows: list[str], *arguments: str, more: str = "") -> Run:
    """Runs `survey` on these rows; the map has more at its end."""
    (here / "map.toml").write_text(MAP + more, encoding="utf-8")
    (here / "responses.csv").write_text("\n".join(["Job,Seen", *rows, ""]), encoding="utf-8")
    return nhsdx("survey", "responses.csv", "--map", "map.toml", *arguments, cwd=here)


# ---- how many were asked


def test_if_the_number_of_people_invited_in_a_group_is_missing_the_error_gives_the_line_to_add(here: Path) -> None:
    """Its answers would raise the rate, as the number of people asked is too low."""
    run = survey(here, [*GOOD, *["Doctor,IT"] * 11], more=INVITED)
    assert (run.code, run.out) == (2, "")
    assert 'invited-incomplete: people answered from "Doctor" in the column "Job"' in run.err
    assert 'add the line "Doctor" = NUMBER to [invited.numbers]' in run.err
    assert survey(here, [*GOOD, *["Doctor,IT"] * 11], more=f'{INVITED}"Doctor" = 25\n').code == 0


def test_if_the_number_invited_is_missing_for_a_small_group_the_error_gives_rows_and_no_names(here: Path) -> None:
    """The name of the group is in the row that the error gives; the error does not show the name of a small group."""
    run = survey(here, [*GOOD, "Doctor,IT", "Midwife,Care", "Doctor,Care"], more=INVITED)
    assert run.code == 2
    assert "has no number for 2 small groups that answered: see rows 25 and 26 of the column" in run.err
    assert "Doctor" not in run.err
    assert "Midwife" not in run.err


def test_the_map_needs_no_number_of_people_invited_for_people_without_a_group(here: Path) -> None:
    """An empty cell is not a group, and neither is a word that the map lists as no answer."""
    assert survey(here, [*GOOD, ",IT", "not sure,Care"], more=INVITED).code == 0


# ---- answers that cannot be read


def join_lines(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


REWORDED = ["A,IT"] * 9 + ["A,Both"] * 7 + ["A,Caring for people"] * 8


def test_a_reworded_option_is_reported_and_its_answers_are_not_written(here: Path) -> None:
    """Without these answers, the score would look like what people said."""
    page = join_lines(survey(here, REWORDED).out)
    assert "More than 5% of the answers to care are invalid: scores leave out the invalid ones." in page
    assert "Nobody chose “Care”, and one text is repeated in the invalid cells of Seen." in page
    assert '"THE TEXT" = "Care"' in page
    run = survey(here, REWORDED, *INTO)
    assert (run.code, run.out) == (2, "")
    assert 'more than 5% of the answers to care are invalid (8 cells of "Seen")' in run.err
    assert '[criteria.care.answers], then "THE TEXT" = "Care"' in run.err
    assert "Caring" not in page + run.err
    assert not (here / "new.toml").exists()


def test_the_map_or_an_option_can_allow_reworded_answers(here: Path) -> None:
    """The map says what the words mean; with the option, the assessment says what is left out."""
    listed = '[criteria.care.answers]\n"Caring for people" = "Care"\n'
    assert survey(here, REWORDED, *INTO, more=listed).code == 0
    assert "counts = [9, 7, 8]" in (here / "new.toml").read_text()
    (here / "new.toml").unlink()
    assert survey(here, REWORDED, *INTO, "--allow-invalid").code == 0
    text = (here / "new.toml").read_text()
    assert "counts = [9, 7, 0]" in text
    assert "Left out: more than 5% of the answers to care are invalid." in text


@pytest.mark.parametrize(
    ("wrong", "right", "code"), [(1, 11, 0), (2, 11, 2), (2, 37, 2), (2, 38, 0), (5, 95, 0), (6, 95, 2)]
)
def test_a_few_invalid_cells_do_not_stop_answers_from_being_written(
    here: Path, wrong: int, right: int, code: int
) -> None:
    """A single invalid cell is allowed, and so is a twentieth of all cells."""
    rows = [*["A,IT"] * right, *(f"A,words {place}" for place in range(wrong))]
    run = survey(here, rows, *INTO)
    assert (run.code, "unread-answers" in run.err) == (code, code != 0)
    assert ("More than 5%" in join_lines(survey(here, rows).out)) is (code != 0)


def test_if_no_cell_can_be_read_the_message_does_not_blame_the_number_of_people(here: Path) -> None:
    """It does not blame the number of people, and gives the number needed."""
    run = survey(here, ["A,IT project", "A,Bit of both", "B,For care"] * 8, *INTO)
    assert run.code == 2
    assert 'fewer than half of the answers to care could be read (24 cells of "Seen" are invalid)' in run.err
    assert "No answer in Seen could be read: all 24 cells that are not empty are invalid." in run.err
    few = survey(here, ["A,IT"] * 5, *INTO)
    assert few.err.count("--into:") == 1
    both = survey(here, [*["A,IT"] * 5, *["A,Trains"] * 20], *INTO).err
    assert 'unread-answers: 20 cells of "Seen" are invalid' in both
    assert "fewer than 11 people answered" in both
    assert "fewer than 11 people answered" in few.err


def test_if_one_group_has_many_invalid_answers_only_its_answers_are_refused(here: Path) -> None:
    """Each group is judged by its own answers."""
    rows = [*["A,IT"] * 200, *["B,IT"] * 20, *["B,Trains"] * 5]
    groups = '[groups]\ncolumns = ["Job"]\n'
    page = join_lines(survey(here, rows, "--by", "Job", more=groups).out)
    assert "More than 5% of the answers to care are invalid in B: scores" in page
    assert survey(here, rows, "--by", "Job", "--group", "B", *INTO, more=groups).code == 2
    assert survey(here, rows, "--by", "Job", "--group", "A", *INTO, more=groups).code == 0


@pytest.mark.parametrize("end", [";", "; ", ";\u00a0"])
def test_a_single_choice_exported_by_microsoft_forms_is_read(here: Path, end: str) -> None:
    """Where several answers may be chosen, it ends each with a semicolon; two choices are not an answer."""
    answers = ["IT", "Both", "Care", "Not sure"] * 6
    write_forms(here, [f"{one}{end}" for one in answers])
    run = nhsdx("survey", "forms.csv", "--map", "map.toml", *INTO, cwd=here)
    assert (run.code, run.err) == (0, "written: new.toml\n")
    assert "counts = [6, 6, 6]" in (here / "new.toml").read_text()
    write_forms(here, [f"{one}{end}" for one in ["IT;Care", *answers]])
    assert "Seen: 1 invalid cell" in nhsdx("survey", "forms.csv", "--map", "map.toml", cwd=here).out
    write_forms(here, [*answers, "IT;"])
    assert "Seen: 1 invalid cell" in nhsdx("survey", "forms.csv", "--map", "map.toml", cwd=here).out


def write_forms(here: Path, answers: list[str]) -> None:
    """Writes an export from Microsoft Forms with these answers to its only question."""
    (here / "map.toml").write_text(MAP.replace('source = "plain"\n', ""), encoding="utf-8")
    head = "ID,Start time,Completion time,Email,Name,Seen"
    rows = [f"{place},9/15/26 10:00:00,9/15/26 10:04:00,anonymous,,{answer}" for place, answer in enumerate(answers, 1)]
    (here / "forms.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")


# ---- a later download


OLD = """format = "nhsdx.assessment/1"
rubric = "rubric.toml"
[assessment]
subject = "S"
date = 2026-09-30
"""


def test_a_later_survey_replaces_an_earlier_one_if_an_option_says_so(here: Path) -> None:
    """The new answers are where the old ones were; what else the file says stays."""
    (here / "own.toml").write_text(f"{OLD}# ours\n", encoding="utf-8")
    assert survey(here, ["A,IT"] * 12, "--into", "own.toml", "--seen", "2026-09-15").code == 0
    first = (here / "own.toml").read_text()
    refused = survey(here, ["A,Care"] * 13, "--into", "own.toml", "--seen", "2026-09-22")
    assert refused.code == 2
    assert (
        "own.toml:8:10: duplicate: the file already has an answer to care\n  to replace this answer, use" in refused.err
    )
    assert survey(here, ["A,Care"] * 13, "--into", "own.toml", "--seen", "2026-09-22", "--replace").code == 0
    second = (here / "own.toml").read_text()
    assert "counts = [0, 0, 13]\nseen = 2026-09-22\n" in second
    assert second.count("[documents.") == 1
    assert "[documents.survey-2026-09-22]" in second
    assert survey(here, ["A,IT"] * 12, "--into", "own.toml", "--seen", "2026-09-15", "--replace").code == 0
    assert (here / "own.toml").read_text() == first
    assert survey(here, ["A,Care"] * 13, "--into", "own.toml", "--seen", "2026-09-15", "--replace").code == 0
    third = (here / "own.toml").read_text()
    assert "counts = [0, 0, 13]\nseen = 2026-09-15\n" in third
    assert third.count("sha256") == 1
    assert first.split("sha256")[1] not in third


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[answers]\ncare = { counts = [1, 0,\n 11], seen = 2026-09-01 }\n", "care = { counts = [12, 0, 0], seen"),
        ('answers.care.counts = [1, 0, 11]\nanswers.care.why = """\nold\n"""\n', "answers.care.counts = [12, 0, 0]"),
        ('[answers.care]\n# ask\nstatus = "unknown"\nwhy = "old"\n', "# ask\ncounts = [12, 0, 0]\n"),
    ],
)
def test_an_existing_answer_is_replaced_in_whatever_form_it_is_written(here: Path, old: str, new: str) -> None:
    """None of the old answer is left, and documents that are not surveys stay."""
    more = '[documents.minutes]\ntitle = "Minutes"\n'
    text = old + OLD + more if old.startswith("answers.") else OLD + old + more
    (here / "own.toml").write_text(text, encoding="utf-8")
    run = survey(here, ["A,IT"] * 12, "--into", "own.toml", "--seen", "2026-09-15", "--replace")
    assert (run.code, run.err) == (0, "written: own.toml\n")
    written = (here / "own.toml").read_text()
    assert new in written
    assert "old" not in written
    assert "[documents.minutes]" in written


def test_an_assessment_keeps_its_byte_order_mark_and_line_endings(here: Path) -> None:
    """Windows programs write both."""
    (here / "own.toml").write_bytes(b"\xef\xbb\xbf" + OLD.replace("\n", "\r\n").encode())
    assert survey(here, ["A,IT"] * 12, "--into", "own.toml", "--seen", "2026-09-15").code == 0
    written = (here / "own.toml").read_bytes()
    assert written.startswith(b"\xef\xbb\xbfformat")
    assert written.count(b"\r\n") == written.count(b"\n") > OLD.count("\n")


# ---- the wrong file


@pytest.mark.parametrize("change", ["other id", "other options"])
def test_a_survey_with_a_different_rubric_is_refused_at_the_line_where_the_assessment_gives_its_rubric(
    here: Path, change: str
) -> None:
    """The error does not give a line that only the changed file would have."""
    rubric = survey_rubric()
    if change == "other id":
        rubric["criteria"] = {"cares": rubric["criteria"]["care"]}
    else:
        rubric["criteria"]["care"] |= {"options": ["Yes", "No"], "scores": [100, 0]}
    write(here / "other.toml", rubric)
    (here / "own.toml").write_text(OLD.replace("rubric.toml", "other.toml"), encoding="utf-8")
    run = survey(here, ["A,IT"] * 12, "--into", "own.toml", "--seen", "2026-09-15")
    assert run.code == 2
    assert run.err.startswith(
        "own.toml:2:10: unknown-reference: the rubric of this file does not have the questions of the survey: care\n"
    )


@pytest.mark.parametrize("name", ["own.toml", "own.csv", "own.txt"])
def test_a_file_of_another_nhsdx_format_is_refused_as_a_table_of_responses(here: Path, name: str) -> None:
    """The error says what the file is, and not which character in it is wrong."""
    (here / name).write_text(f"# ours, and theirs\n{OLD}", encoding="utf-8")
    run = nhsdx("survey", name, "--map", "map.toml", cwd=here)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"{name}:2:1: wrong-format: this file is an assessment\n")
    assert "--into" in run.err
    swapped = nhsdx("survey", "map.toml", "--map", "map.toml", cwd=here)
    assert "this file is a survey map; give it with nhsdx survey --map" in swapped.err


@pytest.mark.parametrize(
    ("name", "content"), [("r.csv", b"a,b\n1,2\n"), ("r.xlsx", b"PK\x03\x04 xl/"), ("r.txt", b"\xff\xfea")]
)
@pytest.mark.parametrize("command", [("survey", "map.toml"), ("batch", "map.toml", "--rubric", "rubric.toml")])
def test_a_table_given_as_a_map_is_refused(here: Path, command: tuple[str, ...], name: str, content: bytes) -> None:
    """The error says which file --map needs, and how the table has to be given."""
    (here / name).write_bytes(content)
    run = nhsdx(*command, "--map", name, cwd=here)
    assert run.code == 2
    assert run.err.startswith(f"{name}:1:1: ")
    assert "--map takes a map" in run.err


def test_a_rule_that_leaves_out_no_rows_is_reported(here: Path) -> None:
    """A slip in a name would count a test as a response."""
    for name, said in (("Tester", "1 row left out (1 excluded by the map)"), ("Testor", "(0 excluded by the map)")):
        text = MAP.replace("nothing =", f'exclude = [{{ column = "Job", values = ["{name}"] }}]\nnothing =')
        (here / "map.toml").write_text(text, encoding="utf-8")
        (here / "responses.csv").write_text("\n".join(["Job,Seen", "Tester,IT", *GOOD, ""]), encoding="utf-8")
        run = nhsdx("survey", "responses.csv", "--map", "map.toml", cwd=here)
        assert said in join_lines(run.out)
