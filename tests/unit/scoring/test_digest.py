"""Which changes to a rubric change its digests, and which do not."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable
from typing import Any

import pytest

from nhsdx.model import About, Rubric
from nhsdx.scoring.digest import (
    compute_assessment_digest,
    compute_content_digest,
    compute_result_digest,
    compute_scoring_digest,
)

RUBRIC: dict[str, Any] = {
    "format": "nhsdx.rubric/1",
    "rubric": {"id": "small", "version": "1.0.0", "title": "Small"},
    "levels": [{"label": "Low"}, {"label": "High"}],
    "evidence-grades": [{"id": "said", "label": "Said", "supports": 0}, {"id": "seen", "label": "Seen", "supports": 1}],
    "dimensions": {"one": {"title": "One"}, "two": {"title": "Two", "parent": "one"}},
    "criteria": {
        "plain": {"dimension": "one", "title": "Plain", "levels": ["no", "yes"]},
        "list": {
            "dimension": "two",
            "title": "List",
            "kind": "checklist",
            "scoring": "share",
            "items": {"a": {"text": "A"}, "b": {"text": "B"}},
        },
        "steps": {
            "dimension": "two",
            "title": "Steps",
            "kind": "checklist",
            "items": {"a": {"text": "A", "level": 1}, "b": {"text": "B", "level": 1}},
        },
        "months": {
            "dimension": "two",
            "title": "Months",
            "kind": "measure",
            "unit": "months",
            "bands": [{"from": 0, "level": 0}, {"from": 3, "level": 1}],
        },
        "line": {
            "dimension": "two",
            "title": "Line",
            "kind": "measure",
            "unit": "days",
            "linear": {"worst": 9, "best": 1},
        },
        "views": {
            "dimension": "two",
            "title": "Views",
            "kind": "survey",
            "options": ["bad", "good"],
            "scores": [0, 100],
        },
    },
    "gates": {
        "knockout": {
            "when": {"any": [{"criterion": "plain", "at-most": 0}, {"dimension": "two", "below": 10}]},
            "cap": {"overall": 0},
            "because": "Because.",
            "remedy": "Mend it.",
        },
        "unmet": {
            "when": {"criterion": "steps", "missing": ["a", "b"]},
            "flag": True,
            "because": "Because.",
            "remedy": "Do it.",
        },
    },
    "context": {"stage": {"title": "Stage", "options": ["before", "after"]}},
    "profiles": {"short": {"title": "Short", "criteria": ["plain"]}},
}
Change = Callable[[dict[str, Any]], None]

SCORING_CHANGES: dict[str, Change] = {
    "aggregate of the top": lambda r: r["rubric"].update(aggregate="min"),
    "score of a level": lambda r: r["levels"][1].update(score=90),
    "what a grade supports": lambda r: r["evidence-grades"][0].update(supports=1),
    "age of a grade": lambda r: r["evidence-grades"][1].update({"max-age-months": 12}),
    "weight of a dimension": lambda r: r["dimensions"]["one"].update(weight=2),
    "aggregate of a dimension": lambda r: r["dimensions"]["two"].update(aggregate="geometric"),
    "parent of a dimension": lambda r: r["dimensions"]["two"].pop("parent"),
    "advisory dimension": lambda r: r["dimensions"]["two"].update(advisory=True),
    "weight of a criterion": lambda r: r["criteria"]["plain"].update(weight=2),
    "dimension of a criterion": lambda r: r["criteria"]["plain"].update(dimension="two"),
    "default evidence": lambda r: r["criteria"]["plain"].update({"evidence-default": "seen"}),
    "weight of an item": lambda r: r["criteria"]["list"]["items"]["a"].update(weight=2),
    "worth of partly met items": lambda r: r["criteria"]["list"].update({"partly-counts": 1}),
    "another item": lambda r: r["criteria"]["steps"]["items"].update({"c": {"text": "C", "level": 1}}),
    "items that a gate watches": lambda r: r["gates"]["unmet"].update(when={"criterion": "steps", "missing": ["a"]}),
    "evidence of a criterion": lambda r: r["criteria"]["plain"].update({"evidence-supports": {"said": 1}}),
    "whether evidence ages": lambda r: r["criteria"]["plain"].update({"evidence-ages": False}),
    "bound of a measure, between which an unknown one lies": lambda r: r["criteria"]["line"].update(maximum=5),
    "start of a band": lambda r: r["criteria"]["months"]["bands"][1].update({"from": 4}),
    "end of a line": lambda r: r["criteria"]["line"]["linear"].update(best=2),
    "scale of a line": lambda r: r["criteria"]["line"]["linear"].update(scale="log"),
    "score of an option": lambda r: r["criteria"]["views"].update(scores=[10, 100]),
    "least number of respondents": lambda r: r["criteria"]["views"].update({"minimum-respondents": 5}),
    "condition of a gate": lambda r: r["gates"]["knockout"]["when"]["any"][1].update(below=11),
    "cap of a gate": lambda r: r["gates"]["knockout"].update(cap={"one": 0}),
    "criteria of a profile": lambda r: r["profiles"]["short"].update(criteria=["list"]),
}
WORDING_CHANGES: dict[str, Change] = {
    "title": lambda r: r["rubric"].update(title="Other"),
    "descriptor": lambda r: r["criteria"]["plain"].update(levels=["never", "always"]),
    "question": lambda r: r["criteria"]["plain"].update(question="Is it?"),
    "remedy of a gate": lambda r: r["gates"]["knockout"].update(remedy="Do it."),
    "words of an item": lambda r: r["criteria"]["list"]["items"]["a"].update(text="Other"),
    "effort of an item": lambda r: r["criteria"]["list"]["items"]["a"].update(effort=2),
    "what it is scored on": lambda r: r["criteria"]["plain"].update({"scored-on": "The weakest role."}),
    "whether a document is asked for": lambda r: r["evidence-grades"][1].update({"needs-document": True}),
    "day of the last check": lambda r: r["rubric"].update(checked=datetime.date(2026, 11, 1)),
    "who reads a report": lambda r: r["rubric"].update(report={"audience": "board"}),
    "context": lambda r: r["context"]["stage"].update(options=["early", "late"]),
    "effort of a step": lambda r: r["criteria"]["plain"].update(steps=[{"to": 1, "effort": 3}]),
}


def changed(change: Change) -> Rubric:
    """The small rubric with one change."""
    rubric = copy.deepcopy(RUBRIC)
    change(rubric)
    return Rubric.model_validate(rubric)


@pytest.mark.parametrize("change", SCORING_CHANGES.values(), ids=SCORING_CHANGES)
def test_a_change_that_can_change_a_score_changes_both_digests(change: Change) -> None:
    """Results of rubrics that score differently never look comparable."""
    original, other = Rubric.model_validate(RUBRIC), changed(change)
    assert compute_scoring_digest(other) != compute_scoring_digest(original)
    assert compute_content_digest(other) != compute_content_digest(original)


@pytest.mark.parametrize("change", WORDING_CHANGES.values(), ids=WORDING_CHANGES)
def test_a_change_of_wording_changes_only_the_content_digest(change: Change) -> None:
    """Results of a reworded rubric can still be compared."""
    original, other = Rubric.model_validate(RUBRIC), changed(change)
    assert compute_scoring_digest(other) == compute_scoring_digest(original)
    assert compute_content_digest(other) != compute_content_digest(original)


def test_the_order_of_keys_and_defaults_and_the_form_of_numbers_change_no_digest() -> None:
    """Reordering tables, writing out a default or writing 1.0 for 1 does not make a new rubric."""

    def rewrite(rubric: dict[str, Any]) -> None:
        rubric["criteria"] = dict(reversed(rubric["criteria"].items()))
        rubric["criteria"]["plain"] |= {"weight": 1.0, "kind": "level"}
        rubric["criteria"]["steps"]["items"] = dict(reversed(rubric["criteria"]["steps"]["items"].items()))

    original, other = Rubric.model_validate(RUBRIC), changed(rewrite)
    assert compute_scoring_digest(other) == compute_scoring_digest(original)
    assert compute_content_digest(other) == compute_content_digest(original)


def test_the_order_of_the_items_that_a_gate_watches_changes_no_score() -> None:
    """Any of the items triggers the gate, so results can still be compared."""
    other = changed(lambda r: r["gates"]["unmet"].update(when={"criterion": "steps", "missing": ["b", "a"]}))
    assert compute_scoring_digest(other) == compute_scoring_digest(Rubric.model_validate(RUBRIC))


def test_the_order_of_the_parts_of_a_condition_changes_no_digest() -> None:
    """Whether all or any of the parts are true does not depend on their order, or on how often each is given."""
    one: dict[str, Any] = {"criterion": "plain", "at-most": 1}
    other: dict[str, Any] = {"criterion": "steps", "missing": ["b", "a"]}
    conditions = [
        when
        for parts in ([one, other], [other, one], [one, other, one])
        for when in ({"any": parts}, {"all": parts}, {"all": [{"any": parts}, one]}, {"all": [one, {"any": parts}]})
    ]
    made = []
    for when in conditions:
        rubric = copy.deepcopy(RUBRIC)
        rubric["gates"]["unmet"]["when"] = when
        made.append(Rubric.model_validate(rubric))
    for compute in (compute_scoring_digest, compute_content_digest):
        assert len({compute(rubric) for rubric in made}) == 3


def test_the_order_of_tables_changes_no_digest_of_a_result() -> None:
    """Gates and findings are listed in the order of the files; a changed one changes the digest."""
    first, second = {"id": "a", "state": "clear"}, {"id": "b", "state": "clear"}
    results = [{"gates": gates, "national": {"gates": gates}} for gates in ([first, second], [second, first])]
    assert len({compute_result_digest(result) for result in results}) == 1
    assert compute_result_digest({"gates": [first, first]}) != compute_result_digest({"gates": [first, second]})
    assert compute_result_digest({"counts": [1, 2]}) != compute_result_digest({"counts": [2, 1]})


def test_context_is_part_of_the_digest_of_an_assessment() -> None:
    """A result that was scored at another stage is a different result."""
    about = About.model_construct(subject="Somewhere", date=datetime.date(2026, 10, 1), voice="self")
    digests = {
        compute_assessment_digest(about, {}, context) for context in ({}, {"stage": "before"}, {"stage": "after"})
    }
    assert len(digests) == 3
