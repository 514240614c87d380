"""The content of a report in cases that the examples do not cover."""

from __future__ import annotations

import datetime

import pytest

from nhsdx.analysis.case import Case
from nhsdx.commands.report.document import build_document
from nhsdx.documents.blocks import Callout, Document, Heading, KeyFigures, RangeChart, Table, list_texts
from nhsdx.documents.html.page import draw_html
from nhsdx.documents.markdown import draw_markdown
from nhsdx.documents.phrases import shorten, shorten_sentence
from nhsdx.scoring.instrument import Instrument
from tests.support import build
from tests.support.build import DATE, assessment_from, rubric_from
from tests.support.samples import FOUR_KINDS, FOUR_KINDS_ANSWERS, level, small_rubric
from tests.support.staged import answer, staged_rubric

LATER = {"status": "not-due", "reason": "Later."}
LEFT_OUT = {"status": "not-applicable", "reason": "None."}
GOOD: build.Table = {"skill": level(3), "time": level(3), "safety": level(3)}


def report(answers: build.Table, table: build.Table | None = None, day: datetime.date | None = None) -> Document:
    """The report on these answers to the small rubric, or another one."""
    rubric = rubric_from(table or small_rubric())
    return build_document([Case.of("a.toml", Instrument.of(rubric), assessment_from(rubric, answers), as_of=day)])


def join_texts(made: Document) -> str:
    """Every text of a report, one on each line."""
    return "\n".join(list_texts(made.sheets))


def list_headings(made: Document) -> list[str]:
    """The headings of a report."""
    return [block.text for block in made.blocks if isinstance(block, Heading)]


def gated(when: build.Table, **parts: object) -> build.Table:
    """The small rubric with one gate, which is triggered under this condition."""
    gate = {"when": when, "because": "Because.", "remedy": "Do it.", **(parts or {"flag": True})}
    return small_rubric(gates={"stop": gate})


SKILL, TIME = ({"criterion": name, "at-most": 3} for name in ("skill", "time"))


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (SKILL, "“Skill” is at level 3 or lower."),
        ({"dimension": "people", "below": 62.5}, "“People” is below 62.5."),
        ({"dimension": "overall", "at-most": 3}, "the overall score is at level 3 or lower."),
        ({"any": [SKILL, TIME]}, "any of these: “Skill” is at level 3 or lower; “Time” is at level 3 or lower."),
        ({"all": [SKILL, TIME]}, "all of these: “Skill” is at level 3 or lower; “Time” is at level 3 or lower."),
    ],
    ids=["criterion", "dimension", "overall", "any", "all"],
)
def test_the_report_says_when_a_gate_is_triggered(when: build.Table, words: str) -> None:
    """The condition has titles, not ids, for readers who do not know the rubric."""
    assert words in join_texts(report(GOOD, gated(when)))


def test_the_report_says_which_dimension_a_gate_caps() -> None:
    """The page gives the title of the part."""
    made = report(GOOD, gated(SKILL, cap={"people": 1, "overall": 2}))
    assert "caps People at Label 1 and the overall score at Label 2" in join_texts(made)


def test_the_step_for_an_unknown_answer_that_a_gate_depends_on_is_to_find_out_the_answer() -> None:
    """The step has the question, but no level or effort."""
    made = report(GOOD | {"safety": "unknown"})
    text = join_texts(made)
    assert "find out: Is it safe?" in text
    assert "Undecided: “safety gate”" in text
    table = small_rubric()
    del table["criteria"]["safety"]["question"]
    text = join_texts(report(GOOD | {"safety": "unknown"}, table))
    assert "find out: the answer" in text
    assert "What shows this: Safety?" in text
    assert "not answered" in text


def test_gates_that_do_not_fit_on_page_one_in_full_are_listed_by_name() -> None:
    """Later pages show all of them."""
    names = ("skill", "time", "safety")
    gates = {
        f"gate-{name}": {"when": {"criterion": name, "at-most": 3}, "flag": True, "because": "B.", "remedy": "R."}
        for name in names
    }
    made = report(GOOD, small_rubric(gates=gates))
    front, detail = ([block.title for block in page.blocks if isinstance(block, Callout)] for page in made.sheets[:2])
    assert (len(front), len(detail)) == (2, 3)
    text = join_texts(made)
    assert "3 gates are not clear: 3 triggered" in text
    assert "1 other gate is on the following pages." in text
    assert "act on 3 gates that are not clear" in text


def test_evidence_that_is_too_old_or_dated_after_the_assessment_is_shown() -> None:
    """The page has the grade that it counts as, and the dates to check."""
    old = level(3, evidence="record", seen=datetime.date(2024, 1, 1))
    text = join_texts(report(GOOD | {"skill": old}))
    assert "record (too old: counts as hearsay)" in text
    late = level(3, seen=datetime.date(2027, 1, 1))
    assert "1 answer has evidence dated after the assessment: " in join_texts(report(GOOD | {"skill": late}))
    assert "evidence as of 1 January 2027" in join_texts(report(GOOD, day=datetime.date(2027, 1, 1)))


def test_all_kinds_of_answers_are_shown() -> None:
    """Levels have their descriptor, measures their unit; counts and items are shown as they are."""
    table = build.flat_rubric(FOUR_KINDS)
    text = join_texts(report(FOUR_KINDS_ANSWERS, table))
    for words in (
        "Descriptor of level 3.",
        "7 months",
        "31.6 pounds",
        "16 replies; number invited not given",
        "75.0 claimed",
        "Yes: \n(1) There is a plan",
        "No: \n(2) It runs",
        "Level 3",
    ):
        assert words in text
    few = join_texts(report(FOUR_KINDS_ANSWERS | {"view": {"counts": [1, 2]}}, table))
    assert "too few respondents to show" in few
    assert "1, 2 respondents" not in few


@pytest.mark.parametrize("answers", [{}, dict.fromkeys(GOOD, LEFT_OUT)], ids=["unknown", "left out"])
def test_a_report_can_be_written_without_answers_or_applicable_criteria(answers: build.Table) -> None:
    """It says that nothing is known, or that nothing applies, and has no invented figures."""
    made = report(answers)
    chart = next(block for block in made.sheets[0].blocks if isinstance(block, RangeChart))
    words = "nothing is known; the range is 0.0–100.0" if not answers else "nothing in it applies"
    assert words in chart.rows[0].text
    assert "Strengths as evidenced" not in list_headings(made)
    assert draw_html(made).startswith("<!doctype html>")
    assert draw_markdown(made).startswith("# A small rubric\n")


@pytest.mark.parametrize(("parts", "rows"), [(2, [5]), (4, [5, 9])], ids=["few", "many"])
def test_every_dimension_is_in_the_chart(parts: int, rows: list[int]) -> None:
    """All dimensions are on page one if there is room; otherwise only the top ones, and all are on later pages."""
    names = [f"part-{number}" for number in range(parts)]
    dimensions: build.Table = {name: {"title": name} for name in names}
    dimensions |= {f"in-{name}": {"title": f"In {name}", "parent": name} for name in names}
    asked = {"levels": [f"Level {number}." for number in range(6)]}
    criteria = {f"asked-{name}": asked | {"dimension": f"in-{name}", "title": name} for name in names}
    table = small_rubric(dimensions=dimensions, criteria=criteria, gates={}, profiles={})
    made = report(dict.fromkeys(criteria, level(3)), table)
    charts = [block for block in made.blocks if isinstance(block, RangeChart)]
    assert [len(chart.rows) for chart in charts] == rows
    assert (max(row.depth for row in charts[0].rows), max(row.depth for row in charts[-1].rows)) == (parts == 2, 1)


def test_a_rubric_without_optional_parts_gives_a_short_report() -> None:
    """Without gates, grades, limits or sources there are no empty sections."""
    table = small_rubric(gates={})
    table["evidence-grades"] = table["evidence-grades"][-1:]
    made = report(GOOD, table)
    headings = list_headings(made)
    assert "Annex: sources" not in headings
    assert not [one for one in headings if "gate" in one.lower()]
    assert "“Audited” (supports level 5)" in join_texts(made)
    del table["evidence-grades"]
    bare = report(dict.fromkeys(GOOD, 3), table)
    assert not {"Answers not supported by their evidence", "Annex: evidence grades"} & set(list_headings(bare))
    assert "eviden" not in join_texts(bare).lower()


def test_a_profile_is_shown_with_the_questions_that_it_leaves_out() -> None:
    """The report lists the criteria that were not asked."""
    rubric = rubric_from(small_rubric())
    made = build_document([Case.of("a.toml", Instrument.of(rubric), assessment_from(rubric, GOOD, profile="short"))])
    assert "2 criteria of small 1.2.0. Profile “Short”." in join_texts(made)
    assert "Outside the profile (1): " in join_texts(made)


def test_sources_are_shown_with_all_that_the_rubric_says_about_them() -> None:
    """Author, year, title and address as in a list of references; a note says what each certainty means."""
    table = small_rubric()
    table["sources"] = {
        "one": {"title": "The one", "author": "Somebody", "year": 2016, "certainty": "verified"},
        "other": {"title": "The other"},
        "unused": {"title": "Nobody uses this"},
    }
    table["criteria"]["skill"]["sources"] = ["one", "other"]
    made = report(GOOD, table)
    assert "Verified: read in the original. " in join_texts(made)
    tables = [block for block in made.blocks if isinstance(block, Table)]
    rows = next(one.rows for one in tables if one.caption.startswith("The publications"))
    assert [list(list_texts(row)) for row in rows] == [
        ["one", "Somebody, 2016. The one", "verified"],
        ["other", "The other", "-"],
    ]


def test_a_document_without_a_description_is_shown_by_its_id() -> None:
    """The report gives its id."""
    text = join_texts(report(GOOD | {"skill": level(3, documents=["minutes"], why="Seen in the minutes.")}))
    assert "Documents: \nminutes" in text
    assert "Seen in the minutes." in text


@pytest.mark.parametrize(
    ("aggregate", "words"), [("geometric", "weighted geometric mean"), ("min", "The lowest of the parts' scores")]
)
def test_the_annex_says_how_the_overall_score_is_computed_if_points_do_not_add_up_to_it(
    aggregate: str, words: str
) -> None:
    """Points that do not add up are not shown."""
    table = small_rubric()
    table["rubric"]["aggregate"] = aggregate
    made = report(GOOD, table)
    last = made.sheets[-1].blocks[-2]
    assert isinstance(last, Table)
    assert all(len(cell) <= 1 for row in last.rows for cell in row)
    assert words in join_texts(made)


def test_key_figures_come_before_the_table() -> None:
    """The key figures are the score, the weakest criterion, the share answered and the gates."""
    made = report(GOOD | {"safety": level(1)})
    blocks = [block for block in made.sheets[1].blocks if isinstance(block, KeyFigures)]
    assert [(one.label, one.value) for one in blocks[0].figures] == [
        ("Overall (evidenced)", "20.0"),
        ("Weakest criterion (evidenced)", "Label 1"),
        ("Answered", "100%"),
        ("Gates not clear", "1 of 1"),
    ]
    assert "<dt>Answered</dt><dd><strong>100%</strong>" in draw_html(made)
    assert "- **Answered**: 100% (of the applicable weight; left out: none)" in draw_markdown(made)


@pytest.mark.parametrize(
    ("text", "longest", "shown"),
    [
        ("All of it.", 20, "All of it."),
        ("The first. The second one.", 20, "The first."),
        ("Up to a semicolon; and then more words.", 30, "Up to a semicolon."),
        ("Words without any other end at all", 20, "Words without any …"),
        ("x" * 50, 20, f"{'x' * 20} …"),
        ("Is it so?", 20, "Is it so?"),
    ],
)
def test_a_long_text_on_page_one_is_shortened_after_a_sentence_or_between_words(
    text: str, longest: int, shown: str
) -> None:
    """Text is cut after a sentence, before a semicolon or between words, and the cut is visible."""
    assert shorten_sentence(text, longest) == shown
    assert len(shorten(text, longest)) <= longest + 2


def test_control_characters_in_texts_never_reach_the_page() -> None:
    """Every text of the document is clean before any medium draws it."""
    table = small_rubric()
    table["criteria"]["skill"]["title"] = "A\x1b[31m\u202etitle\n\tin lines"
    text = join_texts(report(GOOD | {"skill": level(1, why="\x00why\u2066")}, table))
    assert "A\ufffd[31m\ufffdtitle in lines" in text
    assert not {"\x1b", "\u202e", "\x00", "\u2066"} & set(text)


def test_dates_on_pages_give_the_month_as_a_word() -> None:
    """Dates are in the language of the report, not of the machine."""
    assert "Marlowe Vale (fictional), 1 October 2026" in join_texts(report(GOOD))
    assert report(GOOD).date == DATE.isoformat()


def test_unknown_statements_that_do_not_count_are_counted_separately() -> None:
    """Page one, the figures and the list of statements agree, or say which statements are not part of the score."""
    given = {"safety": answer(3), "purpose": answer(2, second_3="unknown"), "candour": answer(1, first_2="unknown")}
    rubric = rubric_from(staged_rubric())
    text = join_texts(build_document([Case.of("a.toml", Instrument.of(rubric), assessment_from(rubric, given))]))
    assert "every criterion is answered, but 2 statements are unknown (1 does not count), which" in text
    assert "In answered criteria, 2 statements are unknown (1 does not count)" in text
    assert "left out: 1 statement unknown" in text
    assert "Candour 2 first. (not counted)" in text
    assert "Purpose 3 second. (not counted)" not in text


def test_the_statements_of_an_unknown_criterion_are_not_counted_in_addition_to_it() -> None:
    """The criterion is left out as a whole, and no list on the page has its statements."""
    rubric = rubric_from(staged_rubric())
    given = {"safety": answer(3), "candour": answer(1)}
    text = join_texts(build_document([Case.of("a.toml", Instrument.of(rubric), assessment_from(rubric, given))]))
    assert "left out: 1 criterion unknown" in text
    assert "statement unknown" not in text
    assert "statements unknown" not in text


def test_left_out_criteria_that_would_not_count_anyway_are_counted_separately() -> None:
    """The number left out of the score is the same everywhere, and statements that do not count are marked."""
    table = staged_rubric()
    table["criteria"]["candour"]["may-be-left-out"] = ["not-due"]
    rubric = rubric_from(table)
    given = {"safety": LATER, "purpose": answer(2), "candour": LATER}
    text = join_texts(build_document([Case.of("a.toml", Instrument.of(rubric), assessment_from(rubric, given))]))
    assert "left out: 1 criterion not due; 1 criterion (not counted)." in text
    assert "Left out as not due: 2 (1 does not count)" in text
    assert "Candour (not counted): " in text
