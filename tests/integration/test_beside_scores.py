"""What is shown beside scores on every page: what is left out, the score before gates, and doubtful evidence."""

from __future__ import annotations

import datetime
import json
import re
import zipfile
from pathlib import Path

import pytest

from tests.support.build import Table
from tests.support.run import nhsdx
from tests.support.samples import write
from tests.support.staged import SEEN, answer, build_checklist, staged_rubric

UNDATED = {"evidence": "record"}
FROM_LATER = {"evidence": "record", "seen": datetime.date(2027, 1, 1)}
LATER = {"status": "not-due", "reason": "Later."}
NO_DATE = "1 answer has evidence without a date"
LATE_DATE = "1 answer has evidence dated after the assessment"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three assessments: the first is capped and has an undated answer, the last one from the future."""
    table = staged_rubric()
    table["criteria"]["launch"] = build_checklist("Launch", dimension="work", **{"may-be-left-out": ["not-due"]})
    table["criteria"]["speed"] = build_checklist("Speed", dimension="work")
    write(tmp_path / "rubric.toml", table)
    capped = answer(2, first_2="no", second_2="yes") | SEEN
    _write(tmp_path, "old", datetime.date(2026, 9, 2), safety=capped, purpose=_make_answer(3, UNDATED), launch=LATER)
    _write(tmp_path, "mid", datetime.date(2026, 10, 1), safety=answer(3), purpose=answer(2), speed=answer(2))
    late = {"safety": answer(3), "purpose": _make_answer(3, FROM_LATER), "candour": answer(2)}
    _write(tmp_path, "new", datetime.date(2026, 11, 1), **late)
    return tmp_path


def _make_answer(reached: int, evidence: Table) -> Table:
    return {"items": answer(reached)["items"], **evidence}


def _write(folder: Path, name: str, day: datetime.date, **answers: Table) -> None:
    about = {"subject": "Marlowe Vale (fictional)", "date": day}
    table = {"format": "nhsdx.assessment/1", "rubric": "rubric.toml", "assessment": about, "answers": answers}
    write(folder / f"{name}.toml", table)


def page(folder: Path, *arguments: str, columns: int = 140) -> str:
    """What a command prints."""
    run = nhsdx(*arguments, cwd=folder, columns=columns)
    assert (run.code, run.err) == (0, "")
    return run.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("assess", "old.toml"),
        ("report", "old.toml", "--format", "text"),
        ("report", "old.toml"),
        ("report", "old.toml", "--format", "markdown"),
        ("compare", "old.toml", "new.toml"),
        ("compare", "old.toml", "mid.toml", "new.toml"),
        ("explain", "old.toml"),
    ],
    ids=" ".join,
)
def test_left_out_criteria_are_shown_beside_the_scores(folder: Path, arguments: tuple[str, ...]) -> None:
    """The page lists them for the whole and for each dimension, in a short form."""
    text = page(folder, *arguments)
    assert "1 unknown, 1 not due" in text
    assert "0 unknown" not in text
    assert "0 not due" not in text


def test_a_page_does_not_mention_left_out_criteria_if_nothing_is_left_out(folder: Path) -> None:
    """There is nothing to say where everything counts."""
    text = page(folder, "explain", "new.toml", "memory") + page(folder, "assess", "mid.toml", "--profile", "core")
    assert not re.search(r"\d (unknown|not due)", text)


def test_a_page_on_many_assessments_shows_left_out_criteria_beside_the_scores(folder: Path) -> None:
    """The numbers are given over all rows and in each group, in text and in data."""
    rows = ["group,safety,purpose,candour,launch,speed"]
    rows += ["one,not-due,,,,"] * 5 + ["two,,,,,"] * 5
    (folder / "table.csv").write_text("\n".join(rows) + "\n")
    (folder / "map.toml").write_text('format = "nhsdx.batch-map/1"\ngroups.columns = ["group"]\n')
    arguments = ("batch", "table.csv", "--rubric", "rubric.toml", "--map", "map.toml", "--group-by", "group")
    text = nhsdx(*arguments, cwd=folder, columns=140).out
    assert "Work, evidenced (35 unknown, 5 not due)" in text
    assert "Memory, claimed (10 unknown)" in text
    assert "(15 unknown, 5 not due)" in text
    data = json.loads(nhsdx(*arguments, "--format", "json", cwd=folder).out)
    assert [one["left_out"]["unknown"] for one in data["groups"]] == [15, 20]


@pytest.mark.parametrize("columns", [60, 100])
@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "old.toml", "new.toml"),
        ("compare", "new.toml", "old.toml"),
        ("compare", "old.toml", "mid.toml", "new.toml"),
    ],
    ids=" ".join,
)
def test_a_capped_score_is_shown_before_and_after_the_cap(
    folder: Path, arguments: tuple[str, ...], columns: int
) -> None:
    """They are shown on both sides of a comparison, and for each assessment of a series."""
    assert "before gates" in page(folder, *arguments, columns=columns).lower()


def test_a_capped_score_of_an_older_assessment_is_shown_before_and_after_the_cap(folder: Path) -> None:
    """The older score is shown on page one, like today's score."""
    text = " ".join(page(folder, "report", "new.toml", "--since", "old.toml", "--format", "text").split())
    last = text[text.index("Last time") : text.index("; now ")]
    assert "(before gates " in last
    again = " ".join(page(folder, "report", "old.toml", "--since", "new.toml", "--format", "text").split())
    assert "(before gates " not in again[again.index("Last time") : again.index("; now ")]


THIRD = "33.3 evidenced, 33.3 claimed, range 33.3–33.3"


@pytest.mark.parametrize(
    ("arguments", "before"),
    [
        (("assess", "a.toml"), f"; before gates {THIRD}"),
        (("report", "a.toml"), f"(before gates {THIRD})"),
        (("compare", "a.toml", "b.toml"), f"- Before gates: {THIRD} (no change)"),
        (("compare", *["a.toml", "b.toml"] * 2), f"Overall, before gates {THIRD}"),
        (("explain", "a.toml"), "Before gates 33.333 33.333 33.333 33.333"),
    ],
    ids=["assess", "report", "compare", "trend", "explain"],
)
def test_a_score_before_gates_is_the_same_on_every_page(
    tmp_path: Path, arguments: tuple[str, ...], before: str
) -> None:
    """It is the score before the gates that cap it; a dimension that a gate caps counts in it as capped."""
    table = staged_rubric()
    gate = {"when": {"criterion": "safety", "at-most": 1}, "because": "It matters.", "remedy": "Mend it."}
    table["gates"] = {"part": gate | {"cap": {"work": 1}}, "whole": gate | {"cap": {"overall": 0}}}
    write(tmp_path / "rubric.toml", table)
    for place, name in enumerate("ab", 1):
        _write(tmp_path, name, datetime.date(2026, 10, place), safety=answer(1), purpose=answer(3))
    text = re.sub(r"[*|\\]", "", page(tmp_path, *arguments, "--format", "markdown"))
    assert before in " ".join(text.split())


@pytest.mark.parametrize("names", [("mid", "new"), ("mid", "new", "mid")])
def test_pages_show_no_score_before_gates_if_no_gate_caps_a_score(folder: Path, names: tuple[str, ...]) -> None:
    """The page has no remark."""
    text = page(folder, "compare", *(f"{name}.toml" for name in names))
    assert "before gates" not in text.lower()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("assess", "old.toml"), [NO_DATE]),
        (("report", "new.toml", "--format", "text"), [LATE_DATE]),
        (("report", "mid.toml", "--since", "old.toml", "--format", "text"), [f"Old: {NO_DATE}"]),
        (("compare", "old.toml", "new.toml"), [f"Old: {NO_DATE}", f"New: {LATE_DATE}"]),
        (("compare", "old.toml", "mid.toml", "new.toml"), [f"2026-09-02: {NO_DATE}", f"2026-11-01: {LATE_DATE}"]),
        (("explain", "old.toml"), [NO_DATE]),
        (("explain", "old.toml", "work"), [NO_DATE]),
        (("explain", "old.toml", "purpose"), [NO_DATE]),
        (("check", "old.toml"), ["evidence-undated"]),
        (("check", "new.toml"), ["evidence-from-later"]),
    ],
    ids=str,
)
def test_evidence_without_a_usable_date_is_reported_on_every_page(
    folder: Path, arguments: tuple[str, ...], words: list[str]
) -> None:
    """It is reported on each side of a comparison, and for the criterion and the nodes above it."""
    text = " ".join(page(folder, *arguments).split())
    assert [one for one in words if one not in text] == []


@pytest.mark.parametrize("node", ["safety", "memory"])
def test_an_explanation_has_only_findings_about_its_own_criteria(folder: Path, node: str) -> None:
    """A reader of one criterion is not told about another."""
    assert NO_DATE not in page(folder, "explain", "old.toml", node)


MARK = "Zanzibar"
"""A word in every free text that an assessor can write; subject, roles, ids and dates are not free text."""


@pytest.fixture
def marked(folder: Path) -> Path:
    """Assessments with the word in every free text."""
    items = answer(3)["items"]
    for name, day in (("a", 1), ("b", 2), ("c", 3)):
        about = {"subject": "Marlowe Vale (fictional)", "date": datetime.date(2026, 10, day), "notes": MARK}
        states = {"open": {}, "done": {}, "dropped": {"reason": MARK}}
        due = datetime.date(2026, 9, 1)
        actions = [
            {"criterion": "safety", "what": f"{MARK} {place} {day}", "owner": "Chief nurse", "due": due, "state": state}
            | more
            for place, (state, more) in enumerate(states.items())
        ]
        answers = {
            "safety": {"items": items, **SEEN, "why": MARK, "documents": ["paper"]},
            "purpose": {"items": items | {"first-1": "not-applicable"}, **SEEN, "reason": MARK},
            "launch": {"status": "not-due", "reason": MARK},
        }
        documents = {"paper": {"title": MARK, "url": f"https://{MARK}.example", "date": due}}
        table = {"format": "nhsdx.assessment/1", "rubric": "rubric.toml", "assessment": about, "answers": answers}
        write(folder / f"{name}.toml", table | {"documents": documents, "actions": actions})
    return folder


PAGES_OF_NOTES = [
    ("assess", "a.toml"),
    ("assess", "a.toml", "b.toml"),
    ("report", "a.toml"),
    ("report", "b.toml", "--since", "a.toml"),
    ("compare", "a.toml", "b.toml"),
    ("compare", "a.toml", "b.toml", "c.toml"),
]


EXPLANATIONS = [("explain", "a.toml", *node) for node in ((), ("work",), ("safety",), ("purpose",), ("launch",))]
MEDIA = ("text", "markdown", "html", "docx")


@pytest.mark.parametrize(
    ("arguments", "format_"),
    [(page, format_) for page in PAGES_OF_NOTES for format_ in MEDIA]
    + [(page, format_) for page in EXPLANATIONS for format_ in MEDIA[:3]],
)
def test_no_free_text_of_an_assessor_is_in_a_page_without_notes(
    marked: Path, arguments: tuple[str, ...], format_: str
) -> None:
    """This is true in any format, and in the data inside a file; the page says so, and keeps roles, dates and ids."""
    name = marked / f"page.{format_}"
    run = nhsdx(*arguments, "--without-notes", "--format", format_, "-o", str(name), cwd=marked)
    assert (run.code, run.err) == (0, "")
    text = _read(name)
    assert MARK.lower() not in text.lower()
    assert "Free text by the assessors was left out of this copy" in " ".join(text.split())
    if arguments[0] == "report":
        assert "Chief nurse" in text
        assert "paper" in text


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "json", "junit", "sarif", "github"])
def test_a_check_reports_an_overdue_action_without_its_text(marked: Path, format_: str) -> None:
    """Check reports go to more people than papers do; criterion, owner and date say which action it is."""
    run = nhsdx("check", "a.toml", "--fail-on-finding", "action-overdue", "--format", format_, cwd=marked, columns=140)
    text = " ".join((run.out + run.err).split())
    assert run.code == 1
    assert "Safety: an action was due on 2026-09-01, and is still open (Chief nurse)" in text
    assert MARK.lower() not in text.lower()


def _read(name: Path) -> str:
    if name.suffix != ".docx":
        return name.read_text()
    with zipfile.ZipFile(name) as paper:
        return "\n".join(paper.read(one).decode(errors="replace") for one in paper.namelist())


@pytest.mark.parametrize(
    ("command", "format_"),
    [
        *(("assess", format_) for format_ in ("json", "jsonl", "toml")),
        ("report", "json"),
        ("explain", "json"),
        *(("compare", format_) for format_ in ("json", "toml")),
    ],
)
def test_leaving_out_notes_is_refused_for_formats_that_programs_read(marked: Path, command: str, format_: str) -> None:
    """It is checked against its digest, which covers the notes, so it always includes them."""
    names = ["a.toml", "b.toml"] if command == "compare" else ["a.toml"]
    run = nhsdx(command, *names, "--format", format_, "--without-notes", cwd=marked)
    assert run.code == 2
    assert f"{format_} always includes notes; choose a page format" in run.out + run.err
    assert MARK not in run.out + run.err
