"""The report on checklists: actions, context, privacy, and scores before and after a cap."""

from __future__ import annotations

import datetime
from typing import Any

from nhsdx.analysis.case import Case
from nhsdx.commands.report.document import build_document
from nhsdx.documents.blocks import Document, Facts, Heading, Verbatim, list_texts
from nhsdx.documents.blocks import Table as TableBlock
from nhsdx.scoring.instrument import Instrument
from tests.support.build import Table, rubric_from
from tests.support.staged import answer, build_assessment, staged_rubric

NOTE = "She told us over lunch."
ANSWERS = {"safety": answer(1) | {"why": NOTE}, "purpose": answer(3), "candour": answer(2)}
ACTIONS = [
    {
        "criterion": "safety",
        "items": ["first-2"],
        "what": "Write the list",
        "owner": "Chief nurse",
        "due": datetime.date(2026, 9, 1),
    },
    {
        "criterion": "purpose",
        "what": "Tell staff",
        "owner": "Chief nurse",
        "due": datetime.date(2027, 1, 1),
        "state": "dropped",
        "reason": NOTE,
    },
]


def write_report(
    answers: Table = ANSWERS,
    *,
    profile: str | None = None,
    with_notes: bool = True,
    gate: Table | None = None,
    use: Table | None = None,
    **parts: Any,  # noqa: ANN401 - parts of a file
) -> Document:
    """The report on these answers to the staged rubric, with other values in its gate or about its use."""
    table = staged_rubric()
    table["gates"]["list"] |= gate or {}
    table["rubric"]["use"] = use or {}
    rubric = rubric_from(table)
    case = Case.of(
        "a.toml", Instrument.of(rubric), build_assessment(rubric, answers, profile, **parts), profile=profile
    )
    return build_document([case], with_notes=with_notes)


def join(document: Document) -> str:
    """All texts of a document."""
    return "\n".join(list_texts(document.sheets))


def list_head(document: Document) -> dict[str, str]:
    """The facts at the head of page one."""
    facts = next(block for block in document.sheets[0].blocks if isinstance(block, Facts))
    return {fact.name: "".join(span.text for span in fact.line) for fact in facts.facts}


def test_page_one_gives_a_capped_score_before_and_after_the_cap() -> None:
    """Both headline scores and the range are given before and after the cap; the rubric says who reads the paper."""
    made = write_report()
    text = join(made)
    assert "33.3 evidenced, 33.3 claimed, range 33.3–33.3 out of 100 (before gates 66.7 evidenced, 66.7 claimed" in text
    asked = list_head(made)["Decision asked"]
    assert asked.startswith("For the council: act on 1 gate that is not clear, check that ")


def test_first_steps_have_the_missing_items_and_the_level_that_they_lead_to() -> None:
    """The steps for a gate on items are its remedy and these items, whatever their level."""
    text = join(write_report())
    things = "make this true: Safety 2 first (2 days); and 2 more below"
    assert f"do what the gate “list” requires; {things}" in text
    assert "leads to 2 Set up, evidenced" in text
    assert "Safety 3 second" in text


def test_a_report_has_a_table_of_actions_and_first_steps_that_can_be_pasted() -> None:
    """Agreed actions are separate from possible ones."""
    made = write_report(actions=ACTIONS)
    assert [block.text for block in made.blocks if isinstance(block, Heading) if block.id == "actions"] == [
        "Actions agreed: 1 open (1 overdue), 1 dropped"
    ]
    text = join(made)
    assert "open, overdue" in text
    (paste,) = (block for block in made.blocks if isinstance(block, Verbatim))
    assert [line for line in paste.lines if line.startswith("items")] == [
        'items = ["second-3"]',
        'items = ["second-2"]',
    ]
    assert "1 statement in these steps is already covered by an agreed action, and left out here." in text
    assert list_head(made)["Actions agreed"] == "1 open (1 overdue), 1 dropped."


def test_a_first_step_with_an_agreed_action_shows_its_owner_and_due_date() -> None:
    """A step that no action covers has room for an owner and a date; the board is asked only about these steps."""
    made = write_report(actions=ACTIONS)
    tables = {block.caption: block for block in made.blocks if isinstance(block, TableBlock)}
    (row, *_) = tables["What to do next, the most urgent first"].rows
    owner, day = (["".join(span.text for span in line) for line in row[at]] for at in (-2, -1))
    assert (owner, day) == (["Chief nurse", "The rest:"], ["1 September 2026, overdue", "The rest:"])
    assert "; agreed in part: Chief nurse, by 1 September 2026, overdue" in join_front(made)
    assert "make this true: Safety 2 first (2 days; agreed: Chief nurse, by 1 September 2026, overdue)" in join(made)
    assert "check that 1 first step has an owner and a date" in list_head(made)["Decision asked"]
    decision = list_head(write_report(actions=[ACTIONS[0] | {"items": []}]))["Decision asked"]
    assert "check that 1 agreed step is done" in decision
    assert "has an owner" not in decision


def test_page_one_says_if_no_profile_was_used() -> None:
    """Without a profile, the whole rubric was asked; a rubric without profiles does not have to say so."""
    assert list_head(write_report())["Scope"].endswith(" No profile was used: the whole rubric applies.")


def test_notes_can_be_left_out_of_a_report() -> None:
    """Reasons and notes may be about a person; the cover says that a post held by one person is identifiable."""
    assert join(write_report(actions=ACTIONS)).count(NOTE) == 2
    made = write_report(actions=ACTIONS, with_notes=False)
    assert NOTE not in join(made)
    assert "Free text by the assessors was left out of this copy" in join(made)
    assert list_head(made)["Privacy"].startswith("A post held by one person is identifiable: ")


def test_page_one_says_what_the_profile_is_for() -> None:
    """The score of a short profile must not look like a score of the whole rubric."""
    assert list_head(write_report(profile="core"))["Scope"].endswith("Profile “Core”: A first look.")


def test_the_context_is_on_page_one_and_beside_the_criterion_that_it_belongs_to() -> None:
    """A question without an answer says so."""
    made = write_report(context={"history": "some"})
    assert list_head(made)["Context"] == "Weight of history: some; Stage: not answered."
    assert "○●○ Weight of history: some" in join(made)


def test_a_report_without_evidence_grades_never_mentions_evidence() -> None:
    """Evidenced would then be the same as claimed, and readers would ask what it means."""
    table = staged_rubric()
    del table["evidence-grades"]
    rubric = rubric_from(table)
    bare = {name: {"items": one["items"]} for name, one in ANSWERS.items()}
    case = Case.of("a.toml", Instrument.of(rubric), build_assessment(rubric, bare, actions=ACTIONS))
    assert "eviden" not in join(build_document([case])).lower()


def test_an_urgent_remedy_is_shown_in_full_or_not_at_all() -> None:
    """Half of the remedy of a triggered gate that caps would mislead; the remedy of a warning may be shortened."""
    urgent = (
        "Within 30 days a clinician holds the role: " + "by an appointment or by an arrangement, " * 10 + "at last."
    )
    made = write_report(gate={"remedy": urgent})
    assert urgent in join_front(made)
    assert "too long for this page" in join_front(write_report(gate={"remedy": urgent * 3}))
    assert urgent * 3 in join(write_report(gate={"remedy": urgent * 3}))
    assert urgent not in join_front(write_report(gate={"remedy": urgent, "flag": True, "cap": {}}))


def test_page_one_does_not_say_that_all_is_well_if_no_gate_is_triggered() -> None:
    """A gate checks only the criteria that it is about."""
    clear = write_report(ANSWERS | {"safety": answer(3)})
    assert "The only gate is not triggered. This is not a finding that all is well." in join_front(clear)
    undecided = join_front(write_report(ANSWERS | {"safety": answer(3, first_2="unknown")}))
    assert "Find out first; if the gate is triggered: Write the list." in undecided
    assert "do what the gate" not in undecided


def test_gates_are_shown_by_their_titles() -> None:
    """Ids are for programs."""
    text = join(write_report(gate={"title": "List of systems"}))
    assert "“List of systems”" in text
    assert "“list”" not in text


def test_the_privacy_sentence_comes_from_the_rubric() -> None:
    """If the rubric has such a sentence, no other wording is printed."""
    assert list_head(write_report(use={"privacy": "Ask first. Then write."}))["Privacy"] == "Ask first. Then write."


def join_front(document: Document) -> str:
    """All texts of page one."""
    return "\n".join(list_texts(document.sheets[0]))
