"""Exports of survey programs are recognised by certain signs; rows that do not count are left out and reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from nhsdx import InvalidInputError, NhsdxError, survey
from nhsdx.commands.survey.outcome import SurveyReport
from nhsdx.commands.survey.programs.qualtrics import judge_status
from tests.support.exports import LAYOUTS, Layout, list_rows, write_export
from tests.support.samples import write
from tests.support.surveys import survey_rubric

PEOPLE = 12


def report(folder: Path, rows: list[list[str]], column: str, *, more: str = "", suffix: str = ".csv") -> SurveyReport:
    """The report on an export whose only question is in a column."""
    write(folder / "rubric.toml", survey_rubric())
    lines = f'format = "nhsdx.questionnaire/1"\nrubric = "rubric.toml"\n{more}\n[criteria.care]\ncolumn = "{column}"\n'
    (folder / "map.toml").write_text(lines, encoding="utf-8")
    return survey(write_export(folder / f"export{suffix}", rows), folder / "map.toml")


def count(found: SurveyReport) -> tuple[int | None, ...]:
    """How many people chose each option."""
    (group,) = found.questions[0].groups
    return group.counts or ()


def fill(layout: Layout) -> list[list[str]]:
    """Twelve responses, and for each kind of row that does not count three with another answer."""
    kinds = [kind for kind in layout.rows if kind != "counts"]
    return list_rows(layout, {"counts": ["Care"] * PEOPLE} | {kind: ["IT"] * 3 for kind in kinds})


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_an_export_is_recognised_and_rows_that_do_not_count_are_left_out(
    tmp_path: Path, name: str, suffix: str
) -> None:
    """The page and the data give the program, and how many rows were left out and why, for text and workbooks."""
    layout = LAYOUTS[name]
    found = report(tmp_path, fill(layout), layout.column, suffix=suffix)
    assert (found.source, found.looks_like) == (layout.program, None)
    assert (count(found), found.rejects) == ((0, 0, PEOPLE), ())
    assert found.left_out == {kind: 3 for kind in layout.rows if kind != "counts"}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_program_given_in_the_map_must_be_the_right_one(tmp_path: Path, name: str) -> None:
    """The map's `source` never changes what is counted; another program is refused, with the one that it looks like."""
    layout = LAYOUTS[name]
    found = report(tmp_path, fill(layout), layout.column, more=f'source = "{layout.program}"')
    assert count(found) == (0, 0, PEOPLE)
    other = "kobo" if layout.program == "forms" else "forms"
    with pytest.raises(NhsdxError) as caught:
        report(tmp_path, fill(layout), layout.column, more=f'source = "{other}"')
    assert "this is not an export from" in caught.value.message
    assert "this looks like an export from" in caught.value.hint


@pytest.mark.parametrize(
    ("program", "row"),
    [
        ("forms", ["Identyfikator", "Godzina rozpoczęcia", "Godzina ukończenia", "Adres e-mail", "Seen"]),
        ("google-forms", ["Időbélyeg", "Seen"]),
    ],
)
def test_an_export_with_headings_in_another_language_is_read_if_the_map_gives_the_program(
    tmp_path: Path, program: str, row: list[str]
) -> None:
    """The content of the first columns must still be what the program writes."""
    own = ["1", "9/2/26 9:01:11", "9/2/26 9:04:40", "anonymous"] if program == "forms" else ["2026-09-01 9:01:11"]
    rows = [row, *[[*own, "Care"]] * PEOPLE]
    with pytest.raises(NhsdxError, match="does not recognise"):
        report(tmp_path, rows, "Seen")
    assert report(tmp_path, rows, "Seen", more=f'source = "{program}"').source == program
    with pytest.raises(NhsdxError, match="is not an export"):
        report(tmp_path, [row, *[["A"] * len(row)] * PEOPLE], "Seen", more=f'source = "{program}"')


def test_a_timestamp_of_zeros_counts_as_missing(tmp_path: Path) -> None:
    """Databases write it where LimeSurvey has none."""
    rows = [["submitdate", "seen"], *[["2026-09-01", "Care"]] * PEOPLE, *[["0000-00-00 00:00:00", "IT"]] * 3]
    assert report(tmp_path, rows, "seen").left_out == {"unfinished": 3}


def test_a_table_from_an_unknown_program_is_refused_unless_the_map_calls_it_plain(tmp_path: Path) -> None:
    """The error names every program that nhsdx knows."""
    rows = [["Place", "Seen"], *[["A", "Care"]] * PEOPLE]
    with pytest.raises(NhsdxError) as caught:
        report(tmp_path, rows, "Seen")
    for program in ("Microsoft Forms", "Google Forms", "Qualtrics", "LimeSurvey", "REDCap", "KoboToolbox", "ODK"):
        assert program in caught.value.hint
    assert 'source = "plain"' in caught.value.hint
    found = report(tmp_path, rows, "Seen", more='source = "plain"')
    assert (found.source, count(found)) == ("plain", (0, 0, PEOPLE))
    assert survey(tmp_path / "export.csv", tmp_path / "map.toml", source="plain").source == "plain"


@pytest.mark.parametrize(("suffix", "advice"), [(".zip", "unpack it"), (".xls", "expected"), (".ods", "expected")])
def test_a_file_that_is_neither_text_nor_workbook_is_refused(tmp_path: Path, suffix: str, advice: str) -> None:
    """Survey programs compress their exports; the error says what to do with the file that was downloaded."""
    with pytest.raises(NhsdxError, match="not an export from a survey program") as caught:
        report(tmp_path, [["Seen"]], "Seen", suffix=suffix)
    assert caught.value.hint.startswith(advice)


@pytest.mark.parametrize(
    "heading",
    [["Timestamp", "Status", "Seen"], ["Seen", "Timestamp", "Place"], ["id", "completed_at", "Seen"]],
)
def test_a_program_is_not_recognised_by_columns_that_other_files_also_have(tmp_path: Path, heading: list[str]) -> None:
    """Responses are not counted on a guess."""
    rows = [heading, *[["2026-09-01 09:00", "done", "Care"]] * PEOPLE]
    with pytest.raises(NhsdxError, match="does not recognise"):
        report(tmp_path, rows, "Seen")


def test_a_known_export_that_the_map_calls_plain_is_reported(tmp_path: Path) -> None:
    """Its previews are counted, because the map says so, and the report says what the file looks like."""
    layout = LAYOUTS["qualtrics-one-line"]
    rows = list_rows(layout, {"counts": ["Care"] * PEOPLE, "preview": ["IT"] * 3})
    found = report(tmp_path, rows, "Q1", more='source = "plain"')
    assert (found.source, found.looks_like, count(found)) == ("plain", "qualtrics", (3, 0, PEOPLE))


@pytest.mark.parametrize(
    ("name", "unmarked"),
    [
        ("qualtrics-codes", ()),
        ("qualtrics-few-columns", ("spam", "unfinished")),
        ("qualtrics-progress", ("preview", "test", "spam")),
        ("surveymonkey", ("unfinished",)),
        ("forms", ("test",)),
    ],
)
def test_kinds_of_rows_that_an_export_cannot_mark_are_reported(
    tmp_path: Path, name: str, unmarked: tuple[str, ...]
) -> None:
    """Columns may be missing from a selection; then nobody can tell which rows are previews or unfinished."""
    layout = LAYOUTS[name]
    assert report(tmp_path, fill(layout), layout.column).unmarked == unmarked


def test_a_question_called_status_is_not_read_as_the_status_column(tmp_path: Path) -> None:
    """In Qualtrics, the ImportIds show which columns the program itself added."""
    ids = ['{"ImportId":"QID1"}', '{"ImportId":"QID2"}', '{"ImportId":"finished"}']
    lines = [["Q1", "Q2", "Finished"], ["Seen", "Status", "Finished"], ids]
    found = report(tmp_path, [*lines, *[["Care", "Married", "1"]] * PEOPLE], "Q1")
    assert (count(found), found.unmarked) == ((0, 0, PEOPLE), ("preview", "test", "spam"))


def test_a_response_counts_if_every_form_with_questions_of_the_map_is_complete(tmp_path: Path) -> None:
    """In REDCap, the group of a respondent may come from a form that is not complete."""
    headings = ["record_id", "place", "about_you_complete", "seen", "staff_complete"]
    rows = [headings, *[["1", "North", "0", "Care", "2"]] * PEOPLE, *[["2", "North", "2", "IT", "0"]] * 3]
    found = report(tmp_path, rows, "seen", more='[groups]\ncolumns = ["place"]')
    assert (count(found), found.left_out) == ((0, 0, PEOPLE), {"unfinished": 3})


STATUSES = {"IP Address": 30, "Survey Test": 12, "Survey Preview": 6, "Spam": 5, "Offline Survey Preview": 4}
CODES = {"IP Address": "0", "Survey Test": "2", "Survey Preview": "1", "Spam": "8", "Offline Survey Preview": "17"}


@pytest.mark.parametrize("codes", [CODES, {}], ids=["codes", "words"])
@pytest.mark.parametrize("has_spam", [False, True], ids=["without spam", "with spam"])
def test_the_same_responses_are_left_out_whether_statuses_are_codes_or_words(
    tmp_path: Path, codes: dict[str, str], *, has_spam: bool
) -> None:
    """Thirty true responses, and five more if the map keeps spam."""
    layout = LAYOUTS["qualtrics-codes"]
    rows = [list(line) for line in layout.lines]
    for word, size in STATUSES.items():
        (row,) = list_rows(layout._replace(lines=()), {"counts": ["Care"]})
        rows += [[*row[:2], codes.get(word, word), *row[3:]]] * size
    kept = [codes.get(word, word) for word in STATUSES if "Test" in word or "Preview" in word]
    exclude = f"exclude = [{{ column = 'Status', values = {kept} }}]" if has_spam else ""
    assert count(report(tmp_path, rows, "Q1", more=exclude)) == (0, 0, 35 if has_spam else 30)


# ---- rules of the map


FINISHED = 'finished = { column = "Done", values = ["Yes", "1"] }'
EXCLUDE = 'exclude = [{ column = "Tester", values = ["X"] }, { column = "Note" }]'


def test_a_map_can_say_which_rows_of_a_plain_table_count(tmp_path: Path) -> None:
    """Words are compared as in other columns; a rule without words is about cells that are not empty."""
    rows = [["Seen", "Done", "Tester", "Note"], *[["Care", "yes", "", ""]] * 6, *[["Care", "1.0", "no", ""]] * 6]
    rows += [["IT", "no", "", ""], ["IT", "", "", ""], ["IT", "Yes", "x", ""], ["IT", "Yes", "", "ours"]]
    found = report(tmp_path, rows, "Seen", more=f'source = "plain"\n{FINISHED}\n{EXCLUDE}')
    assert (count(found), found.left_out) == ((0, 0, PEOPLE), {"excluded": 2, "unfinished": 2})


def test_a_map_can_keep_responses_marked_as_spam(tmp_path: Path) -> None:
    """A map's rule for a column overrides what nhsdx knows about the column."""
    layout = LAYOUTS["qualtrics-words"]
    more = 'exclude = [{ column = "Status", values = ["Survey Preview", "Survey Test"] }]'
    found = report(tmp_path, fill(layout), "Q1", more=more)
    assert (count(found), found.left_out) == ((3, 0, PEOPLE), {"excluded": 6, "unfinished": 3})


def test_a_misspelt_word_to_exclude_is_an_error(tmp_path: Path) -> None:
    """The rule overrides the program's own; a word that the program has, but no row, is no slip."""
    layout, rule = LAYOUTS["qualtrics-words"], 'exclude = [{{ column = "Status", values = ["Spam", "{}"] }}]'
    with pytest.raises(NhsdxError, match='no row has "Survey Previews"') as caught:
        report(tmp_path, fill(layout), "Q1", more=rule.format("Survey Previews"))
    assert 'did you mean "Survey Preview"?' in caught.value.hint
    assert report(tmp_path, fill(layout), "Q1", more=rule.format("Offline Survey Test")).left_out["excluded"] == 3


def test_a_map_can_say_which_responses_are_finished(tmp_path: Path) -> None:
    """For REDCap, unverified forms can be counted too."""
    layout = LAYOUTS["redcap-labels"]
    rows = list_rows(layout, {"counts": ["Care"] * PEOPLE, "unfinished": ["Both"]})
    rows[-1][-1] = "Unverified"
    found = report(tmp_path, rows, layout.column)
    assert (count(found), found.left_out) == ((0, 0, PEOPLE), {"unfinished": 1})
    more = 'finished = { column = "Complete?", values = ["Complete", "Unverified"] }'
    assert count(report(tmp_path, rows, layout.column, more=more)) == (0, 1, PEOPLE)


@pytest.mark.parametrize(
    ("name", "heading", "word"),
    [
        ("qualtrics-words", "Status", "Vorschau"),
        ("qualtrics-words", "Finished", "Wahr"),
        ("qualtrics-codes", "Status", ""),
        ("redcap-raw", "staff_complete", "3"),
        ("kobo-labels", "_validation_status", "Refusé"),
        ("odk-central", "ReviewState", "?!"),
    ],
)
def test_an_unknown_status_word_is_refused(tmp_path: Path, name: str, heading: str, word: str) -> None:
    """The error gives the first row and the keys of the map; the map can say what the word means."""
    layout = LAYOUTS[name]
    rows = list_rows(layout, {"counts": ["Care"] * PEOPLE})
    place = list(layout.lines[0]).index(heading)
    rows[len(layout.lines) + 4][place] = word
    with pytest.raises(NhsdxError) as caught:
        report(tmp_path, rows, layout.column)
    assert caught.value.message.startswith(f'nhsdx does not know the word in row 5 of the column "{heading}"')
    assert "finished or exclude" in caught.value.hint
    more = f'exclude = [{{ column = "{heading}", values = ["{word or "1"}"] }}]'
    if heading != "Finished":
        assert report(tmp_path, rows, layout.column, more=more).left_out == {"excluded": 1 if word else 0}


def test_a_column_that_a_rule_of_the_map_uses_must_exist(tmp_path: Path) -> None:
    """Otherwise every row would be counted."""
    rows = [["Seen", "Done"], *[["Care", "yes"]] * PEOPLE]
    with pytest.raises(InvalidInputError) as caught:
        report(tmp_path, rows, "Seen", more='source = "plain"\nfinished = { column = "Dome" }')
    assert [(one.message, one.remedy) for one in caught.value.findings] == [
        ('the responses have no column "Dome"', 'expected one of: Seen, Done; did you mean "Done"?')
    ]


# ---- published codes


@pytest.mark.parametrize(
    ("code", "word", "verdict"),
    [
        ("0", "IP Address", "counts"),
        ("1", "Survey Preview", "preview"),
        ("2", "Survey Test", "test"),
        ("4", "Imported", "counts"),
        ("8", "Spam", "spam"),
        ("9", "Survey Preview Spam", "preview"),
        ("9", "Preview Spam", "preview"),
        ("12", "Imported Spam", "spam"),
        ("16", "Offline", "counts"),
        ("17", "Offline Survey Preview", "preview"),
        ("17", "Offline Preview", "preview"),
        ("32", "EX", "counts"),
        ("40", "EX Spam", "spam"),
        ("48", "EX Offline", "counts"),
        ("256", "Synthetic", "test"),
    ],
)
def test_published_status_codes_and_published_status_words_have_the_same_meaning(
    code: str, word: str, verdict: str
) -> None:
    """Imported and offline responses count; previews, tests and spam do not."""
    assert judge_status(code) == judge_status(word.lower()) == verdict


# ---- columns, days and the number of people asked


def test_all_wrong_columns_of_a_map_are_listed_together(tmp_path: Path) -> None:
    """The error lists the columns of the file; columns of a file from an unknown program are not shown."""
    layout = LAYOUTS["forms"]
    more = '[groups]\ncolumns = ["Trust"]'
    with pytest.raises(InvalidInputError) as wrong:
        report(tmp_path, fill(layout), "How do you see Lantern?", more=more)
    messages = [f"the responses have no column {name}" for name in ('"How do you see Lantern?"', '"Trust"')]
    assert [one.message for one in wrong.value.findings] == messages
    assert all('"Start time", "Completion time"' in one.remedy for one in wrong.value.findings)
    with pytest.raises(NhsdxError) as caught:
        report(tmp_path, [["Care", "Ward 7"]] * PEOPLE, "Seen", more='source = "plain"')
    assert "Ward 7" not in caught.value.message + caught.value.hint


def test_numbers_of_people_invited_to_a_different_survey_are_refused(tmp_path: Path) -> None:
    """A map copied from elsewhere would give a false response rate."""
    rows = [["Place", "Seen"], *[["North", "Care"]] * PEOPLE]
    more = 'source = "plain"\n[invited]\ncolumn = "Place"\nnumbers = { South = 50 }'
    with pytest.raises(NhsdxError, match=r"none of the words in \[invited.numbers\]"):
        report(tmp_path, rows, "Seen", more=more)
    found = report(tmp_path, rows, "Seen", more=more.replace("South", "West = 10, North"))
    assert (found.questions[0].groups[0].invited, found.silent_groups) == (60, 1)


@pytest.mark.parametrize(
    ("name", "moments", "day"),
    [
        ("forms", ["46266.3784722", "46267"], "2026-09-02"),
        ("google-csv", ["2026/09/01 9:05:00 AM GMT+1", "2026/09/30 9:05:00 PM GMT+1"], "2026-09-30"),
        ("google-sheet", ["01/09/2026 09:05:00", "30/09/2026 09:05:00"], "2026-09-30"),
        ("limesurvey-codes", ["1980-01-01 00:00:00"] * 2, "None"),
        ("odk-central", ["2026-09-01T09:05:00.000Z", "2026-09-30T09:05:00.000Z"], "2026-09-30"),
    ],
)
def test_the_latest_response_gives_the_day_of_the_survey(
    tmp_path: Path, name: str, moments: list[str], day: str
) -> None:
    """Days are read in the program's own form; LimeSurvey's placeholder for no day is not a day."""
    layout = LAYOUTS[name]
    place = next(place for place, cell in enumerate(layout.rows["counts"]) if cell[:1].isdigit() and ":" in cell)
    rows = list_rows(layout, {"counts": ["Care"] * PEOPLE})
    place = 2 if name == "forms" else place
    for number, row in enumerate(rows[len(layout.lines) :]):
        row[place] = moments[number % 2]
    assert str(report(tmp_path, rows, layout.column).latest) == day
