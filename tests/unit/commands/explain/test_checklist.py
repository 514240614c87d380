"""A checklist explained: its items, the level that they reach, and why it is not higher."""

from __future__ import annotations

from nhsdx.commands.explain.checklist import build_checklist
from nhsdx.commands.explain.document import build_document
from nhsdx.documents.blocks import Listing, Table, list_texts
from tests.support.build import Table as Data
from tests.support.staged import answer, score_staged


def explain_levels(given: Data) -> list[str]:
    """What the page says about each reading of one checklist."""
    result, rubric = score_staged({"safety": given})
    blocks = list(build_checklist(result, rubric, result.criteria["safety"]))
    (listing,) = (block for block in blocks if isinstance(block, Listing))
    return ["".join(span.text for span in line) for line in listing.items]


def test_every_item_is_listed_level_by_level() -> None:
    """Every item is listed with its answer."""
    result, rubric = score_staged({"safety": answer(1, second_2="partly")})
    blocks = list(build_checklist(result, rubric, result.criteria["safety"]))
    (table,) = (block for block in blocks if isinstance(block, Table))
    rows = [[line[0].text for line in (cell[0] for cell in row)] for row in table.rows]
    assert rows[:4] == [
        ["1 Begun", "Safety 1 first.", "yes"],
        ["1 Begun", "Safety 1 second.", "yes"],
        ["2 Set up", "Safety 2 first.", "no"],
        ["2 Set up", "Safety 2 second.", "partly"],
    ]


def test_readings_with_the_same_outcome_share_a_line() -> None:
    """It says which items are missing for the next level, and why."""
    assert explain_levels(answer(1, second_2="yes")) == [
        "Evidenced, claimed, low and high: the items reach 1 Begun but not 2 Set up: “Safety 2 first” (no)."
    ]


def test_readings_with_different_outcomes_have_a_line_each() -> None:
    """An unknown item stops only the low reading, and evidence may stop the level earlier."""
    said = {**answer(2, first_2="unknown"), "evidence": "said"}
    said.pop("seen")
    end = "3 Operating: “Safety 3 first” (no) and “Safety 3 second” (no)"
    assert explain_levels(said) == [
        f"Evidenced: the items reach 2 Set up but not {end}; the evidence supports 1 Begun at most.",
        f"Claimed and high: the items reach 2 Set up but not {end}.",
        "Low: the items reach 1 Begun but not 2 Set up: “Safety 2 first” (unknown).",
    ]


def test_a_checklist_reaches_no_level_above_one_at_which_every_answer_is_unknown() -> None:
    """An unknown level is not level 0: if the first level is unknown, the criterion is left out."""
    nothing = answer(1, first_2="unknown", second_2="unknown", first_3="unknown", second_3="unknown")
    assert explain_levels(nothing)[0].endswith(" but not 2 Set up, where no answer is known.")
    unknown = dict.fromkeys(("first_1", "second_1"), "unknown")
    assert explain_levels(answer(0, **unknown))[0].endswith("too little is known, so the criterion is left out.")


def test_the_page_of_a_criterion_gives_the_state_of_its_gates() -> None:
    """A condition alone does not say whether it is true today."""
    result, rubric = score_staged({"safety": answer(1)})
    state = "“list” (list) is triggered. It is triggered when any of these items of “Safety” is not met: "
    assert any(text.startswith(state) for text in list_texts(build_document(result, rubric, "safety").sheets))
