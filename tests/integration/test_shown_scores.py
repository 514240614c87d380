"""Scores in a framework's own figures: on pages, in JSON, in thresholds and in test vectors."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import polars
import pytest

from tests.support.run import nhsdx

RISK = """
format = "nhsdx.rubric/1"
[rubric]
id = "risk"
version = "1.0.0"
title = "Risk"
aggregate = "geometric"
invert = true
shown = { from = 10, to = 0 }
[[levels]]
label = "High"
[[levels]]
label = "Low"
[dimensions.hazard]
title = "Hazard"
[dimensions.vulnerability]
title = "Vulnerability"
[criteria.h]
dimension = "hazard"
kind = "measure"
title = "Events"
unit = "points"
linear = { worst = 10, best = 0 }
[criteria.v]
dimension = "vulnerability"
kind = "measure"
title = "Weakness"
unit = "points"
linear = { worst = 10, best = 0 }
[[tests]]
name = "a geometric mean of risks"
answers = { h = 8, v = 2 }
expect = { overall = 4, hazard = 8 }
[assessment]
subject = "A country (fictional)"
date = 2026-10-01
[answers]
h = 8
v = 2
[expect]
overall = 4
"""


@pytest.fixture
def risk(tmp_path: Path) -> Path:
    """An index of risk in which high is bad, 0 to 10, with an assessment."""
    path = tmp_path / "risk.toml"
    path.write_text(RISK, encoding="utf-8")
    return path


def test_an_index_in_which_high_figures_are_bad_can_be_written_as_one_rubric(risk: Path) -> None:
    """The square root of 8 times 2 is 4; pages, vectors and `[expect]` say so."""
    page = nhsdx("assess", str(risk)).out
    assert "4.0 claimed" in page
    assert "10 to 0" in page
    assert nhsdx("rubric", "test", str(risk)).code == 0
    assert nhsdx("check", str(risk)).code == 0


def test_json_has_the_shown_figure_beside_the_score(risk: Path) -> None:
    """Programs compare scores of 0 to 100, and print the figures that people see."""
    overall = json.loads(nhsdx("assess", str(risk), "--format", "json").out)["overall"]
    assert overall["score"]["claimed"] == pytest.approx(60)
    assert overall["shown"]["claimed"] == 4


@pytest.mark.parametrize(("threshold", "code"), [("3", 1), ("4", 0), ("5", 0), ("11", 2), ("-1", 2)])
def test_a_threshold_is_on_the_scale_of_the_rubric(risk: Path, threshold: str, code: int) -> None:
    """Where high is bad, a score fails if it is worse than the threshold."""
    run = nhsdx("assess", str(risk), f"--fail-under={threshold}")
    assert run.code == code
    if code == 1:
        assert "the evidenced overall score 4 is worse than 3" in run.err


def test_shown_figures_may_be_negative_and_without_decimals(tmp_path: Path) -> None:
    """In SP 800-171, for example, the figure is -203 if no requirement is met."""
    path = tmp_path / "points.toml"
    shown = 'shown = { from = -203, to = 110, decimals = 0, unit = "points" }'
    path.write_text(RISK.replace("shown = { from = 10, to = 0 }", shown).replace("overall = 4", "overall = -15.2"))
    page = nhsdx("assess", str(path)).out
    assert "-203 to 110 points" in page
    assert "-15 claimed" in page


STAGED = """
format = "nhsdx.rubric/1"
[rubric]
id = "process"
version = "1.0.0"
title = "A process"
aggregate = "staged"
minimum-coverage = 0.5
shown = { from = -203, to = 110, decimals = 0, unit = "points" }
stages = [{ level = 1, dimension = "work", above = 50 }, { level = 2, dimension = "work", at-least = 2 }]
[[levels]]
label = "None"
[[levels]]
label = "Performed"
[[levels]]
label = "Managed"
[dimensions.work]
title = "Work"
invert = true
aggregate = "geometric"
minimum-known = 2
[criteria.a]
dimension = "work"
title = "A"
levels = ["No", "Some", "All"]
[criteria.b]
dimension = "work"
title = "B"
levels = ["No", "Some", "All"]
[assessment]
subject = "A team (fictional)"
date = 2026-10-01
[answers]
a = 1
b = "unknown"
"""


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    """A rubric whose overall score is staged, with a minimum and an inverted dimension, and an assessment."""
    path = tmp_path / "process.toml"
    path.write_text(STAGED, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_the_page_of_a_rubric_says_how_nodes_combine_their_scores(staged: Path, form: str) -> None:
    """Stages, minimums, inversion and the figures of scores are in words, not only in JSON."""
    page = " ".join(nhsdx("rubric", "show", str(staged), "--format", form).out.split())
    assert "overall score by stages; rated only with at least 50% of the weight known" in page
    assert (
        "score: 100 minus the geometric mean of how far each part falls short of 100; "
        "rated only with at least 2 parts known" in page
    )
    assert "shown from -203 to 110 points, without decimals" in page
    assert "is reached if “Work” is above -46.5." in page
    assert "is reached if “Work” is at level 2 or higher." in page


def test_a_condition_on_a_score_is_shown_on_the_scale_of_the_rubric(risk: Path) -> None:
    """Where high is bad, below a score means worse than its figure."""
    gate = '[gates.g]\nwhen = { dimension = "hazard", below = 30 }\nflag = true\nbecause = "B."\nremedy = "R."\n'
    risk.write_text(RISK.replace("[[tests]]", f"{gate}[[tests]]", 1), encoding="utf-8")
    assert "“Hazard” is worse than 7" in nhsdx("rubric", "show", str(risk)).out
    assert "low is good" in nhsdx("rubric", "show", str(risk)).out


def test_an_explanation_gives_the_scale_of_its_figures(risk: Path) -> None:
    """The arithmetic is in scores of 0 to 100, and ends with the figure that other pages show."""
    page = " ".join(nhsdx("explain", str(risk)).out.split())
    assert "Score 60.000 60.000 60.000 Score as shown 4.0 4.0 4.0" in page
    assert (
        "Figures with three decimals are scores from 0 to 100. Elsewhere, scores are shown on a scale from 10 to 0."
        in page
    )
    assert "Answers have no points if a score above them is not a weighted mean." in page


def test_pages_say_why_there_is_a_range_and_no_score(staged: Path, tmp_path: Path) -> None:
    """An explanation and a comparison give the reason in place of where the score lies."""
    words = "not rated: 1 of 2 known, 2 needed"
    assert words in nhsdx("explain", str(staged), "work").out
    later = tmp_path / "later.toml"
    later.write_text(STAGED.replace("2026-10-01", "2026-11-01").replace('"unknown"', "1"), encoding="utf-8")
    page = " ".join(nhsdx("compare", str(staged), str(later)).out.split())
    assert "not rated: 0 of 1 known" in page


def test_a_comparison_says_which_direction_is_better(risk: Path, tmp_path: Path) -> None:
    """A lower figure is a gain if low is good."""
    later = tmp_path / "later.toml"
    later.write_text(RISK.replace("2026-10-01", "2026-11-01").replace("h = 8\nv", "h = 5\nv"), encoding="utf-8")
    assert "a minus is a gain" in " ".join(nhsdx("compare", str(risk), str(later)).out.split())


def test_a_policy_for_rubrics_on_different_scales_says_what_cannot_be_compared(risk: Path) -> None:
    """A score of 60 is possible in the project's other rubric, but not in an index from 10 to 0."""
    plain = RISK.replace("shown = { from = 10, to = 0 }\n", "").replace("expect = { overall = 4, hazard = 8 }", "")
    plain = plain.replace('id = "risk"', 'id = "plain"').replace("[expect]\noverall = 4\n", "")
    plain = plain.replace('[[tests]]\nname = "a geometric mean of risks"\nanswers = { h = 8, v = 2 }\n', "")
    (risk.parent / "plain.toml").write_text(plain, encoding="utf-8")
    (risk.parent / "nhsdx.toml").write_text('format = "nhsdx.policy/1"\nfail-under = 60\n', encoding="utf-8")
    run = nhsdx("check", str(risk.parent))
    assert run.code == 1
    words = "the evidenced overall score cannot be compared with 60: scores are from 10 to 0"
    assert words in " ".join(run.out.split())
    assert run.out.count("below-threshold") == 1


@pytest.mark.parametrize("command", ["assess", "report", "explain", "rubric show", "check --fail-under=77"])
def test_the_unit_of_a_scale_is_shown_as_text_and_never_as_markup(risk: Path, command: str) -> None:
    """The rubric's name for its points never becomes a command to a terminal."""
    risk.write_text(RISK.replace("to = 0 }", 'to = 0, unit = "p\\u001b[31m\\u202e" }'), encoding="utf-8")
    run = nhsdx(*command.split(), str(risk), *(["--format", "text"] if command == "report" else []))
    assert not {"\x1b", "\u202e"} & {*run.out, *run.err}


def test_the_page_of_a_table_gives_the_lowest_figure_even_if_high_figures_are_bad(risk: Path, tmp_path: Path) -> None:
    """On a page about a table, also where high is bad; the table itself has scores of 0 to 100."""
    answers, scores = tmp_path / "answers.csv", tmp_path / "scores.csv"
    answers.write_text("h,v\n8,2\n5,5\n1,1\n", encoding="utf-8")
    page = " ".join(nhsdx("batch", str(answers), "--rubric", str(risk), "-o", str(scores)).out.split())
    assert "Scores: 10 to 0." in page
    assert re.search(r"Overall, claimed \S+ 1\.0 4\.0 5\.0 0", page)
    assert "90" in scores.read_text(encoding="utf-8")


@pytest.mark.parametrize("between", [[], ["2026-10-15"]])
def test_assessments_on_different_scales_are_compared_on_the_scale_of_the_last_one(
    risk: Path, tmp_path: Path, between: list[str]
) -> None:
    """Two versions that show scores differently: both are shown alike, and the page says so."""
    files = [str(risk)]
    for day in [*between, "2026-11-01"]:
        files.append(str(tmp_path / f"{day}.toml"))
        later = RISK.replace("2026-10-01", day).replace("from = 10, to = 0", "from = 0, to = 50")
        later = later.replace("hazard = 8 }", "hazard = 10 }").replace("overall = 4", "overall = 30")
        Path(files[-1]).write_text(later, encoding="utf-8")
    page = " ".join(nhsdx("compare", *files).out.split())
    assert "All scores here are on a scale from 0 to 50. Older pages show them on a scale from 10 to 0." in page
    assert "Hazard 10.0 10.0" in page


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_a_table_has_the_figures_of_the_framework_beside_the_scores(
    risk: Path, tmp_path: Path, engine: str, suffix: str
) -> None:
    """People who print a table of scores do not have to work out the figures."""
    answers, out = tmp_path / "answers.csv", tmp_path / f"out.{suffix}"
    answers.write_text("Site,h,v\nA,8,2\nB,,\n", encoding="utf-8")
    arguments = ("batch", str(answers), "--rubric", str(risk), "--engine", engine, "--format", "none")
    assert nhsdx(*arguments, "-o", str(out)).code == 0
    first, second = read_rows(out)
    assert float(first["overall.claimed"]) == pytest.approx(60)
    assert float(first["overall.claimed.shown"]) == 4
    assert not second["overall.claimed.shown"]
    assert [float(second[f"overall.{one}.shown"]) for one in ("low", "high")] == [10, 0]
    assert nhsdx(*arguments, "-o", str(out), "--shape", "long", "--force").code == 0
    assert float(read_rows(out)[2]["shown"]) == 4


def test_a_table_says_how_many_criteria_were_not_asked(tmp_path: Path) -> None:
    """They are counted separately from unknown criteria; a rubric without conditions has no such column."""
    rubric, answers, out = tmp_path / "risk.toml", tmp_path / "answers.csv", tmp_path / "out.csv"
    asks = RISK.replace('title = "Weakness"', 'title = "Weakness"\nasked-when = { criterion = "h", at-least = 1 }')
    rubric.write_text(asks, encoding="utf-8")
    answers.write_text("h,v\n8,2\n0,2\n,2\n", encoding="utf-8")
    arguments = ("batch", str(answers), "--rubric", str(rubric), "-o", str(out), "--force")
    run = nhsdx(*arguments)
    assert "(2 unknown, 1 not asked)" in " ".join(run.out.split())
    rows = read_rows(out)
    assert [row["overall.left-out.not-asked"] for row in rows] == ["1", "0", "0"]
    assert [row["overall.left-out.unknown"] for row in rows] == ["0", "0", "2"]
    page = nhsdx("assess", str(rubric)).out
    assert "left out: 1 criterion not asked" in " ".join(page.split())
    rubric.write_text(RISK, encoding="utf-8")
    nhsdx(*arguments)
    assert "overall.left-out.not-asked" not in read_rows(out)[0]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a table in any format that is written."""
    if path.suffix == ".parquet":
        return polars.read_parquet(path).to_dicts()
    text = path.read_text(encoding="utf-8")
    return (
        list(csv.DictReader(text.splitlines())) if path.suffix == ".csv" else list(map(json.loads, text.splitlines()))
    )


TWO_SCALES = """
format = "nhsdx.rubric/1"
[rubric]
id = "staff"
version = "1.0.0"
title = "Staff"
shown = { from = 0, to = 10, decimals = 2 }
[[levels]]
label = "Lower"
[[levels]]
label = "Higher"
[dimensions.usability]
title = "Usability"
shown = { from = 0, to = 100 }
[dimensions.voice]
title = "Voice"
[criteria.sus]
dimension = "usability"
kind = "measure"
title = "SUS"
unit = "points"
linear = { worst = 0, best = 100 }
shown = { from = 0, to = 100 }
[criteria.theme]
dimension = "voice"
kind = "measure"
title = "Theme"
unit = "points"
linear = { worst = 0, best = 10 }
[assessment]
subject = "A trust (fictional)"
date = 2026-10-01
[answers]
sus = 68
theme = 6.5
[expect]
overall = 6.65
usability = 68
sus = 68
theme = 6.5
"""


@pytest.fixture
def staff(tmp_path: Path) -> Path:
    """A theme from 0 to 10 and a SUS score from 0 to 100 in one rubric, with an assessment."""
    path = tmp_path / "staff.toml"
    path.write_text(TWO_SCALES, encoding="utf-8")
    return path


def test_two_questionnaires_in_one_rubric_keep_their_own_scales(staff: Path) -> None:
    """68 of 100 is the average of SUS, and 6.80 would be misread; a node on another scale says so."""
    assert nhsdx("check", str(staff)).code == 0
    page = " ".join(nhsdx("assess", str(staff)).out.split())
    assert "68.0" in page
    assert "6.80" not in page
    assert "shown from 0 to 100" in page
    report = nhsdx("report", str(staff), "--format", "markdown").out
    assert "68.0" in report
    assert "6.80" not in report
    assert nhsdx("assess", str(staff), "--fail-under=usability=60", "--fail-under=voice=6").code == 0
    assert nhsdx("assess", str(staff), "--fail-under=usability=70").code == 1
    assert nhsdx("assess", str(staff), "--fail-under=voice=60").code == 2
    assert "· shown from 0 to 100" in nhsdx("rubric", "show", str(staff)).out
    assert "6.80" not in nhsdx("compare", str(staff), str(staff)).out


@pytest.mark.parametrize("is_long", [False, True])
def test_a_table_shows_each_dimension_on_its_own_scale(staff: Path, tmp_path: Path, *, is_long: bool) -> None:
    """A table uses the scales in the same way as the result of one assessment."""
    (tmp_path / "rows.csv").write_text("org,sus,theme\na,68,6.5\n", encoding="utf-8")
    out, long = tmp_path / "out.csv", ("--shape", "long") if is_long else ()
    page = nhsdx("batch", str(tmp_path / "rows.csv"), "--rubric", str(staff), "-o", str(out), *long).out
    rows = read_rows(out)
    if is_long:
        figures = {row["node"]: row["shown"] for row in rows if row["reading"] == "claimed"}
    else:
        figures = {node: rows[0][f"{node}.claimed.shown"] for node in ("overall", "usability", "voice")}
    assert {node: float(figure) for node, figure in figures.items()} == {"overall": 6.65, "usability": 68, "voice": 6.5}
    assert "shown from 0 to 100" in " ".join(page.split())


def test_a_scale_whose_ends_are_equal_is_refused_for_every_node(staff: Path) -> None:
    """Every score would look the same."""
    staff.write_text(TWO_SCALES.replace("shown = { from = 0, to = 100 }", "shown = { from = 1, to = 1 }"))
    assert nhsdx("rubric", "lint", str(staff)).err.count("every score would be shown as the same figure") == 2


SCALES = {
    "points": ("shown = { from = -203, to = 110, decimals = 0 }", ["-203", "-202", "105"], ("-203", "-202", "105")),
    "reversed": ("shown = { from = 27, to = 0, decimals = 0 }", ["0", "4", "26", "27"], ("0", "15", "27")),
    "utilities": (
        "shown = { from = -0.285, to = 1, decimals = 3 }",
        ["-0.112", "0.922", "0.923"],
        ("-0.112", "0.922", "0.923"),
    ),
    "levels": ("shown = { from = 0, to = 3, decimals = 0 }", ["1", "2"], ("1", "1.5", "2")),
    "a level": ("shown = { from = 0, to = 3, decimals = 0 }", ["1", "1"], ("1", "1", "1")),
    "thousandths": ("shown = { from = 0, to = 1, decimals = 3 }", ["0.0004", "0.0005"], ("0.000", "0.001", "0.001")),
    "scores": ("", ["62.25", "62.34"], ("62.3", "62.3", "62.3")),
}


@pytest.mark.parametrize("name", SCALES)
def test_the_page_of_a_table_is_exact_on_every_scale(tmp_path: Path, name: str) -> None:
    """The lowest, the median and the highest are figures that rows have; a median of levels is not rounded up."""
    shown, values, expected = SCALES[name]
    worst, best = re.findall(r"(?:from|to) = (-?[\d.]+)", shown) or ("0", "100")
    rubric = (
        RISK.partition("[[tests]]")[0].replace("shown = { from = 10, to = 0 }", shown).replace("invert = true\n", "")
    )
    rubric = rubric.replace('"geometric"', '"mean"').replace(
        "{ worst = 10, best = 0 }", f"{{ worst = {worst}, best = {best} }}"
    )
    (tmp_path / "rubric.toml").write_text(rubric, encoding="utf-8")
    (tmp_path / "rows.csv").write_text("h,v\n" + "".join(f"{one},{one}\n" for one in values), encoding="utf-8")
    page = nhsdx("batch", str(tmp_path / "rows.csv"), "--rubric", str(tmp_path / "rubric.toml")).out
    assert tuple(re.findall(r"(?m)^Overall, claimed.*", page)[0].split()[-4:-1]) == expected


def test_a_page_does_not_ask_for_one_more_answer_if_a_staged_node_needs_several(tmp_path: Path) -> None:
    """One answer would not be enough: its first stage looks at more."""
    rubric = RISK.partition("[[tests]]")[0].replace(
        'title = "Hazard"',
        'title = "Hazard"\naggregate = "staged"\n'
        'stages = [{ level = 1, all = [{ criterion = "h", above = 50 }, { criterion = "i", above = 50 }] }]',
    )
    second = rubric[rubric.index("[criteria.h]") : rubric.index("[criteria.v]")].replace("criteria.h", "criteria.i")
    head = '[assessment]\nsubject = "A"\ndate = 2026-10-01\n'
    (tmp_path / "risk.toml").write_text(rubric + second + head, encoding="utf-8")
    page = " ".join(nhsdx("assess", str(tmp_path / "risk.toml")).out.split())
    assert "Hazard (not rated: 0 of 2 known, but not all that the first stage needs)" in page


def test_pages_do_not_say_that_an_unknown_answer_widens_the_range_if_it_does_not(risk: Path) -> None:
    """With another part at its worst, the lowest part decides, and the range has no width."""
    answers = RISK.replace('"geometric"\ninvert = true', '"min"').replace(
        "h = 8\nv = 2\n[expect]\noverall = 4\n", "h = 10\n"
    )
    for weight, expected in (("weight = 0\n", False), ("", True)):
        more = answers[answers.index("[criteria.v]") : answers.index("[[tests]]")].replace("criteria.v", "criteria.w")
        more = more.replace('title = "Weakness"', f'{weight}title = "Further"').replace('"vulnerability"', '"hazard"')
        text = answers.replace("[assessment]", f"{more}[assessment]").replace("h = 10\n", "h = 10\nv = 10\n")
        risk.write_text(text.partition("[[tests]]")[0] + text[text.index("[criteria.w]") :], encoding="utf-8")
        found = nhsdx("assess", str(risk), "--format", "json").out
        assert "Further: not answered" in found
        assert ("not answered, which widens the range" in found) is expected


def test_figures_of_groups_are_claimed_figures_if_the_rubric_has_no_evidence_grades(risk: Path, tmp_path: Path) -> None:
    """The page does not mention evidence if the rubric has no grades."""
    rows = "".join(f"{group},{one},{one}\n" for group in ("A", "B") for one in range(5))
    (tmp_path / "rows.csv").write_text("Site,h,v\n" + rows, encoding="utf-8")
    (tmp_path / "map.toml").write_text('format = "nhsdx.batch-map/1"\ngroups.columns = ["Site"]\n')
    by_site = ("--map", str(tmp_path / "map.toml"), "--group-by", "Site")
    page = nhsdx("batch", str(tmp_path / "rows.csv"), "--rubric", str(risk), *by_site, columns=140).out
    assert "videnced" not in page
    assert page.count("Claimed median") == 1
