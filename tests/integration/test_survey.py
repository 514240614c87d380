"""`nhsdx survey`: from responses to figures that can be published."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from nhsdx import load_assessment, score
from tests.support.build import Table
from tests.support.programs.browser import needs_browser
from tests.support.programs.devtools import assert_good_page, tab_of
from tests.support.run import ROOT, Run, assert_snapshot, nhsdx
from tests.support.samples import write
from tests.support.surveys import survey_rubric

EXAMPLES = ROOT / "examples" / "survey"
TRUST = "Which trust do you work for?"
RUBRIC = survey_rubric()
MAP = 'format = "nhsdx.questionnaire/1"\nsource = "plain"\nrubric = "rubric.toml"\n[criteria.care]\ncolumn = "Seen"\n'
GROUPS = '[groups]\ncolumns = ["Place"]\n'


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a rubric of one survey criterion, and a table map with a column for it."""
    write(tmp_path / "rubric.toml", RUBRIC)
    (tmp_path / "map.toml").write_text(MAP + GROUPS, encoding="utf-8")
    return tmp_path


def survey(here: Path, *arguments: str) -> Run:
    """Runs `survey` on responses.csv with the map."""
    return nhsdx("survey", "responses.csv", "--map", "map.toml", *arguments, cwd=here)


def respond(here: Path, answers: dict[tuple[str, str], int], header: str = "Place,Seen") -> None:
    """Writes responses: this many rows for each place and answer."""
    rows = [f"{place},{answer}\n" for (place, answer), count in answers.items() for _ in range(count)]
    (here / "responses.csv").write_text(f"{header}\n{''.join(rows)}", encoding="utf-8")


def example(name: str, *arguments: str, columns: int | None = None) -> Run:
    """Runs `survey` on one of the examples."""
    files = (str(EXAMPLES / f"{name}.csv"), "--map", str(EXAMPLES / f"{name}.toml"))
    return nhsdx("survey", *files, *arguments, columns=columns)


def groups(run: Run) -> dict[str, dict[str, object]]:
    """The figures of the only question by place, and for all together under `all`."""
    assert (run.code, run.err) == (0, "")
    lines = json.loads(run.out)["questions"]["care"]["groups"]
    return {"all" if line["group"] is None else line["group"]["Place"]: line for line in lines}


# ---- exports as they are


@pytest.mark.parametrize("name", ["forms", "qualtrics", "limesurvey"])
@pytest.mark.parametrize("columns", [60, 80])
def test_the_export_of_each_program_is_read_unchanged(name: str, columns: int) -> None:
    """Its header lines, previews and unfinished rows are recognised."""
    by = {"forms": TRUST, "qualtrics": "Q1", "limesurvey": "G01Q01"}[name]
    run = nhsdx(
        "survey", str(EXAMPLES / f"{name}.csv"), "--map", str(EXAMPLES / f"{name}.toml"), "--by", by, columns=columns
    )
    assert (run.code, run.err) == (0, "")
    assert_snapshot(f"survey/{name}-{columns}.txt", run.out)


def test_the_page_of_a_survey_in_markdown_matches_its_snapshot() -> None:
    """The counts of each option are columns of the table."""
    run = example("forms", "--by", TRUST, "--format", "markdown")
    assert (run.code, run.err) == (0, "")
    assert_snapshot("survey/forms.md", run.out)


def test_exports_of_the_same_answers_from_different_programs_give_the_same_shares() -> None:
    """Only the rows and cells that an export leaves out differ."""
    shares = []
    for name in ("forms", "qualtrics", "limesurvey"):
        run = nhsdx(
            "survey", str(EXAMPLES / f"{name}.csv"), "--map", str(EXAMPLES / f"{name}.toml"), "--format", "json"
        )
        data = json.loads(run.out)
        assert data["source"] == name
        (line,) = data["questions"]["seen-as-care"]["groups"]
        shares.append(line["share"])
    assert max(shares) - min(shares) < 0.02


def test_a_map_may_identify_columns_of_qualtrics_by_the_text_of_the_question(tmp_path: Path) -> None:
    """The text under the header works as well as the header."""
    text = (EXAMPLES / "qualtrics.toml").read_text(encoding="utf-8")
    text = text.replace('"Q4_1"', '"How do you see the new record?"')
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    arguments = ("--map", str(tmp_path / "map.toml"), "--rubric", str(EXAMPLES / "rubric.toml"))
    assert nhsdx("survey", str(EXAMPLES / "qualtrics.csv"), *arguments).code == 0


@needs_browser
def test_the_html_page_is_accessible_and_fits_a_phone(tmp_path: Path) -> None:
    """The page has groups that are shown and groups that are hidden."""
    run = example("limesurvey", "--by", "G01Q01", "-o", str(tmp_path / "page.html"))
    assert (run.code, run.out, run.err) == (0, "", "")
    with tab_of(tmp_path / "page.html") as tab:
        assert_good_page(tab)


def test_the_format_follows_the_name_of_the_output(tmp_path: Path) -> None:
    """The ending of an unknown format is refused before anything is read."""
    assert example("forms", "-o", str(tmp_path / "out.csv")).code == 0
    assert (tmp_path / "out.csv").read_text() == example("forms", "--format", "csv").out
    run = nhsdx("survey", "none.csv", "--map", "none.toml", "-o", str(tmp_path / "out.docx"))
    assert (run.code, run.out) == (2, "")
    assert "this command has no format for the extension '.docx'" in run.err


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_the_data_of_a_survey_matches_its_snapshot(format_: str) -> None:
    """The data has counts, means, shares, intervals, teams and response rates."""
    run = nhsdx(
        "survey", str(EXAMPLES / "forms.csv"), "--map", str(EXAMPLES / "forms.toml"), "--by", TRUST, "--format", format_
    )
    assert (run.code, run.err) == (0, "")
    assert_snapshot(f"survey/forms.{format_}", run.out)


# ---- what is counted


def test_the_counts_and_the_mean_and_the_share_and_the_interval_are_those_worked_out_by_hand(here: Path) -> None:
    """10 IT, 5 both and 5 care: mean 37.5, share 25%, and Wilson's interval of 5 in 20."""
    respond(here, {("A", "IT"): 10, ("A", "both"): 5, ("A", " Care "): 5})
    line = groups(survey(here, "--format", "json"))["all"]
    assert line["counts"] == [10, 5, 5]
    assert (line["respondents"], line["mean"], line["share"]) == (20, 37.5, 0.25)
    assert line["share_interval"] == pytest.approx([0.11186, 0.46870], abs=1e-5)


def test_an_empty_cell_does_not_count_as_invalid(here: Path) -> None:
    """A respondent who did not answer is left out of that question. The map says which words mean no answer."""
    (here / "map.toml").write_text(MAP.replace("[criteria", 'nothing = ["n/a"]\n[criteria'), encoding="utf-8")
    respond(here, {("A", "IT"): 12, ("A", ""): 5, ("A", "N/A"): 2})
    run = survey(here, "--format", "json")
    assert groups(run)["all"]["counts"] == [12, 0, 0]
    assert json.loads(run.out)["rejected"] == {}


def test_response_rates_need_the_number_of_people_invited(here: Path) -> None:
    """They are given for all and for each group of that column; a census has no uncertainty."""
    numbers = '[invited]\ncolumn = "Place"\n[invited.numbers]\nA = 40\nB = 20\n'
    (here / "map.toml").write_text(MAP + GROUPS + numbers, encoding="utf-8")
    respond(here, {("A", "IT"): 20, ("B", "Care"): 15, ("B", "IT"): 5})
    found = groups(survey(here, "--by", "Place", "--format", "json"))
    assert [found[name]["response_rate"] for name in ("all", "A", "B")] == [pytest.approx(40 / 60), 0.5, 1.0]
    assert found["B"]["share_interval"] == [0.75, 0.75]


def test_the_interval_is_wider_if_people_in_the_same_team_answer_alike(here: Path) -> None:
    """The number of answers is the same, but everybody in a team answers alike."""
    (here / "map.toml").write_text(MAP.replace("[criteria", 'team = "Place"\n[criteria'), encoding="utf-8")
    respond(here, {("A", "Care"): 12, ("B", "IT"): 12, ("C", "Care"): 12, ("D", "IT"): 12})
    line = groups(survey(here, "--format", "json"))["all"]
    plain, team = line["share_interval"], line["team_interval"]
    assert isinstance(plain, list)
    assert isinstance(team, list)
    assert team[1] - team[0] > 2 * (plain[1] - plain[0])
    assert (line["teams"], line["few_teams"]) == (4, True)


def test_a_scale_with_statements_of_your_own_is_scored(here: Path) -> None:
    """The mean of the items answered, if at least half are; reverse-worded items are reversed."""
    scale = (
        '[scales.own]\ninstrument = "likert"\ncolumns = ["One", "Two"]\nreversed = [2]\nanswers = { Yes = 5, No = 1 }\n'
    )
    (here / "map.toml").write_text(MAP + scale, encoding="utf-8")
    lines = ["Seen,One,Two", *["IT,Yes,No"] * 6, *["IT,4,"] * 6, *["IT,,"] * 3, "IT,Perhaps,1"]
    (here / "responses.csv").write_text("\n".join(lines), encoding="utf-8")
    run = survey(here, "--format", "json")
    assert run.code == 0
    found = json.loads(run.out)
    (line,) = found["scales"]["own"]["groups"]
    assert line["respondents"] == 13
    assert line["mean"] == pytest.approx((6 * 5 + 6 * 4 + 5) / 13)
    assert found["rejected"] == {"One": 1}


# ---- small numbers


def test_small_groups_are_hidden_in_every_format_of_the_page(here: Path) -> None:
    """A second group is also hidden, so that the total reveals nothing; no format gives the name of a hidden group."""
    respond(here, {("A", "IT"): 30, ("B", "IT"): 17, ("Tiny", "Care"): 3})
    found = groups(survey(here, "--by", "Place", "--format", "json"))
    assert {name: line["respondents"] for name, line in found.items()} == {"all": 50, "A": 30}
    for format_ in ("text", "markdown", "html", "json", "csv"):
        assert "Tiny" not in survey(here, "--by", "Place", "--format", format_).out
    assert "2 groups are hidden: small groups, and others" in survey(here, "--by", "Place").out


def test_small_groups_are_also_hidden_for_scales(here: Path) -> None:
    """If there are too few respondents in total, nothing is shown."""
    scale = '[scales.own]\ninstrument = "likert"\ncolumns = ["One"]\n'
    (here / "map.toml").write_text(MAP + GROUPS + scale, encoding="utf-8")
    lines = ["Place,Seen,One", *["A,IT,4"] * 30, *["B,IT,4"] * 17, *["Tiny,IT,1"] * 3]
    (here / "responses.csv").write_text("\n".join(lines), encoding="utf-8")
    data = json.loads(survey(here, "--by", "Place", "--format", "json").out)["scales"]["own"]["groups"]
    assert [(line["group"], line["respondents"]) for line in data] == [(None, 50), ({"Place": "A"}, 30)]
    (here / "responses.csv").write_text("\n".join(lines[:6]), encoding="utf-8")
    page = survey(here).out
    assert "Nothing is shown: too few people answered" in page
    assert "4.0" not in page


def test_the_minimum_can_be_raised_but_not_lowered(here: Path) -> None:
    """Groups below 11 are never shown, unless the rubric itself decides so."""
    respond(here, {("A", "IT"): 12})
    assert groups(survey(here, "--format", "json"))["all"]["hidden"] is None
    assert groups(survey(here, "--format", "json", "--minimum-respondents", "20"))["all"]["hidden"] == "too-few"
    run = survey(here, "--minimum-respondents", "10")
    assert (run.code, run.out) == (2, "")
    assert "expected 11 or more" in run.err
    (here / "map.toml").write_text(MAP + GROUPS + "minimum = 10\n", encoding="utf-8")
    assert "map.toml:8:11: out-of-range" in survey(here).err
    (here / "map.toml").write_text(MAP + GROUPS + "minimum = 20\n", encoding="utf-8")
    assert groups(survey(here, "--format", "json"))["all"]["hidden"] == "too-few"


@pytest.mark.parametrize(("asked", "minimum"), [(7, 7), (1, 5)])
def test_only_the_rubric_can_lower_the_minimum_number_of_respondents(here: Path, asked: int, minimum: int) -> None:
    """It is never below 5, and every page says so."""
    care = RUBRIC["criteria"]["care"] | {"minimum-respondents": asked}
    write(here / "rubric.toml", RUBRIC | {"criteria": {"care": care}})
    respond(here, {("A", "IT"): minimum, ("B", "IT"): minimum + 3})
    page = " ".join(survey(here, "--by", "Place").out.split())
    assert f"Groups of fewer than {minimum} respondents are hidden. The rubric lowers this number from 11." in page
    assert f"B {minimum + 3}" in re.sub(r"[ ·]+", " ", page)
    respond(here, {("A", "IT"): minimum - 1, ("B", "IT"): minimum + 3})
    page = " ".join(survey(here, "--by", "Place").out.split())
    assert "2 groups are hidden" in page
    assert "No group is shown. If [groups] in the map has several columns" in page


def test_the_same_minimum_applies_to_all_questions(here: Path) -> None:
    """The question that asks for the most respondents decides for all: two sets of groups would reveal a few people."""
    more = RUBRIC["criteria"]["care"] | {"title": "Other", "minimum-respondents": 12}
    write(here / "rubric.toml", RUBRIC | {"criteria": {**RUBRIC["criteria"], "other": more}})
    (here / "map.toml").write_text(f'{MAP}[criteria.other]\ncolumn = "Other"\n{GROUPS}', encoding="utf-8")
    places = ["A,IT,IT\n"] * 11 + ["B,IT,IT\n"] * 40 + ["C,IT,IT\n"] * 50
    (here / "responses.csv").write_text("Place,Seen,Other\n" + "".join(places), encoding="utf-8")
    data = json.loads(survey(here, "--by", "Place", "--format", "json").out)
    assert data["protection"]["minimum"] == 12
    shown = [[line["respondents"] for line in one["groups"]] for one in data["questions"].values()]
    assert shown == [[101, 50], [101, 50]]


def test_a_group_is_hidden_in_all_questions_if_few_of_its_members_answered_one_of_them(here: Path) -> None:
    """Otherwise the groups of one question would reveal the hidden groups of another."""
    write(
        here / "rubric.toml",
        RUBRIC | {"criteria": {**RUBRIC["criteria"], "other": RUBRIC["criteria"]["care"] | {"title": "Other"}}},
    )
    (here / "map.toml").write_text(f'{MAP}[criteria.other]\ncolumn = "Other"\n{GROUPS}', encoding="utf-8")
    places = ["A,IT,IT\n"] * 3 + ["A,IT,\n"] * 20 + ["B,IT,IT\n"] * 40 + ["C,IT,IT\n"] * 50 + ["D,IT,\n"] * 30
    (here / "responses.csv").write_text("Place,Seen,Other\n" + "".join(places), encoding="utf-8")
    data = json.loads(survey(here, "--by", "Place", "--format", "json").out)
    shown = [[line["respondents"] for line in one["groups"]] for one in data["questions"].values()]
    assert shown == [[143, 50], [93, 50]]


def test_the_figures_of_a_small_team_cannot_be_worked_out_from_two_runs(here: Path) -> None:
    """Trust c is 4 people of the south, like those of b: where b is shown in one run, c follows from another."""
    (here / "map.toml").write_text(f'{MAP}[groups]\ncolumns = ["Trust", "Region"]\n', encoding="utf-8")
    rows = [f"{name},{answer}\n" for name, answer, size in NESTED for _ in range(size)]
    (here / "responses.csv").write_text("Region,Trust,Seen\n" + "".join(rows), encoding="utf-8")
    shown = [
        {tuple((line["group"] or {}).values()): line["respondents"] for line in read_lines(here, by)}
        for by in ("Trust", "Region", "Trust,Region", "Region,Trust")
    ]
    assert shown == [
        {(): 59, ("a",): 16},
        {(): 59, ("N",): 16, ("S",): 43},
        {(): 59, ("a", "N"): 16},
        {(): 59, ("N", "a"): 16},
    ]


NESTED = [("N,a", "IT", 16), ("S,b", "Both", 39), ("S,c", "IT", 4)]


def read_lines(here: Path, by: str) -> list[dict[str, Any]]:
    """The lines of the only question in a run by some columns."""
    run = survey(here, "--by", by, "--format", "json")
    assert (run.code, run.err) == (0, "")
    lines: list[dict[str, Any]] = json.loads(run.out)["questions"]["care"]["groups"]
    return lines


@pytest.mark.parametrize(
    ("groups_", "by", "hint"),
    [
        ("", "Place", 'write [groups] with columns = ["..."] in the map'),
        (GROUPS, "Seen", 'expected "Place"'),
        (GROUPS, "Place,Place", "expected different columns, at most 1"),
        ('[groups]\ncolumns = ["Place", "Seen"]\ndepth = 1\n', "Place,Seen", "expected different columns, at most 1"),
    ],
)
def test_results_by_columns_that_the_map_does_not_declare_are_refused(
    here: Path, groups_: str, by: str, hint: str
) -> None:
    """The map declares the columns by which results may be shown, and how many at once."""
    (here / "map.toml").write_text(MAP + groups_, encoding="utf-8")
    respond(here, {("A", "IT"): 30, ("B", "Care"): 30})
    run = survey(here, "--by", by)
    assert (run.code, run.out) == (2, "")
    assert "group-column" in run.err
    assert hint in run.err


def test_a_column_of_names_is_refused_and_its_values_are_never_listed(here: Path) -> None:
    """Names, addresses and comments are not groups."""
    rows = [f"person {number}@hospital.example,IT\n" for number in range(30)]
    (here / "responses.csv").write_text("Place,Seen\n" + "".join(rows), encoding="utf-8")
    run = survey(here, "--by", "Place", "--group", "nobody", "--into", "new.toml")
    assert (run.code, run.out) == (2, "")
    assert 'most values of "Place" occur only once' in run.err
    assert "person" not in run.err


def test_the_error_for_a_file_without_headings_does_not_repeat_what_respondents_wrote(here: Path) -> None:
    """Its first line has the answers of the first respondent."""
    (here / "responses.csv").write_text("A,I am the only Welsh-speaking midwife\n" * 12, encoding="utf-8")
    run = survey(here, "--by", "Place")
    assert (run.code, run.out) == (2, "")
    assert "expected the names of the columns in this line" in run.err
    assert "midwife" not in run.err


def test_hospital_statistics_protection_rounds_and_hides_counts(here: Path) -> None:
    """Where a count is from 1 to 7, no count of the group is shown; others are rounded to 5."""
    respond(here, {("A", "IT"): 33, ("A", "Both"): 12, ("A", "Care"): 3})
    line = groups(survey(here, "--format", "json", "--protect", "hospital-statistics"))["all"]
    assert line["counts"] == [None, None, None]
    assert (line["respondents"], line["mean"], line["share"]) == (50, None, None)
    respond(here, {("A", "IT"): 33, ("A", "Both"): 12})
    line = groups(survey(here, "--format", "json", "--protect", "hospital-statistics"))["all"]
    assert line["counts"] == [35, 10, 0]
    page = " ".join(survey(here, "--protect", "hospital-statistics").out.split())
    assert "rounded to the nearest 5, and a group's counts are hidden if one of them is from 1 to 7." in page


def test_a_group_column_can_be_declared_only_once(here: Path) -> None:
    """The order of the columns has no meaning."""
    (here / "map.toml").write_text(f'{MAP}[groups]\ncolumns = ["Place", "Place"]\n', encoding="utf-8")
    respond(here, {("A", "IT"): 12})
    assert "map.toml:7:11: duplicate: a column is listed twice" in survey(here).err


def test_answers_of_too_few_people_are_not_written(here: Path) -> None:
    """Small groups are not shown for scales either."""
    respond(here, {("A", "IT"): 10})
    run = survey(here, "--into", "new.toml", "--subject", "S", "--date", "2026-09-30")
    assert (run.code, run.out) == (2, "")
    assert "too-few-respondents" in run.err
    assert not (here / "new.toml").exists()


# ---- invalid cells


def test_invalid_cells_are_listed_by_row_and_column_only(here: Path) -> None:
    """The content of invalid cells does not appear in any format or message."""
    respond(here, {("A", "IT"): 12, ("A", "My boss is a secret"): 2})
    run = survey(here, "--rejects", "rejects.csv")
    assert (run.code, run.err) == (0, "written: rejects.csv\n")
    assert (here / "rejects.csv").read_text() == "row,column\n13,Seen\n14,Seen\n"
    for format_ in ("text", "markdown", "html", "json", "csv"):
        assert "secret" not in survey(here, "--format", format_).out
    strict = survey(here, "--strict")
    assert (strict.code, strict.out) == (2, "")
    assert "secret" not in strict.err
    assert "no-answer" in strict.err


@pytest.mark.parametrize("text", ["", "\n", "\xff\xfe", "Place\nA\n"])
def test_a_file_without_responses_is_an_error(here: Path, text: str) -> None:
    """The message does not quote its content."""
    (here / "responses.csv").write_bytes(text.encode("latin-1"))
    run = survey(here)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("responses.csv:")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--by", "Plce"), 'did you mean "Place"?'),
        (("--group", "A", "--by", "Place"), "--subject"),
        (("--map", "x"), "x"),
    ],
)
def test_missing_columns_and_files_and_options_are_errors(here: Path, arguments: tuple[str, ...], word: str) -> None:
    """The errors are about a column, a file, and the subject of a new assessment."""
    respond(here, {("A", "IT"): 12})
    run = survey(here, "--into", "new.toml", *arguments)
    assert (run.code, run.out) == (2, "")
    assert word in run.err


def test_all_problems_in_a_map_are_listed(here: Path) -> None:
    """Each problem has its line and a suggestion."""
    text = """format = "nhsdx.questionnaire/1"
rubric = "rubric.toml"
teem = "Place"

[criteria.cair]
column = "Seen"

[criteria.care]
column = "Seen"
answers = { Caring = "Careful" }

[scales.use]
instrument = "sus"
columns = ["a", "b", "b"]
reversed = [7]

[scales.own]
instrument = "likert"
columns = ["a"]
reversed = [2]
"""
    (here / "map.toml").write_text(text, encoding="utf-8")
    respond(here, {("A", "IT"): 12})
    run = survey(here)
    assert (run.code, run.out) == (2, "")
    assert_snapshot("survey/map.txt", run.err)


@pytest.mark.parametrize(
    "text",
    [MAP.partition("[")[0], 'format = "nhsdx.questionnaire/1"\n', MAP.replace("rubric.toml", "none.toml")],
)
def test_a_map_without_a_rubric_or_without_any_question_is_refused(here: Path, text: str) -> None:
    """Each mistake has its own message."""
    (here / "map.toml").write_text(text, encoding="utf-8")
    respond(here, {("A", "IT"): 12})
    run = survey(here)
    assert (run.code, run.out) == (2, "")
    assert "map.toml" in run.err


# ---- into assessments


def test_answers_can_be_written_into_a_new_assessment(here: Path) -> None:
    """The new assessment has the voice of the map, and its score is the mean of the group."""
    respond(here, {("A", "IT"): 10, ("A", "Care"): 10, ("B", "Care"): 20})
    arguments = ("--into", "new.toml", "--subject", 'A "place"', "--date", "2026-09-30", "--seen", "2026-09-15")
    run = survey(here, *arguments, "--by", "Place", "--group", "A")
    assert (run.code, run.err) == (0, "written: new.toml\n")
    result = score(load_assessment(here / "new.toml"))
    assert (result.assessment.subject, result.assessment.voice) == ('A "place"', "respondents")
    assert result.overall.scores["claimed"] == 50  # type: ignore[index]


def test_the_map_says_whose_view_a_new_assessment_gives(here: Path) -> None:
    """A survey of all staff is not one of clinicians."""
    (here / "map.toml").write_text(MAP.replace("rubric =", 'voice = "staff"\nrubric ='), encoding="utf-8")
    respond(here, {("A", "IT"): 10, ("A", "Care"): 10})
    arguments = ("--into", "new.toml", "--subject", "S", "--date", "2026-09-30", "--seen", "2026-09-15")
    assert survey(here, *arguments).code == 0
    assert load_assessment(here / "new.toml").assessment.about.voice == "staff"
    (here / "map.toml").write_text(MAP.replace("rubric =", 'voice = "All staff"\nrubric ='), encoding="utf-8")
    assert "bad-id" in survey(here, *arguments).err


def test_the_option_for_a_group_is_refused_if_results_are_not_divided_into_groups(here: Path) -> None:
    """Without --by no group is made, so none is hidden."""
    respond(here, {("A", "IT"): 20, ("B", "Care"): 20})
    arguments = ("--into", "new.toml", "--subject", "S", "--date", "2026-09-30", "--seen", "2026-09-15")
    run = survey(here, *arguments, "--group", "A")
    assert run.code == 2
    assert "without --by there are no groups" in run.err
    assert "give --by with the columns of the group" in run.err


def test_a_map_cannot_give_an_empty_cell_the_meaning_of_an_answer(here: Path) -> None:
    """The message says that a key may be any text, such as N/A or 1; it does not ask for the form of an id."""
    tables = (
        '[criteria.care]\ncolumn = "Seen"\nanswers = { "" = "Both" }\n',
        '[words."*"]\n"" = "Both"\n',
        '[invited]\ncolumn = "Place"\nnumbers = { "" = 3 }\n',
    )
    respond(here, {("A", "IT"): 20})
    for table in tables:
        (here / "map.toml").write_text(f"{MAP.partition('[')[0]}{table}", encoding="utf-8")
        run = survey(here)
        assert run.code == 2
        assert "bad-text: this key is empty" in run.err
        assert "expected a word or code from the cells; an empty cell is not an answer" in run.err
        assert "bad-id" not in run.err


def write_own(here: Path, **rubric: Any) -> str:  # noqa: ANN401 - any part of a rubric
    """Writes an assessment without answers, beside a rubric with these parts; returns its text."""
    write(here / "rubric.toml", RUBRIC | rubric)
    text = 'format = "nhsdx.assessment/1"  # mine\nrubric = "rubric.toml"\n'
    text += '[assessment]\nsubject = "S"\ndate = 2026-09-30\n'
    (here / "own.toml").write_text(text, encoding="utf-8")
    return text


def test_answers_are_added_to_an_existing_assessment(here: Path) -> None:
    """They are added at the end with the survey as a document; comments are kept, and no answer is replaced."""
    before = write_own(here)
    respond(here, {("A", "IT"): 12})
    assert survey(here, "--into", "own.toml", "--seen", "2026-09-15").code == 0
    answer = '[answers.care]\ncounts = [12, 0, 0]\nseen = 2026-09-15\ndocuments = ["survey-2026-09-15"]\n'
    document = '[documents.survey-2026-09-15]\ntitle = "Survey responses: responses.csv"\ndate = 2026-09-15\nsha256 = "'
    after = (here / "own.toml").read_text()
    assert after.startswith(f"{before}\n{answer}\n{document}")
    digest = hashlib.sha256((here / "responses.csv").read_bytes()).hexdigest()
    assert after.endswith(f'sha256 = "{digest}"\n')
    again = survey(here, "--into", "own.toml", "--seen", "2026-09-15")
    assert (again.code, again.out) == (2, "")
    assert "duplicate" in again.err
    assert (here / "own.toml").read_text() == after


LINES = 'counts = [12, 0, 0]\nseen = 2026-09-15\ndocuments = ["survey-2026-09-15"]'


@pytest.mark.parametrize(
    ("unknown", "known"),
    [
        (
            '[answers.care]\nstatus = "unknown"  # ask them\n# why = "…"\n',
            f"[answers.care]\n{LINES.replace(']', ']  # ask them', 1)}\n# why",
        ),
        ('[answers]\ncare = "unknown"\n', f"[answers]\ncare.{LINES.replace(chr(10), f'{chr(10)}care.')}\n"),
        ('[answers]\ncare = { status = "unknown" }\n', f"[answers]\ncare = {{ {', '.join(LINES.splitlines())} }}\n"),
        ('answers.care.status = "unknown"\n', "answers.care.counts = [12, 0, 0]\nanswers.care.seen = 2026-09-15\n"),
    ],
)
def test_an_unknown_answer_is_replaced_where_it_is_in_the_file(here: Path, unknown: str, known: str) -> None:
    """A blank assessment from `nhsdx new` has the question already; its comments and its order stay."""
    before = write_own(here)
    text = unknown + before if unknown.startswith("answers.") else before + unknown
    (here / "own.toml").write_text(text, encoding="utf-8")
    respond(here, {("A", "IT"): 12})
    run = survey(here, "--into", "own.toml", "--seen", "2026-09-15")
    assert (run.code, run.err) == (0, "written: own.toml\n")
    assert known in (here / "own.toml").read_text()
    assert score(load_assessment(here / "own.toml")).overall.scores["claimed"] == 0  # type: ignore[index]


GRADES = [
    {"id": "said", "label": "Said", "supports": 0},
    {"id": "data", "label": "Data", "supports": 1, "max-age-months": 12, "needs-document": True},
]


def graded(**keys: object) -> Table:
    """The rubric's criterion, with other keys."""
    return {"care": RUBRIC["criteria"]["care"] | keys}


def test_answers_from_a_survey_count_as_evidenced(here: Path) -> None:
    """They have the criterion's grade, the survey's day and a document; the page shows what that changes."""
    write_own(here, **{"evidence-grades": GRADES, "criteria": graded(**{"evidence-default": "data"})})
    respond(here, {("A", "IT"): 5, ("A", "Care"): 15})
    run = survey(here, "--into", "own.toml", "--seen", "2026-09-15")
    assert run.code == 0
    assert_snapshot("survey/into.txt", run.out.partition("In the assessment")[2])
    result = score(load_assessment(here / "own.toml"))
    assert result.criteria["care"].evidence == "data"
    assert set(result.overall.scores.values()) == {75}
    assert [one.code for one in result.findings] == ["invited-missing"]


def test_the_map_may_give_the_evidence_grade_and_the_day_and_the_number_invited(here: Path) -> None:
    """They are written beside the counts; a grade that the rubric does not have is an error."""
    write_own(here, **{"evidence-grades": GRADES})
    invited = '[invited]\ncolumn = "Place"\n[invited.numbers]\nA = 40\n'
    text = MAP.replace("[criteria", 'date = 2026-08-31\nevidence = "data"\n[criteria')
    (here / "map.toml").write_text(text + invited, encoding="utf-8")
    respond(here, {("A", "IT"): 20})
    assert survey(here, "--into", "own.toml").code == 0
    (answer,) = load_assessment(here / "own.toml").assessment.answers.values()
    assert (answer.evidence, str(answer.seen), answer.invited) == ("data", "2026-08-31", 40)
    (here / "map.toml").write_text(text.replace('"data"', '"dota"'), encoding="utf-8")
    assert 'did you mean "data"?' in survey(here).err


def test_the_number_invited_is_left_out_if_more_people_answered(here: Path) -> None:
    """The number cannot be right, so the assessment does not have it."""
    write_own(here)
    (here / "map.toml").write_text(
        MAP + GROUPS + '[invited]\ncolumn = "Place"\nnumbers = { A = 15 }\n', encoding="utf-8"
    )
    respond(here, {("A", "IT"): 20})
    assert survey(here, "--into", "own.toml", "--seen", "2026-09-15").code == 0
    assert "invited" not in (here / "own.toml").read_text()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (
            ["9/1/26 14:04:00", "7/2/26 9:00"],
            'can be read in two ways: the latest is 7 February 2026 or 1 September 2026\n  write dates = "d/m/y" or',
        ),
        (["week 40", "week 41"], 'nhsdx knows no date form that fits all the days in "Completion time"'),
    ],
)
def test_the_message_about_an_uncertain_survey_date_gives_both_possible_days(
    here: Path, days: list[str], words: str
) -> None:
    """The dates can be read in two ways; the message gives both days, and the map line that decides."""
    write_own(here)
    (here / "map.toml").write_text(MAP.replace('source = "plain"\n', ""), encoding="utf-8")
    rows = [f"1,{day},IT\n" for day in days for _ in range(10)]
    (here / "responses.csv").write_text(f"Start time,Completion time,Seen\n{''.join(rows)}", encoding="utf-8")
    run = survey(here, "--into", "own.toml")
    assert (run.code, run.out) == (2, "")
    assert 'the days in "Completion time"' in run.err
    assert words in run.err


@pytest.mark.parametrize(
    ("header", "days", "seen"),
    [
        ("Start time,Completion time,Seen", ["9/2/26 9:04", "9/30/26 9:04"], "2026-09-30"),
        ("Start time,Completion time,Seen", ["02/09/2026 09:04", "30/09/2026 09:04"], "2026-09-30"),
        ("Start time,Completion time,Seen", ["2026-09-02 09:04", "2026-09-30 09:04"], "2026-09-30"),
        ("id,submitdate,Seen", ["2026-09-02 09:04", "2026-09-30 09:04"], "2026-09-30"),
        ("Start time,Completion time,Seen", ["9/2/26 9:04", "8/3/26 9:04"], None),
        ("Start time,Completion time,Seen", ["9/2/26 9:04", "week 40"], None),
        ("Place,Made,Seen", ["2026-09-02", "2026-09-30"], None),
    ],
)
def test_the_date_of_the_survey_is_that_of_the_latest_response(
    here: Path, header: str, days: list[str], seen: str | None
) -> None:
    """Only if the file leaves no doubt: the order of day and month differs between countries."""
    write_own(here)
    source = 'source = "plain"\n'
    (here / "map.toml").write_text(MAP if header.startswith("Place") else MAP.replace(source, ""), encoding="utf-8")
    rows = [f"1,{day},IT\n" for day in days for _ in range(10)]
    (here / "responses.csv").write_text(f"{header}\n{''.join(rows)}", encoding="utf-8")
    run = survey(here, "--into", "own.toml")
    if seen is None:
        assert (run.code, run.out) == (2, "")
        assert "no-date" in run.err
    else:
        assert run.code == 0
        assert f"seen = {seen}" in (here / "own.toml").read_text()


@pytest.mark.parametrize(
    ("forms", "days", "seen"),
    [
        ('"d/m/Y"', ["02/09/2026 9:04", "03/09/2026 12:05"], "2026-09-03"),
        ('"m/d/y"', ["9/2/26 9:04", "8/3/26, 11:04 PM"], "2026-09-02"),
        ('["d b Y", "b d, Y"]', ["2 Sep 2026", "September 3, 2026 9:04"], "2026-09-03"),
        ('"d/m/Y"', ["09/13/2026 9:04", "09/02/2026 9:04"], "2026-09-13"),
    ],
)
def test_the_map_says_in_which_order_days_and_months_are_written(
    here: Path, forms: str, days: list[str], seen: str
) -> None:
    """The map decides if the file leaves the order open; if its forms do not fit, only one order may be possible."""
    write_own(here)
    (here / "map.toml").write_text(MAP.replace('source = "plain"\n', f"dates = {forms}\n"), encoding="utf-8")
    rows = [f'1,"{day}",IT\n' for day in days for _ in range(10)]
    (here / "responses.csv").write_text(f"id,submitdate,Seen\n{''.join(rows)}", encoding="utf-8")
    assert survey(here, "--into", "own.toml").code == 0
    assert f"seen = {seen}" in (here / "own.toml").read_text()


def test_survey_answers_can_be_written_into_an_assessment_with_a_profile(here: Path) -> None:
    """Before and after are scored with the profile; an answer outside it is reported and changes nothing."""
    criteria = {**graded(), "other": RUBRIC["criteria"]["care"] | {"title": "Other"}}
    write_own(here, criteria=criteria, profiles={"short": {"title": "Short", "criteria": ["other"]}})
    own = (here / "own.toml").read_text().replace("rubric =", 'profile = "short"\nrubric =')
    (here / "own.toml").write_text(own + "[answers]\nother.counts = [6, 0, 6]\n", encoding="utf-8")
    respond(here, {("A", "Care"): 12})
    run = survey(here, "--into", "own.toml", "--seen", "2026-09-15", "--format", "json")
    into = json.loads(run.out)["into"]
    assert into["nodes"]["overall"]["before"] == into["nodes"]["overall"]["after"]
    assert [finding["code"] for finding in into["findings"]] == ["answer-outside-profile"]
    (here / "own.toml").write_text(own, encoding="utf-8")
    assert "Profile “Short”" in survey(here, "--into", "own.toml", "--seen", "2026-09-15").out


def test_people_who_answer_that_they_do_not_know_are_not_counted(here: Path) -> None:
    """The map gives the words for this: no word has this meaning by itself."""
    respond(here, {("A", "IT"): 12, ("A", "i do not know"): 5, ("A", "no idea"): 2})
    assert groups(survey(here, "--format", "json"))["all"]["counts"] == [12, 0, 0]
    assert json.loads(survey(here, "--format", "json").out)["rejected"] == {"Seen": 7}
    text = MAP.replace("[criteria", 'nothing = ["No idea", "I do not know"]\n[criteria')
    (here / "map.toml").write_text(text, encoding="utf-8")
    assert json.loads(survey(here, "--format", "json").out)["rejected"] == {}


@pytest.mark.parametrize("group", ["Tiny", "B", "Nowhere"])
def test_the_answers_of_a_hidden_group_are_not_written(here: Path, group: str) -> None:
    """No new assessment is written, and the message is the same as for a group that does not exist."""
    respond(here, {("A", "IT"): 30, ("B", "IT"): 17, ("Tiny", "Care"): 3})
    into = ("--into", "new.toml", "--subject", "S", "--date", "2026-09-30")
    run = survey(here, *into, "--by", "Place", "--group", group)
    assert (run.code, run.out) == (2, "")
    assert "there is no such group" in run.err
    assert 'expected "A"\n' in run.err
    assert not (here / "new.toml").exists()


def test_text_from_files_is_shown_as_plain_text_and_never_as_markup(here: Path) -> None:
    """Text does not become a formula in CSV, nor escape sequences or markup on the page."""
    respond(here, {('"=1+1"', "IT"): 12, ("[red]\x1b[31mX", "IT"): 12})
    assert "'=1+1" in survey(here, "--by", "Place", "--format", "csv").out
    page = survey(here, "--by", "Place").out
    assert "\x1b" not in page
    assert "[red]" in page
