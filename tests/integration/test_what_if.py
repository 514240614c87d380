"""`--what-if`: scores with hypothetical answers, which no format shows as real scores."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import tomli

from nhsdx import api
from nhsdx.scoring import compute_result_digest
from tests.support.run import assert_snapshot, nhsdx
from tests.support.samples import level, results, small_assessment

OPTIONS = ("--what-if", "safety=4", "--what-if", "time=unknown")
BANNER = "Hypothetical: scored with 2 changed answers."
ANSWERS = {"skill": level(3), "time": level(2), "safety": level(1)}


@pytest.fixture
def file(tmp_path: Path) -> str:
    """An assessment whose gate is triggered."""
    return small_assessment(tmp_path, ANSWERS)


@pytest.fixture
def supposed(file: str, tmp_path: Path) -> Path:
    """A result with hypothetical answers, as JSON."""
    path = tmp_path / "supposed.json"
    assert nhsdx("assess", file, *OPTIONS, "-o", str(path)).code == 0
    return path


def read(path: Path) -> dict[str, Any]:
    """A result in a file."""
    data: dict[str, Any] = json.loads(path.read_text())
    return data


def test_the_page_shows_answers_and_scores_before_and_after_the_changes() -> None:
    """Scores are side by side, evidenced first, with gates that change; the mark is at both ends and in the heading."""
    options = ("--what-if", "benefit-balance.evidence=operating-data", "--what-if", "clinical-safety.officer-named=no")
    run = nhsdx("assess", "examples/marlowe-vale.toml", *options, "--what-if", "context.stage=before go-live")
    assert run.code == 0
    assert_snapshot("assess/what-if.txt", run.out)
    assert run.err == (
        "examples/marlowe-vale.toml: --what-if: context.stage is before go-live already, so this changes nothing\n"
    )


def test_every_format_says_that_the_result_is_hypothetical(file: str, tmp_path: Path) -> None:
    """The mark is at the head of every page, in the title and the heading, and beside the digests."""
    for name in ("page.md", "page.html", "page.txt", "page.docx"):
        assert nhsdx("assess", file, *OPTIONS, "-o", str(tmp_path / name)).code == 0
    text, markdown = ((tmp_path / name).read_text() for name in ("page.txt", "page.md"))
    for page in (text, markdown):
        assert page.count(BANNER) == 2
        assert page.index(BANNER) < page.index("Hypothetical: Marlowe Vale") < page.rindex(BANNER)
    assert "Hypothetical answers, Marlowe Vale" in markdown
    assert "--what-if safety=4 --what-if time=unknown" in markdown
    html = (tmp_path / "page.html").read_text()
    assert f'<p class="banner" role="note"><strong>{BANNER}' in html
    assert "<title>Hypothetical: " in html
    assert "<h1" in html
    assert "@top-center" in html
    with zipfile.ZipFile(io.BytesIO((tmp_path / "page.docx").read_bytes())) as word:
        parts = {name: word.read(name).decode() for name in word.namelist() if name.endswith(".xml")}
    assert BANNER in parts["word/header1.xml"]
    assert "Hypothetical: " in parts["word/footer1.xml"]
    assert "Hypothetical: " in parts["docProps/core.xml"]


@pytest.mark.media
def test_every_page_of_a_pdf_says_that_the_result_is_hypothetical(tmp_path: Path) -> None:
    """A page that is torn out or shown on its own still says so."""
    from pypdf import PdfReader

    path = tmp_path / "page.pdf"
    assert nhsdx("assess", "examples/marlowe-vale.toml", "--what-if", "candour=unknown", "-o", str(path)).code == 0
    pages = [page.extract_text() for page in PdfReader(path).pages]
    assert len(pages) > 1
    assert all("Hypothetical: scored with 1 changed answer." in page for page in pages)


def test_a_real_result_is_not_marked_as_hypothetical(file: str) -> None:
    """A real result does not have this key, so its digest cannot depend on it."""
    assert "hypothetical" not in results(file)
    assert "ypothetical" not in nhsdx("assess", file).out


@pytest.mark.parametrize("format_", ["json", "jsonl", "toml"])
def test_every_format_for_programs_lists_the_changed_answers(file: str, format_: str) -> None:
    """Every format for programs has the list, near the top."""
    run = nhsdx("assess", file, *OPTIONS, "--format", format_)
    data = tomli.loads(run.out) if format_ == "toml" else json.loads(run.out)
    assert data["hypothetical"] == [
        {"key": "safety", "before": "1", "after": "4"},
        {"key": "time", "before": "2", "after": "unknown"},
    ]
    assert run.out.index("hypothetical") < run.out.index("scoring_digest")


def test_pages_of_explain_and_compare_are_also_marked_as_hypothetical(file: str) -> None:
    """Their pages and their data are marked; the old side of a comparison is real."""
    for command in (("explain", file), ("compare", file), ("compare", file, file)):
        page = nhsdx(*command, *OPTIONS)
        assert page.code == 0, page.err
        assert page.out.startswith("  ✗ Hypothetical: ")
        assert "Changed answers" in page.out
    explained, compared = (json.loads(nhsdx(name, file, *OPTIONS, "--format", "json").out) for name in EXPLAINERS)
    assert [change["key"] for change in explained["hypothetical"]] == ["safety", "time"]
    assert compared["old"]["hypothetical"] == []
    assert [change["key"] for change in compared["new"]["hypothetical"]] == ["safety", "time"]
    assert compared["nodes"]["overall"]["change"]["evidenced"] > 0


EXPLAINERS = ("explain", "compare")


def test_changed_answers_give_the_same_scores_as_an_edited_file(file: str, tmp_path: Path) -> None:
    """Every figure is the same as for the same answers in a file; only the mark and the digests differ."""
    edited = small_assessment(tmp_path, ANSWERS | {"safety": level(4), "time": "unknown"}, "edited.toml")
    real, supposed = results(edited), results(file, *OPTIONS)
    for part in ("overall", "dimensions", "criteria", "gates", "findings"):
        assert supposed[part] == real[part]
    assert supposed["assessment"]["digest"] != real["assessment"]["digest"]


def test_a_plan_starts_from_the_changed_answers(file: str) -> None:
    """The plan has fewer steps than without the changed answers, and its page and its data have the mark."""
    plain, supposed = (
        json.loads(nhsdx("plan", file, "--target", "60", *options, "--format", "json").out)
        for options in ((), ("--what-if", "safety=4"))
    )
    assert plain["hypothetical"] == []
    assert [change["key"] for change in supposed["hypothetical"]] == ["safety"]
    assert len(supposed["steps"]) < len(plain["steps"])
    page = nhsdx("plan", file, "--target", "60", "--what-if", "safety=4").out
    assert page.startswith("  ✗ Hypothetical: ")
    assert "Hypothetical: Plan: " in page


def test_verify_refuses_a_hypothetical_result_even_if_its_figures_are_right(supposed: Path) -> None:
    """The message says why, and what to do instead."""
    rubric = str(supposed.with_name("rubric.toml"))
    run = nhsdx("verify", str(supposed), "--rubric", rubric)
    assert run.code == 1
    words = " ".join(run.out.split())
    assert (
        "hypothetical-result: this result is hypothetical: it was scored with what-if answers instead of the real ones "
        "(safety, time)" in words
    )
    assert "without --what-if" in words
    found = json.loads(nhsdx("verify", str(supposed), "--rubric", rubric, "--format", "json").out)["results"][0]
    assert (found["holds"], [one["code"] for one in found["findings"]]) == (False, ["hypothetical-result"])


def test_removing_the_mark_does_not_make_a_result_real(supposed: Path) -> None:
    """Both digests depend on it; even with the whole result signed again, its answers do not have their digest."""
    whole, rubric = read(supposed), str(supposed.with_name("rubric.toml"))
    without = {key: value for key, value in whole.items() if key != "hypothetical"}
    for edited in (without, whole | {"hypothetical": []}, without | {"digest": compute_result_digest(without)}):
        supposed.write_text(json.dumps(edited))
        run = nhsdx("verify", str(supposed), "--rubric", rubric)
        assert run.code == 1
        assert "answers-changed" in run.out


def test_no_command_compares_anything_with_a_hypothetical_result(file: str, supposed: Path, tmp_path: Path) -> None:
    """No format accepts one as the old side of a comparison, or in a report, a trend or a baseline."""
    page, lines = tmp_path / "supposed.html", tmp_path / "supposed.jsonl"
    for path in (page, lines):
        assert nhsdx("assess", file, *OPTIONS, "-o", str(path)).code == 0
    for command in (
        ("compare", str(supposed), file),
        ("compare", file, str(page)),
        ("compare", file, file, str(lines)),
        ("report", file, "--since", str(page), "--format", "text"),
        ("check", file, "--no-regression", str(supposed)),
    ):
        run = nhsdx(*command)
        assert run.code == 2, command
        assert "hypothetical-result: this result is hypothetical" in run.err


def test_no_command_reads_a_hypothetical_result_as_answers(file: str, tmp_path: Path) -> None:
    """It is refused as a table of assessments, and as the assessment into which a survey is written."""
    lines, toml = tmp_path / "supposed.jsonl", tmp_path / "supposed.toml"
    for path in (lines, toml):
        assert nhsdx("assess", file, *OPTIONS, "-o", str(path)).code == 0
    before = toml.read_bytes()
    rubric = str(tmp_path / "rubric.toml")
    survey = ("survey", "examples/survey/forms.csv", "--map", "examples/survey/forms.toml", "--into", str(toml))
    for command in (("batch", str(lines), "--rubric", rubric), survey, ("assess", str(toml)), ("plan", str(toml))):
        assert nhsdx(*command).code == 2, command
    assert toml.read_bytes() == before


def test_a_hypothetical_result_passes_no_check(file: str) -> None:
    """Nobody can make a pipeline pass by changing answers with an option."""
    for demand in (("--fail-under", "10"), ("--fail-on-gate",), ("--require-complete",)):
        run = nhsdx("assess", file, *OPTIONS, *demand)
        assert run.code == 2
        assert "hypothetical results are not checked" in run.err


def test_a_trend_shows_no_hypothetical_results(file: str) -> None:
    """One or two files can each be scored with the changed answers."""
    run = nhsdx("compare", file, file, file, *OPTIONS)
    assert (run.code, "a trend cannot show hypothetical results" in run.err) == (2, True)


def test_several_files_are_each_scored_with_the_changed_answers(file: str, tmp_path: Path) -> None:
    """The page says for each file if an option changes nothing; a wrong option gives one error."""
    other = small_assessment(tmp_path, ANSWERS | {"safety": level(4)}, "other.toml", "Fenmarch (fictional)")
    run = nhsdx("assess", file, other, "--what-if", "safety=4", "--format", "jsonl")
    assert [json.loads(line)["hypothetical"][0]["before"] for line in run.out.splitlines()] == ["1", "4"]
    assert run.err == f"{other}: --what-if: safety is 4 already, so this changes nothing\n"
    page = nhsdx("assess", file, other, "--what-if", "safety=4").out
    assert page.count("\nHypothetical: Marlowe Vale") == page.count("\nHypothetical: Fenmarch (fictional)") == 1
    wrong = nhsdx("assess", file, other, "--what-if", "safty=4", "--what-if", "time=9")
    assert (wrong.code, wrong.err.count('did you mean "safety"'), wrong.err.count("2 problems")) == (2, 1, 1)


def test_problems_of_the_file_and_of_an_option_are_reported_together(file: str) -> None:
    """The user sees both problems in one run."""
    Path(file).write_text(Path(file).read_text() + "[answers.saftey]\nlevel = 1\n")
    for command in ("assess", "explain", "compare"):
        run = nhsdx(command, file, "--what-if", "safety")
        assert (run.code, "2 problems" in run.err, "--what-if safety: usage" in run.err) == (2, True, True)


def test_the_library_scores_changed_answers_in_the_same_way(file: str) -> None:
    """A result in Python says which answers were changed, and so does its page in a notebook."""
    loaded = api.load_assessment(file)
    result = api.score(loaded, what_if={"safety": 4, "time": "unknown"})
    assert api.result_data(result) == results(file, *OPTIONS)
    assert "Hypothetical: scored with 2 changed answers" in result._repr_html_()
    assert str(api.draw(api.explain(result, loaded.rubric), "text")).startswith("  ✗ Hypothetical")
    compared = api.compare(loaded, loaded, what_if={"safety": 4})
    assert [change.key for change in compared.new.hypothetical] == ["safety"]
    plans = [api.plan(loaded, 60, what_if=given) for given in (None, {"safety": 4})]
    assert len(plans[1].steps) < len(plans[0].steps)
    assert "Hypothetical: Plan" in str(api.draw(plans[1], "text"))
    with pytest.raises(api.InvalidInputError):
        api.score(loaded, what_if={"safty": 4})


def test_changed_answers_count_in_both_scores_of_a_local_rubric() -> None:
    """This includes the answer to a criterion that only the national rubric still asks."""
    data = results("examples/wolds-and-levels/otterbridge-wold.toml", "--what-if", "candour=unknown")
    assert data["hypothetical"][0]["key"] == "candour"
    assert data["national"]["criteria"]["candour"]["status"] == "unknown"
