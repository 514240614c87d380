"""The figures and tables that are written by hand in the page about the shipped rubric agree with the program."""

from __future__ import annotations

import re

import pytest

from nhsdx.loading.rubric_file import load_rubric
from nhsdx.model import ChecklistCriterion
from tests.support.pages import text_of
from tests.support.samples import ORGANISATIONS, SHIPPED, example, results

PAGE = text_of("docs/rubrics.md")
RUBRIC = load_rubric(SHIPPED).rubric
CHECKLISTS = {name: one for name, one in RUBRIC.criteria.items() if isinstance(one, ChecklistCriterion)}
LONGEST_ON_AVERAGE = 7
MOST_IN_CORE = 90
MEASURED = 4


def rows(heading: str) -> list[list[str]]:
    """The cells of the rows of the first table below a heading."""
    table = re.search(r"\n\| --- .*\n((?:\|.*\n)+)", PAGE[PAGE.index(f"\n### {heading}\n") :])
    assert table is not None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1].splitlines()]


def test_the_checklists_of_the_shipped_rubric_are_short() -> None:
    """A group can answer seven statements a question; the page gives the numbers."""
    sizes = [len(one.items) for one in CHECKLISTS.values()]
    average = sum(sizes) / len(sizes)
    assert average <= LONGEST_ON_AVERAGE
    core = sum(len(CHECKLISTS[name].items) for name in RUBRIC.profiles["core"].criteria or () if name in CHECKLISTS)
    assert core <= MOST_IN_CORE
    sentence = (
        f"The {len(sizes)} checklists have {sum(sizes)} statements: {average:.1f} on average, {max(sizes)} at most."
    )
    assert f"{sentence} The core set has {core}." in PAGE


def test_the_table_of_evidence_that_ages_lists_every_criterion() -> None:
    """The page says of each criterion whether its evidence ages."""
    told = {name: cells[1] for cells in rows("Which evidence ages") for name in re.findall(r"`([a-z-]+)`", cells[0])}
    assert told == {name: "ages" if one.evidence_ages else "does not age" for name, one in RUBRIC.criteria.items()}


def test_the_table_has_every_checklist_for_which_a_dated_record_cannot_prove_level_4() -> None:
    """The page gives a reason for each such checklist, and says how many checklists there are of both kinds."""
    told = {cells[0].strip("`") for cells in rows("What a dated record proves")}
    short = {name for name, one in CHECKLISTS.items() if one.evidence_supports.get("governance-record", 3) < MEASURED}
    assert told == short
    assert f"{len(CHECKLISTS) - len(short)} of the {len(CHECKLISTS)} checklists" in PAGE


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_the_differences_between_scores_from_statements_and_scores_from_judged_levels_are_right(name: str) -> None:
    """The table gives each dimension's evidenced score as the program does, and the difference."""
    start = name.replace("-", " ").partition(" ")[0]
    told = {
        cells[1]: cells[2:5]
        for cells in rows("What the statements changed in the examples")
        if cells[0].lower().startswith(start)
    }
    scores = {dimension: one["score"]["evidenced"] for dimension, one in results(example(name))["dimensions"].items()}
    assert {dimension: cells[1] for dimension, cells in told.items()} == {
        dimension: f"{score:.1f}" for dimension, score in scores.items()
    }
    assert all(abs(float(after) - float(before) - float(change)) < 0.11 for before, after, change in told.values())


def test_the_workshop_page_gives_the_number_of_words_to_read_aloud() -> None:
    """A facilitator can trust the minutes on the page: they follow from the number of words in the profile `core`."""
    page = " ".join(text_of("docs/workshop.md").split())
    core = RUBRIC.select_criteria("core")
    asked = [one for name, one in RUBRIC.criteria.items() if name in core and one.kind != "survey"]
    statements = [item.text for one in asked if isinstance(one, ChecklistCriterion) for item in one.items.values()]
    texts = [*statements, *(one.question or "" for one in asked), *(one.scored_on or "" for one in asked)]
    words = sum(len(text.split()) for text in texts)
    assert f"{len(core)} questions with {len(statements)} statements" in page
    assert f"The {len(asked)} questions, what each is scored on, and their {len(statements)} statements have" in page
    assert (
        f"have {words:,} words. Reading these words aloud takes {words / 150:.0f} minutes at 150 words a minute" in page
    )
