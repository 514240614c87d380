"""`nhsdx benefits`: claimed and adjusted costs and benefits, on every page and in the report."""

from __future__ import annotations

import datetime
import json
import tomllib
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from tests.support.benefits import benefit, case, cost
from tests.support.build import Table
from tests.support.hostile import MARKUP
from tests.support.programs.browser import needs_browser
from tests.support.programs.devtools import assert_good_page, tab_of
from tests.support.run import ROOT, Run, assert_snapshot, nhsdx
from tests.support.samples import SHIPPED, example, write

EXAMPLE = "examples/benefits/marlowe-vale.toml"
MARLOWE = example("marlowe-vale")
WHY = {"reason": "Because", "source": "Somewhere"}
CLASS = {"title": "Projects like this", "why": "They are like it."}


def run(path: Path, data: Table, *arguments: str, columns: int = 100) -> Run:
    """Runs `benefits` on a file with this data."""
    write(path / "b.toml", data)
    return nhsdx("benefits", "b.toml", *arguments, cwd=path, columns=columns)


def errors(path: Path, data: Table) -> str:
    """The errors for a file that is refused."""
    found = run(path, data)
    assert (found.code, found.out) == (2, "")
    return found.err


# ---- pages


@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_the_page_of_the_example_on_a_terminal_matches_its_snapshot(columns: int) -> None:
    """The £11.2m of the savings plan: what is claimed, what is left, when it fails, what was not adjusted."""
    found = nhsdx("benefits", EXAMPLE, "--assessment", MARLOWE, columns=columns)
    assert (found.code, found.err) == (0, "")
    assert_snapshot(f"benefits/marlowe-vale-{columns}.txt", found.out)


@pytest.mark.parametrize(("format_", "ending"), [("markdown", "md"), ("json", "json")])
def test_the_example_matches_its_snapshots_in_markdown_and_json(format_: str, ending: str) -> None:
    """Markdown and JSON have the same figures."""
    found = nhsdx("benefits", EXAMPLE, "--assessment", MARLOWE, "--format", format_)
    assert (found.code, found.err) == (0, "")
    assert_snapshot(f"benefits/marlowe-vale.{ending}", found.out)


def test_classes_of_benefits_are_added_up_only_if_the_user_asks_for_it() -> None:
    """Without the option the page never adds them up; with it, the page says what they are not."""
    alone = nhsdx("benefits", EXAMPLE).out
    assert "All classes added up" not in alone
    assert "not added up" in alone
    summed = nhsdx("benefits", EXAMPLE, "--sum-classes", columns=140).out
    assert "These classes are not the same kind of money" in summed
    assert json.loads(nhsdx("benefits", EXAMPLE, "--format", "json").out)["total"] is None


def test_the_report_has_a_section_on_costs_and_benefits() -> None:
    """The board paper shows the page and its chart between the detail and the annexes."""
    paper = nhsdx("report", MARLOWE, "--benefits", EXAMPLE, "--format", "markdown")
    assert (paper.code, paper.err) == (0, "")
    assert "## Claimed and adjusted: Caldera, the electronic patient record" in paper.out
    assert "### Cash\\-releasing" in paper.out or "### Cash-releasing" in paper.out
    assert "Realism of scale" in paper.out.partition("## Claimed and adjusted")[2].partition("## Annex")[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "json"), "JSON contains only results; for costs and benefits use nhsdx benefits"),
        (("--without-notes",), "costs and benefits cannot be shown without their reasons"),
    ],
)
def test_a_report_refuses_options_that_cannot_be_combined(arguments: tuple[str, ...], words: str) -> None:
    """JSON has results only, and reasons are free text."""
    found = nhsdx("report", MARLOWE, "--benefits", EXAMPLE, *arguments)
    assert found.code == 2
    assert words in " ".join((found.out + found.err).split())


def test_links_are_checked_against_the_rubric_of_the_assessment(tmp_path: Path) -> None:
    """A criterion or an item that the rubric does not have is refused, with what was meant."""
    data = tomllib.loads((ROOT / EXAMPLE).read_text(encoding="utf-8"))
    data["links"][0]["criterion"] = "realism-of-scales"
    data["links"][1]["items"] = ["dates-agre"]
    data["links"][2]["items"] = ["x"]
    write(tmp_path / "b.toml", data)
    found = nhsdx("benefits", "b.toml", "--assessment", str(ROOT / MARLOWE), cwd=tmp_path)
    assert found.code == 2
    assert 'did you mean "realism-of-scale"?' in found.err
    assert 'did you mean "dates-agree"?' in found.err
    assert "a measure criterion has no items" in found.err


def test_links_can_be_checked_against_a_rubric_without_an_assessment() -> None:
    """Without an assessment, a rubric gives the titles, and an unknown one is refused."""
    found = nhsdx("benefits", EXAMPLE, "--rubric", SHIPPED, columns=140)
    assert (found.code, found.err) == (0, "")
    assert "Realism of scale" in found.out
    assert nhsdx("benefits", EXAMPLE, "--rubric", "no-such-rubric").code == 2
    assert nhsdx("benefits", EXAMPLE, "--rubric", "human-development-index").code == 2


def test_text_from_the_file_is_never_markup(tmp_path: Path) -> None:
    """Titles, reasons and sources stay text in HTML."""
    data = case(
        {"c": cost(title=MARKUP, years={"2026": 1})},
        {"b": benefit(title=MARKUP, unknown=MARKUP, owner=MARKUP)},
        case={"title": MARKUP, "unit": MARKUP},
        reference_class={"title": MARKUP, "why": MARKUP},
        uplifts={"capital": {"percent": 5, "reason": MARKUP, "source": MARKUP}},
    )
    page = run(tmp_path, data, "--format", "html")
    assert page.code == 0
    assert "<script" not in page.out
    assert "<b>" not in page.out


@needs_browser
def test_the_html_page_is_accessible_and_fits_a_phone(tmp_path: Path) -> None:
    """The page passes in light and dark, wide and narrow, without requests or console messages."""
    file = tmp_path / "page.html"
    assert nhsdx("benefits", EXAMPLE, "-o", str(file)).code == 0
    with tab_of(file) as tab:
        assert_good_page(tab)


@pytest.mark.media
def test_pdf_and_word_files_have_the_figures(tmp_path: Path) -> None:
    """A PDF and a Word file have the value as adjusted and the legend of the chart."""
    for ending in ("pdf", "docx"):
        assert nhsdx("benefits", EXAMPLE, "-o", f"{tmp_path}/page.{ending}").code == 0
    paper = "".join(page.extract_text() for page in PdfReader(tmp_path / "page.pdf").pages)
    word = "".join(part.text for part in docx.Document(str(tmp_path / "page.docx")).paragraphs)
    for text in (paper, word):
        assert "the case fails at 13 months of delay" in " ".join(text.split())
        assert "left after adjustment" in text


def test_calendar_years_and_units_in_words_are_shown_as_people_write_them(tmp_path: Path) -> None:
    """Money in words comes after the number; calendar years have one number."""
    data = case({}, {"b": benefit(years={"2026-2028": 2})}, case={"unit": "million euro", "first-month": 1})
    found = run(tmp_path, data)
    assert "5.8 million euro" in found.out
    assert "2027  " in found.out
    assert "2026/27  " not in found.out


# ---- what is not known, and what is doubtful


def test_if_a_cost_is_unknown_the_net_present_value_has_no_lower_end(tmp_path: Path) -> None:
    """The page says which amounts are unknown, and that they are not zero."""
    data = case(
        {"a": cost(years={"2026": 4}), "c": cost(title="Rent", years={"2027": "unknown"})},
        {"b": benefit(years={"2026": 9})},
    )
    found = run(tmp_path, data)
    assert "£5.0k or less" in found.out
    assert "Unknown, and not counted as zero" in found.out
    assert "Rent (cost, cash-releasing): unknown in 2027." in found.out
    assert "at best: at 55.6% fewer" in found.out


def test_an_amount_given_as_a_range_has_a_value_at_each_end_of_the_range(tmp_path: Path) -> None:
    """An amount between two ends gives a value and switching values at both."""
    data = case({"a": cost(years={"2026": {"low": 2, "high": 4}})}, {"b": benefit(years={"2026": 8})})
    found = run(tmp_path, data, columns=140)
    assert "£4.0k to £6.0k" in found.out
    assert "at worst: at 50% fewer; at best: at 75% fewer" in found.out


def test_an_amount_whose_range_begins_at_zero_does_not_count_as_unknown(tmp_path: Path) -> None:
    """A cost between 0 and 5 is known in part; a cost without an upper end is not known at all."""
    costs = {"a": cost(years={"2026": {"low": 0, "high": 5}})}
    assert "-£5.0k to £9.0k" in run(tmp_path, case(costs, {"b": benefit(years={"2026": {"low": 0, "high": 9}})})).out
    words = run(tmp_path, case({"a": cost(years={"2026": "unknown"})}, {"b": benefit(years={"2026": "unknown"})})).out
    assert "No benefit in this class has a known amount." in words
    assert "No cost in this class has a known amount" in words
    assert "£0.0k" not in words


def test_doubtful_claims_are_listed(tmp_path: Path) -> None:
    """Savings before go-live, all at once or with no way out of a budget, and a very small uplift, are listed."""
    data = case(
        {"a": cost(years={"2026": 30})},
        {"b": benefit(title="Clerks", years={"2026-2029": 8})},
        case={"go-live": datetime.date(2027, 4, 1)},
        reference_class=CLASS | {"table": "optimism-bias-2002", "type": "equipment-development"},
        uplifts={"capital": {"percent": 10, **WHY}},
    )
    found = run(tmp_path, data)
    words = " ".join(found.out.split())
    assert "£8.0k is claimed before go-live" in words
    assert "the full £8.0k a year is claimed within 12 months of go-live" in words
    assert "For 1 of 1 cash-releasing benefit, the file does not say how the money leaves a budget: Clerks." in words
    assert "Capital costs have been increased by 10%; the lower bound of the table is 10%." in words


def test_costs_that_end_early_and_years_without_an_amount_are_reported(tmp_path: Path) -> None:
    """Somebody has to be paid to keep the benefits going, and a year that is left out may be a mistake."""
    costs = {
        "r": cost(title="The team", kind="running", years={"2026": 1, "2028": 1}),
        "u": cost(kind="running", unknown="?"),
    }
    words = " ".join(run(tmp_path, case(costs, {"b": benefit(years={"2027-2030": 5})})).out.split())
    assert "Running costs that end before the benefits do: The team (2028/29)." in words
    assert "The team has no amount for 2027. Missing amounts count as 0" in words


def test_everything_that_is_not_adjusted_is_listed(tmp_path: Path) -> None:
    """Each gap is shown with the reason why it matters; an adjusted case has no gaps."""
    costs = {"a": cost(years={"2026": 3}), "r": cost(kind="running", years={"2026": 1})}
    found = run(tmp_path, case(costs, {"b": benefit(years={"2026": 9})}), "--format", "markdown")
    for words in (
        "Nothing was adjusted: both columns show the claim.",
        "Capital costs have not been increased to allow for optimism.",
        "Running costs have not been increased to allow for optimism.",
        "Cash-releasing benefits have not been reduced to allow for optimism.",
        "Benefits do not grow after go-live",
        "Go-live is assumed to be on time.",
        "No internal rate of return is given",
    ):
        assert words in found.out


def test_past_projects_are_listed_if_there_are_fewer_than_ten(tmp_path: Path) -> None:
    """The page shows how far each project missed its estimate; a percentile is refused."""
    history = [
        {"project": f"P{n}", "measure": "cost", "estimate": 10, "outcome": 10 + n, "source": "Report"} for n in range(4)
    ]
    data = case({"a": cost(years={"2026": 3})}, {}, reference_class=CLASS) | {"history": history}
    assert "fewer than ten, so no percentile is taken" in " ".join(run(tmp_path, data).out.split())
    said = errors(tmp_path, data | {"uplifts": {"capital": {"percentile": 80, "reason": "R"}}})
    assert "count-mismatch: the file has 4 past projects with measure" in said
    assert "a percentile needs 10 past projects or more" in said


def test_the_page_explains_how_a_percentile_of_past_projects_is_found(tmp_path: Path) -> None:
    """With ten past projects the page says the method in words."""
    history = [
        {"project": f"P{n}", "measure": "cost", "estimate": 10, "outcome": 10 + n, "source": "Report"}
        for n in range(10)
    ]
    data = case({"a": cost(years={"2026": 3})}, {}, reference_class=CLASS)
    data |= {"history": history, "uplifts": {"capital": {"percentile": 80, "reason": "One in five is accepted"}}}
    words = " ".join(run(tmp_path, data, columns=140).out.split())
    assert "+70%" in words
    assert "The smallest miss that 80% of the past projects did not exceed" in words


def risk(contribution: float) -> Table:
    """A risk that is managed in full."""
    return {"risk": "R", "contribution": contribution, "managed": 1, "evidence": "E"}


def test_the_arithmetic_of_an_uplift_is_shown(tmp_path: Path) -> None:
    """The page shows shares of types, managed risks, the lower bound, planned months, and the file's own rates."""
    shares = {"standard-building": 70, "non-standard-building": 30}
    tabled = {"table": "optimism-bias-2002", "types": shares, "reason": "R"}
    rates = {"rates": [{"first": 0, "percent": 4}], "reason": "Of the lender", "source": "Loan agreement"}
    data = case(
        {"a": cost(years={"2026": 100}), "r": cost(kind="running", years={"2027": 10})},
        {"b": benefit(years={"2027-2030": 90}, leaves_budget="A lease ends")},
        discount=rates | {"edition": None},
        uplifts={"capital": tabled | {"mitigations": [risk(50)]}, "running": tabled | {"mitigations": [risk(100)]}},
        delay=tabled | {"planned-months": 20},
    )
    del data["discount"]["edition"]
    page = run(tmp_path, data, "--format", "markdown").out.replace("\\", "")
    for words in (
        "Upper bound: 24% for standard buildings × 70% + 51% for non-standard buildings × 30% = 32.1%.",
        "50% of it is managed: 32.1% × (100% - 50%) = 16.1%.",
        "The lower bound of the table, 2.6%, is used instead.",
        "Running costs: the lower bound of the table is used.",
        "No mitigation is listed, so the bound is not reduced.",
        "14.5% of 20 planned months is 2.9 months, which is rounded up to 3.",
        "| 3 months later |",
        "The discount rates are the file's own. Of the lender Source: Loan agreement",
    ):
        assert words in page
    found = json.loads(run(tmp_path, data, "--format", "json").out)
    assert found["discount"] == {"edition": None, "source": "Loan agreement", "published": None, "checked": None}
    assert found["adjustments"]["delay"]["months"] == 3


def test_the_page_says_if_no_delay_makes_the_case_fail_or_if_the_case_pays_back_in_the_first_year(
    tmp_path: Path,
) -> None:
    """The costs of one case end with its benefits; other cases pay back in the first year, or only for a while."""
    costs = {"a": cost(kind="running", follows_go_live=True, years={"2026": 1})}
    page = run(tmp_path, case(costs, {"b": benefit(years={"2026": 5})}), columns=140).out
    assert "no delay makes it fail" in page
    assert "in the first year" in page
    costs = {"a": cost(years={"2026": 10, "2029": 20}), "p": cost(title="Paid", years={"2026": 1}, unadjusted="Paid")}
    words = " ".join(run(tmp_path, case(costs, {"b": benefit(years={"2027-2029": 8})}), columns=140).out.split())
    assert "later the total falls below zero again" in words
    assert "Paid is not adjusted." in words


def test_an_uplift_at_the_lower_bound_without_mitigations_is_reported_as_doubtful(tmp_path: Path) -> None:
    """A case that starts at the bound of managed projects must show which risks are managed; adjustments close gaps."""
    table = {"table": "optimism-bias-2002", "types": {"outsourcing": 100}, "bound": "lower", "reason": "R"}
    data = case({"a": cost(kind="running", years={"2026": 1})}, {}, uplifts={"running": table})
    words = " ".join(run(tmp_path, data).out.split())
    assert (
        "The uplift for running costs starts from the lower bound of the table, and no mitigation is listed." in words
    )
    assert "This class has no benefits." in words


def test_the_facts_linked_to_criteria_also_say_what_the_case_lacks(tmp_path: Path) -> None:
    """The facts for criteria say what is not there, too; a note of the file is added."""
    links = [
        {"criterion": "a", "shows": "scale"},
        {"criterion": "b", "shows": "speed", "note": "As the board was told."},
        {"criterion": "c", "shows": "after-go-live"},
        {"criterion": "d", "shows": "ownership"},
    ]
    data = case({"a": cost(years={"2026": 1})}, {"b": benefit(years={"2027": 4})}) | {"links": links}
    shows = [one["shows"] for one in json.loads(run(tmp_path, data, "--format", "json").out)["links"]]
    assert shows[0].startswith("Nothing is adjusted for optimism.")
    assert shows[1] == "No delay is assumed. Benefits do not grow over the years. As the board was told."
    assert shows[2] == "The case has no running cost after go-live."
    assert shows[3] == "Of 1 benefit, 0 have an owner and 0 have a baseline."


# ---- refused


MISSING = [
    ({"uplifts": {"capital": {"percent": 5, "source": "S"}}}, '"reason" is missing'),
    ({"uplifts": {"capital": {"percent": 5, "reason": "R"}}}, '"source" is missing'),
    ({"uplifts": {"capital": {"percent": 5, "reason": " ", "source": "S"}}}, "this is blank"),
    ({"uplifts": {"capital": {"reason": "R"}}}, "an adjustment needs one of percent, percentile, table"),
    ({"uplifts": {"capital": {"percent": 5, "percentile": 9, **WHY}}}, "but this one has percent and percentile"),
    ({"uplifts": {"capitol": {"percent": 5, **WHY}}}, 'did you mean "capital"?'),
    ({"uplifts": {"capital": {"table": "optimism-bias-2003", "reason": "R"}}}, 'did you mean "optimism-bias-2002"?'),
    ({"uplifts": {"capital": {"table": "optimism-bias-2002", "reason": "R"}}}, "do not add up to 100"),
    (
        {"uplifts": {"capital": {"table": "optimism-bias-2002", "types": {"software": 100}, "reason": "R"}}},
        '"software" is not a type of optimism-bias-2002',
    ),
    (
        {
            "uplifts": {
                "capital": {
                    "percent": 5,
                    **WHY,
                    "mitigations": [{"risk": "R", "contribution": 9, "managed": 1, "evidence": "E"}],
                }
            }
        },
        "mitigations can be given only for an uplift from a table",
    ),
    (
        {
            "uplifts": {
                "capital": {
                    "table": "optimism-bias-2002",
                    "types": {"standard-building": 100},
                    "reason": "R",
                    "mitigations": [{"risk": "R", "contribution": 9, "managed": 1}],
                }
            }
        },
        '"evidence" is missing',
    ),
    (
        {
            "uplifts": {
                "capital": {
                    "table": "optimism-bias-2002",
                    "types": {"standard-building": 100},
                    "reason": "R",
                    "mitigations": [{"risk": "R", "contribution": 60, "managed": 1, "evidence": "E"}] * 2,
                }
            }
        },
        "add up to more than 100",
    ),
    ({"delay": {"percent": 20, **WHY}}, 'a percentage, but "planned-months" is missing'),
    ({"delay": {"months": 2, "planned-months": 9, "reason": "R"}}, "a delay in months needs no planned months"),
    (
        {"delay": {"table": "optimism-bias-2002", "types": {"outsourcing": 100}, "planned-months": 9, "reason": "R"}},
        "no figure for the duration",
    ),
    ({"ramp": {"percents": [50]}}, '"reason" is missing'),
    ({"haircuts": {"cash": {"percent": 5, **WHY}}}, "unknown-key"),
    ({"links": [{"criterion": "x"}]}, "does not say what the case shows"),
    ({"links": [{"criterion": "x", "note": "N"}] * 2}, "listed twice"),
    ({"reference-class": CLASS | {"type": "equipment-development"}}, "a table and a type must be given together"),
    ({"reference-class": CLASS | {"table": "optimism-bias-2002", "type": "equipment"}}, "not a type of"),
    ({"reference-class": CLASS | {"table": "bias", "type": "equipment"}}, "has no table"),
    ({"discount": {"edition": "green-book-2027"}}, 'did you mean "green-book-2026"?'),
    ({"discount": {"edition": "green-book-2026", "schedule": "healthy"}}, 'did you mean "health"?'),
    (
        {"discount": {"edition": "green-book-2003", "classes": {"quality": "health"}}},
        "not a schedule of green-book-2003",
    ),
    ({"discount": {}}, "either an edition, or rates of your own"),
    ({"discount": {"rates": [{"first": 5, "percent": 3}]}}, "do not begin with the first year"),
    (
        {"discount": {"rates": [{"first": 0, "percent": 3}], "classes": {"quality": "health"}, **WHY}},
        "need an edition of discount rates",
    ),
    ({"discount": {"rates": [{"first": 0, "percent": 3}]}}, '"reason" is missing'),
    ({"benefits": {"b": benefit(years={"2026": 1}, unknown="U")}}, "either amounts by year, or a reason"),
    ({"benefits": {"b": benefit(years={"26": 1})}}, "is neither a year nor a range of years"),
    ({"benefits": {"b": benefit(years={"2030-2026": 1})}}, "is neither a year nor a range of years"),
    ({"benefits": {"b": benefit(years={"2020": 1})}}, "not within the years of the case"),
    ({"benefits": {"b": benefit(years={"2026-2028": 1, "2027": 2})}}, "more than one amount for 2027"),
    ({"benefits": {"b": benefit(years={"2026": {"low": 3, "high": 1}})}}, "the low end is above the high end"),
    ({"benefits": {"b": benefit(years={"2026": -1})}}, '"-1" is out of range'),
    ({"benefits": {"b": benefit(years={"2026": "8"})}}, 'expected a number, "unknown", or { low = 1, high = 2 }'),
    ({"benefits": {"b": benefit(cls="cash", years={"2026": 8})}}, "expected one of: cash-releasing"),
]


@pytest.mark.parametrize(("parts", "words"), MISSING, ids=[str(n) for n in range(len(MISSING))])
def test_a_file_with_a_problem_is_refused(tmp_path: Path, parts: Table, words: str) -> None:
    """Each problem has its line, and says what was expected."""
    data = case({}, {"b": benefit(years={"2026": 1})}) | {"reference-class": CLASS} | parts
    said = errors(tmp_path, data)
    assert words in said
    assert said.startswith("b.toml:")


def test_a_percentage_given_in_the_file_needs_a_reference_class(tmp_path: Path) -> None:
    """A percentage of the file's own must say which projects it is based on."""
    said = errors(
        tmp_path, case({}, {"b": benefit(years={"2026": 1})}, delay={"percent": 9, "planned-months": 10, **WHY})
    )
    assert "which projects is this one compared with, and why?" in said


def test_all_problems_are_shown_at_once(tmp_path: Path) -> None:
    """A wrong key, a missing reason and a wrong year are reported in one run, without errors that follow from them."""
    data = case(
        {"a": cost(years={"2026": 1}, kinds="x")},
        {"b": benefit(years={"1999": 1})},
        ramp={"percents": [10]},
        case={"bas-year": 2026},
    )
    del data["case"]["base-year"]
    said = errors(tmp_path, data)
    assert 'did you mean "kind"?' in said or '"kinds" is not a key here' in said
    assert '"reason" is missing' in said
    assert 'did you mean "base-year"?' in said
    assert "1999" not in said, "nobody knows yet which years the case has"


def test_problems_with_lines_and_problems_with_adjustments_are_shown_together(tmp_path: Path) -> None:
    """A ramp and a delay without a reason do not hide an amount outside the years of the case."""
    data = case({}, {"b": benefit(years={"1999": 1})}, ramp={"percents": [10]}, delay={"months": 3})
    said = errors(tmp_path, data)
    assert said.count('"reason" is missing') == 2
    assert '"1999" is not within the years of the case' in said


def test_a_case_without_costs_and_benefits_or_with_impossible_years_is_refused(tmp_path: Path) -> None:
    """The errors are about a case that claims nothing, years in the wrong order, and go-live long after them."""
    data = case(case={"last-year": 2020, "go-live": datetime.date(2199, 1, 1)})
    del data["costs"], data["benefits"]
    said = errors(tmp_path, data)
    for words in ("has no cost and no benefit", "in the wrong order, or there are too many", "go-live is not near"):
        assert words in said


def test_a_file_of_another_kind_is_refused() -> None:
    """An assessment is refused with the format that was expected."""
    found = nhsdx("benefits", MARLOWE)
    assert found.code == 2
    assert "nhsdx.benefits/1" in found.err
