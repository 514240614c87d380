"""What a report tells in cases that the examples do not have."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from nhsdx.analysis.case import Case
from nhsdx.commands.report.document import build_report
from nhsdx.documents.blocks import Callout, Document, Heading, KeyFigures, RangeChart, Table
from nhsdx.documents.html.page import draw_html
from nhsdx.documents.markdown import draw_markdown
from nhsdx.documents.phrases import shorten, shorten_sentence
from nhsdx.scoring.instrument import Instrument
from tests.support import build
from tests.support.build import DATE, assessment_from, rubric_from
from tests.support.samples import FOUR_KINDS, FOUR_KINDS_ANSWERS, level, small_rubric

LEFT_OUT = {"status": "not-applicable", "reason": "None."}
GOOD: build.Table = {"skill": level(3), "time": level(3), "safety": level(3)}


def report(answers: build.Table, table: build.Table | None = None, day: datetime.date | None = None) -> Document:
    """The report on these answers to the small rubric, or to another."""
    rubric = rubric_from(table or small_rubric())
    return build_report([Case.of("a.toml", Instrument.of(rubric), assessment_from(rubric, answers), as_of=day)])


def texts(part: object) -> Iterator[str]:
    """Every text of a report, in its order."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple | list):
        for one in part:
            yield from texts(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name))


def whole(made: Document) -> str:
    """All that a report says, a line for each text."""
    return "\n".join(texts(made.pages))


def headings(made: Document) -> list[str]:
    """The headings of a report."""
    return [block.text for page in made.pages for block in page.blocks if isinstance(block, Heading)]


def gated(when: build.Table, **parts: object) -> build.Table:
    """The small rubric with one gate, which is triggered under this condition."""
    gate = {"when": when, "because": "Because.", "remedy": "Mend it.", **(parts or {"flag": True})}
    return small_rubric(gates={"stop": gate})


SKILL, TIME = ({"criterion": name, "at-most": 3} for name in ("skill", "time"))


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (SKILL, "Skill at level 3 or lower."),
        ({"dimension": "people", "below": 62.5}, "People below 62.5."),
        ({"dimension": "overall", "at-most": 3}, "the overall score at level 3 or lower."),
        ({"any": [SKILL, TIME]}, "any of these: Skill at level 3 or lower; Time at level 3 or lower."),
        ({"all": [SKILL, TIME]}, "all of these: Skill at level 3 or lower; Time at level 3 or lower."),
    ],
    ids=["criterion", "dimension", "overall", "any", "all"],
)
def test_a_gate_says_when_it_is_triggered(when: build.Table, words: str) -> None:
    """With titles, not ids, for those who have not read the rubric."""
    assert words in whole(report(GOOD, gated(when)))


def test_a_gate_that_caps_a_part_says_which() -> None:
    """By its title."""
    made = report(GOOD, gated(SKILL, cap={"people": 1, "overall": 2}))
    assert "holds People at level 1 of 5, “Label 1” and the overall score at level 2 of 5, “Label 2”" in whole(made)


def test_an_unknown_answer_that_a_gate_hangs_on_is_to_be_found_out() -> None:
    """With the question, and without a level or an effort that nobody has."""
    made = report(GOOD | {"safety": "unknown"})
    said = whole(made)
    assert "find out, and record the evidence" in said
    assert "Find out: Is it safe?" in said
    assert "Undecided: “safety gate”" in said
    table = small_rubric()
    del table["criteria"]["safety"]["question"]
    said = whole(report(GOOD | {"safety": "unknown"}, table))
    assert "Find out, and record the evidence." in said
    assert "What shows this: Safety?" in said
    assert "no answer yet" in said


def test_more_gates_than_page_one_has_room_for_are_counted_there() -> None:
    """And all of them stand behind it."""
    names = ("skill", "time", "safety")
    gates = {
        f"gate-{name}": {"when": {"criterion": name, "at-most": 3}, "flag": True, "because": "B.", "remedy": "R."}
        for name in names
    }
    made = report(GOOD, small_rubric(gates=gates))
    front, detail = ([block.title for block in page.blocks if isinstance(block, Callout)] for page in made.pages[:2])
    assert (len(front), len(detail)) == (2, 3)
    assert "1 further gate not clear: see Gates." in whole(made)


def test_aged_and_early_evidence_is_told() -> None:
    """As what it counts, and which dates to check."""
    old = level(3, evidence="record", seen=datetime.date(2024, 1, 1))
    said = whole(report(GOOD | {"skill": old}))
    assert "Said (too old to count as: Written down)" in said
    late = level(3, seen=datetime.date(2027, 1, 1))
    assert "Dates to check, for the evidence is dated later than the assessment:" in whole(
        report(GOOD | {"skill": late})
    )
    assert "evidence as of 1 January 2027" in whole(report(GOOD, day=datetime.date(2027, 1, 1)))


def test_all_kinds_of_answers_are_told() -> None:
    """A level with its descriptor, a measure with its unit, counts and items as they are."""
    table = build.flat_rubric(FOUR_KINDS)
    said = whole(report(FOUR_KINDS_ANSWERS, table))
    for words in ("Descriptor of level 3.", "7 months", "31.6 pounds", "4/12", "met: plan", "Level 3 Level 3"):
        assert words in said
    few = whole(report(FOUR_KINDS_ANSWERS | {"view": {"counts": [1, 2]}}, table))
    assert "too few respondents to be told" in few
    assert "1/2" not in few


@pytest.mark.parametrize("answers", [{}, dict.fromkeys(GOOD, LEFT_OUT)], ids=["unknown", "left out"])
def test_a_report_on_nothing_is_a_report(answers: build.Table) -> None:
    """It says that nothing is known, or that nothing applies, and has no figure that nobody gave."""
    made = report(answers)
    chart = next(block for block in made.pages[0].blocks if isinstance(block, RangeChart))
    words = "nothing is known; it could lie anywhere from 0.0 to 100.0" if not answers else "nothing in it applies"
    assert words in chart.rows[0].text
    assert "Strengths" not in headings(made)
    assert draw_html(made, [{}]).startswith("<!doctype html>")
    assert draw_markdown(made).startswith("# A small rubric\n")


@pytest.mark.parametrize(("parts", "rows"), [(2, [5]), (4, [5, 9])], ids=["few", "many"])
def test_every_dimension_is_drawn(parts: int, rows: list[int]) -> None:
    """On page one where it has room, else only the top ones there and all of them behind it."""
    names = [f"part-{number}" for number in range(parts)]
    dimensions: build.Table = {name: {"title": name} for name in names}
    dimensions |= {f"in-{name}": {"title": f"In {name}", "parent": name} for name in names}
    asked = {"levels": [f"Level {number}." for number in range(6)]}
    criteria = {f"asked-{name}": asked | {"dimension": f"in-{name}", "title": name} for name in names}
    table = small_rubric(dimensions=dimensions, criteria=criteria, gates={}, profiles={})
    made = report(dict.fromkeys(criteria, level(3)), table)
    charts = [block for page in made.pages for block in page.blocks if isinstance(block, RangeChart)]
    assert [len(chart.rows) for chart in charts] == rows
    assert (max(row.depth for row in charts[0].rows), max(row.depth for row in charts[-1].rows)) == (parts == 2, 1)


def test_a_rubric_with_little_in_it_makes_a_short_report() -> None:
    """No gates, one grade or none, no limits, no sources: no empty sections."""
    table = small_rubric(gates={})
    table["evidence-grades"] = table["evidence-grades"][-1:]
    made = report(GOOD, table)
    assert not {"Gates", "Annex: sources"} & set(headings(made))
    assert "“Audited” (supports level 5)" in whole(made)
    del table["evidence-grades"]
    bare = report(dict.fromkeys(GOOD, 3), table)
    assert "Claim and evidence" not in headings(bare)
    assert "Not graded by this rubric" in whole(bare)


def test_a_profile_is_named_and_what_it_leaves_out_is_listed() -> None:
    """Whoever reads the paper sees what was not asked."""
    rubric = rubric_from(small_rubric())
    made = build_report([Case.of("a.toml", Instrument.of(rubric), assessment_from(rubric, GOOD, profile="short"))])
    assert "2 criteria of small 1.2.0, profile “short”." in whole(made)
    assert "Left out as outside profile:" in whole(made)


def test_what_is_stated_about_sources_is_repeated() -> None:
    """With who wrote it, when, and how surely it was read; what is not stated stays a dash."""
    table = small_rubric()
    table["sources"] = {
        "one": {"title": "The one", "author": "Somebody", "year": 2016, "certainty": "verified"},
        "other": {"title": "The other"},
        "unused": {"title": "Nobody names this"},
    }
    table["criteria"]["skill"]["sources"] = ["one", "other"]
    tables = [block for page in report(GOOD, table).pages for block in page.blocks if isinstance(block, Table)]
    rows = next(one.rows for one in tables if one.caption.startswith("The publications"))
    assert [list(texts(row)) for row in rows] == [
        ["one", "The one", "Somebody", "2016", "verified"],
        ["other", "The other", "-", "-", "-"],
    ]


def test_a_document_that_is_not_described_is_named() -> None:
    """By its id, as in a result, which has answers and no documents."""
    said = whole(report(GOOD | {"skill": level(3, documents=["minutes"], why="Seen in the minutes.")}))
    assert "Documents: \nminutes" in said
    assert "Seen in the minutes." in said


@pytest.mark.parametrize("aggregate", ["geometric", "min"])
def test_the_arithmetic_names_its_rule(aggregate: str) -> None:
    """Where points do not add up, none are told."""
    table = small_rubric()
    table["rubric"]["aggregate"] = aggregate
    made = report(GOOD, table)
    last = made.pages[-1].blocks[-2]
    assert isinstance(last, Table)
    assert not [text for text in texts(last.rows) if "points" in text]


def test_key_figures_stand_before_the_table() -> None:
    """The level, the weakest criterion, the share answered and the gates, at a glance."""
    made = report(GOOD | {"safety": level(1)})
    blocks = [block for block in made.pages[1].blocks if isinstance(block, KeyFigures)]
    assert [(one.label, one.value) for one in blocks[0].figures] == [
        ("Level by evidence", "1 Label 1"),
        ("Weakest criterion", "1 Label 1"),
        ("Answered", "100%"),
        ("Gates not clear", "1 of 1"),
    ]
    assert "<dt>Answered</dt><dd><strong>100%</strong>" in draw_html(made, [{}])
    assert "- **Answered**: 100% (of the weight that applies)" in draw_markdown(made)


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
def test_page_one_cuts_where_it_hurts_least(text: str, longest: int, shown: str) -> None:
    """After a sentence, before a semicolon, between words; and a cut is seen."""
    assert shorten_sentence(text, longest) == shown
    assert len(shorten(text, longest)) <= longest + 2


def test_no_text_can_act_on_a_screen() -> None:
    """Every text of the model is clean before any medium draws it."""
    table = small_rubric()
    table["criteria"]["skill"]["title"] = "A\x1b[31m\u202etitle\n\tin lines"
    said = whole(report(GOOD | {"skill": level(1, why="\x00why\u2066")}, table))
    assert "A\ufffd[31m\ufffdtitle in lines" in said
    assert not {"\x1b", "\u202e", "\x00", "\u2066"} & set(said)


def test_dates_are_words() -> None:
    """In the language of the report, whatever that of the machine."""
    assert "Marlowe Vale (fictional), 1 October 2026" in whole(report(GOOD))
    assert report(GOOD).date == DATE.isoformat()
