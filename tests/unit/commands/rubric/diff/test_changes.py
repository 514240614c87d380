"""What changed in a rubric, whether scores are still comparable, and the version number that is needed."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping
from typing import Any

import pytest

from nhsdx.commands.rubric.diff.changes import (
    RubricChange,
    RubricDiff,
    VersionStep,
    compare_rubrics,
    find_concerning_changes,
)
from nhsdx.commands.rubric.diff.parts import EFFECT, ENTRY, Effect
from nhsdx.model.criteria import ChecklistCriterion as Checklist
from nhsdx.model.criteria import (
    ChecklistItem,
    LevelCriterion,
    MeasureCriterion,
    OwnLevel,
    Statement,
    SurveyCriterion,
)
from nhsdx.model.rubric import ContextQuestion, Dimension, EvidenceGrade, Gate, Level, Profile, Rubric, RubricHeader
from tests.support.build import Table, rubric_from

RUBRIC: Table = {
    "format": "nhsdx.rubric/1",
    "rubric": {"id": "made-up", "version": "1.2.3", "title": "Made up", "use": {"limits": "A guide."}},
    "levels": [{"label": "None"}, {"label": "Some"}, {"label": "All"}],
    "evidence-grades": [
        {"id": "word", "label": "Said", "supports": 1},
        {"id": "paper", "label": "Written", "supports": 2},
        {"id": "audit", "label": "Audited", "supports": 2},
    ],
    "dimensions": {"people": {"title": "People"}, "work": {"title": "Work"}},
    "criteria": {
        "head": {"dimension": "people", "title": "Head", "levels": ["a", "b", "c"], "evidence": ["Minutes", "A plan"]},
        "basics": {
            "dimension": "work",
            "title": "Basics",
            "kind": "checklist",
            "items": {"plan": {"text": "A plan", "level": 1}, "test": {"text": "A test", "level": 2}},
        },
        "shares": {
            "dimension": "work",
            "title": "Shares",
            "kind": "checklist",
            "scoring": "share",
            "items": {"one": {"text": "One"}},
        },
        "speed": {
            "dimension": "work",
            "title": "Speed",
            "kind": "measure",
            "unit": "days",
            "bands": [{"from": 0, "level": 0}, {"from": 12.5, "level": 2}],
            "steps": [{"to": 1, "effort": 3}],
        },
        "view": {"dimension": "work", "title": "View", "kind": "survey", "options": ["No", "Yes"], "scores": [0, 100]},
        "ease": {
            "dimension": "work",
            "title": "Ease",
            "kind": "survey",
            "options": ["No", "Yes"],
            "scores": [0, 100],
            "statements": {"quick": {"text": "It is quick.", "options": ["Slow", "Quick"], "scores": [0, 100]}},
        },
        "half": {
            "dimension": "work",
            "title": "Half",
            "levels": [{"text": "a", "score": 0}, {"text": "b", "score": 50}],
        },
    },
    "gates": {
        "guard": {
            "when": {"any": [{"criterion": "head", "at-most": 0}, {"dimension": "work", "below": 10.5}]},
            "cap": {"overall": 1},
            "because": "It matters.",
            "remedy": "Mend it.",
        }
    },
    "context": {"size": {"title": "Size", "options": ["small", "large"]}},
    "profiles": {"short": {"title": "Short", "criteria": ["head", "basics"]}},
    "sources": {"study": {"title": "A study"}},
    "frameworks": {"other": {"title": "Other", "headings": {"one": "The first"}}},
    "tests": [{"name": "all good", "answers": {"all": 1, "head": 2}, "expect": {"overall": 50, "gates": ["guard"]}}],
}


def changed(*path: str | int, to: Any, rubric: Table = RUBRIC) -> Table:  # noqa: ANN401 - any value of a file
    """The rubric with a different value at a path, or without a value there."""
    made = copy.deepcopy(rubric)
    place = made
    for part in path[:-1]:
        place = place[part]  # type: ignore[index] # lists and tables alike
    if to is None:
        del place[path[-1]]  # type: ignore[arg-type] # as above
    else:
        place[path[-1]] = to  # type: ignore[index] # as above
    return made


def differences(new: Table, old: Table = RUBRIC) -> RubricDiff:
    """The changes from the rubric above, or another, to this one; neither needs to be valid."""
    return compare_rubrics(Rubric.model_validate(old), Rubric.model_validate(new))


def shown(found: RubricDiff) -> list[tuple[object, ...]]:
    """The changes as tuples with dotted paths."""
    return [
        (change.kind, ".".join(change.path), change.effect.value, change.old, change.new) for change in found.changes
    ]


CASES: dict[str, tuple[Table, list[tuple[object, ...]]]] = {
    "a gate's title": (
        changed("gates", "guard", "title", to="A guard in post"),
        [("added", "gates.guard.title", "wording", None, "A guard in post")],
    ),
    "a weight": (
        changed("criteria", "head", "weight", to=2),
        [("changed", "criteria.head.weight", "scores", 1.0, 2.0)],
    ),
    "a level's score": (
        changed("levels", 1, "score", to=60),
        [("changed", "levels.1.score", "scores", 50.0, 60.0)],
    ),
    "another level moves those that state no score": (
        changed("levels", to=[*RUBRIC["levels"], {"label": "More"}]),
        [
            ("changed", "levels.1.score", "scores", 50.0, pytest.approx(100 / 3)),
            ("changed", "levels.2.score", "scores", 100.0, pytest.approx(200 / 3)),
            ("added", "levels.3", "scores", None, None),
        ],
    ),
    "a score that the level had anyway": (changed("levels", 1, "score", to=50), []),
    "grades in another order": (
        changed("evidence-grades", to=[RUBRIC["evidence-grades"][n] for n in (0, 2, 1)]),
        [("changed", "evidence-grades", "scores", "word, paper, audit", "word, audit, paper")],
    ),
    "a grade dropped": (
        changed("evidence-grades", 1, to=None),
        [("removed", "evidence-grades.paper", "scores", None, None)],
    ),
    "what a grade is": (
        changed("evidence-grades", 0, "label", to="Told"),
        [("changed", "evidence-grades.word.label", "wording", "Said", "Told")],
    ),
    "a descriptor": (
        changed("criteria", "head", "levels", 1, to="half"),
        [("changed", "criteria.head.levels.1", "verdicts", "b", "half")],
    ),
    "an item's words": (
        changed("criteria", "basics", "items", "plan", "text", to="A good plan"),
        [("changed", "criteria.basics.items.plan.text", "verdicts", "A plan", "A good plan")],
    ),
    "an item's level": (
        changed("criteria", "basics", "items", "test", "level", to=1),
        [("changed", "criteria.basics.items.test.level", "scores", 2, 1)],
    ),
    "an item dropped": (
        changed("criteria", "basics", "items", "test", to=None),
        [("removed", "criteria.basics.items.test", "scores", None, None)],
    ),
    "an item added": (
        changed("criteria", "basics", "items", "drill", to={"text": "A drill", "level": 2}),
        [("added", "criteria.basics.items.drill", "scores", None, None)],
    ),
    "an item's effort": (
        changed("criteria", "basics", "items", "test", "effort", to=3),
        [("added", "criteria.basics.items.test.effort", "guidance", None, 3.0)],
    ),
    "what a grade supports here": (
        changed("criteria", "head", "evidence-supports", to={"paper": 1}),
        [("added", "criteria.head.evidence-supports.paper", "scores", None, 1)],
    ),
    "evidence that no longer ages": (
        changed("criteria", "head", "evidence-ages", to=False),
        [("changed", "criteria.head.evidence-ages", "scores", True, False)],
    ),
    "a status that is allowed": (
        changed("criteria", "head", "may-be-left-out", to=["not-due"]),
        [("added", "criteria.head.may-be-left-out", "verdicts", None, "not-due")],
    ),
    "a list of the items that may be left out": (
        changed("criteria", "basics", "items-may-be-left-out", to=["plan"]),
        [("added", "criteria.basics.items-may-be-left-out", "verdicts", None, "plan")],
    ),
    "a list that lets no item be left out": (
        changed("criteria", "basics", "items-may-be-left-out", to=[]),
        [("added", "criteria.basics.items-may-be-left-out", "verdicts", None, "none")],
    ),
    "an option of the context": (
        changed("context", "size", "options", to=["small", "medium", "large"]),
        [("added", "context.size.options", "verdicts", None, "medium")],
    ),
    "a context question": (changed("context", "size", to=None), [("removed", "context.size", "verdicts", None, None)]),
    "the words of a paper": (
        changed("rubric", "report", to={"audience": "council"}),
        [("changed", "rubric.report.audience", "wording", "people who decide", "council")],
    ),
    "the day of the check": (
        changed("rubric", "checked", to=datetime.date(2026, 11, 1)),
        [("added", "rubric.checked", "guidance", None, "2026-11-01")],
    ),
    "items in another order": (
        changed("criteria", "basics", "items", to=dict(reversed(RUBRIC["criteria"]["basics"]["items"].items()))),
        [("changed", "criteria.basics.items", "wording", "plan, test", "test, plan")],
    ),
    "a band": (
        changed("criteria", "speed", "bands", 1, "level", to=1),
        [("changed", "criteria.speed.bands.12.5.level", "scores", 2, 1)],
    ),
    "a band above a value": (
        changed("criteria", "speed", "bands", 1, to={"above": 12.5, "level": 2}),
        [
            ("added", "criteria.speed.bands.above 12.5.level", "scores", None, 2),
            ("removed", "criteria.speed.bands.12.5.level", "scores", 2, None),
        ],
    ),
    "a line for bands": (
        changed(
            "criteria",
            "speed",
            "linear",
            to={"worst": 0, "best": 9},
            rubric=changed("criteria", "speed", "bands", to=None),
        ),
        [
            ("added", "criteria.speed.linear.worst", "scores", None, 0.0),
            ("added", "criteria.speed.linear.best", "scores", None, 9.0),
            ("added", "criteria.speed.linear.scale", "scores", None, "linear"),
            ("removed", "criteria.speed.bands.0.level", "scores", 0, None),
            ("removed", "criteria.speed.bands.12.5.level", "scores", 2, None),
        ],
    ),
    "a bound": (
        changed("criteria", "speed", "maximum", to=90),
        [("added", "criteria.speed.maximum", "scores", None, 90.0)],
    ),
    "a step": (
        changed("criteria", "speed", "steps", 0, "effort", to=5),
        [("changed", "criteria.speed.steps.1", "guidance", 3.0, 5.0)],
    ),
    "an option's words": (
        changed("criteria", "view", "options", 0, to="Never"),
        [("changed", "criteria.view.options.0", "verdicts", "No", "Never")],
    ),
    "another option": (
        changed("criteria", "view", "options", to=["No", "Yes", "Often"]),
        [("added", "criteria.view.options.2", "scores", None, "Often")],
    ),
    "scores of options": (
        changed("criteria", "view", "scores", 0, to=12.5),
        [("changed", "criteria.view.scores", "scores", "0, 100", "12.5, 100")],
    ),
    "evidence to look at": (
        changed("criteria", "head", "evidence", to=["A plan", "A report"]),
        [
            ("removed", "criteria.head.evidence", "guidance", "Minutes", None),
            ("added", "criteria.head.evidence", "guidance", None, "A report"),
        ],
    ),
    "evidence in another order": (
        changed("criteria", "head", "evidence", to=["A plan", "Minutes"]),
        [("changed", "criteria.head.evidence", "guidance", "Minutes; A plan", "A plan; Minutes")],
    ),
    "evidence no longer named": (
        changed("criteria", "head", "evidence", to=None),
        [
            ("removed", "criteria.head.evidence", "guidance", "Minutes", None),
            ("removed", "criteria.head.evidence", "guidance", "A plan", None),
        ],
    ),
    "a correspondence": (
        changed("criteria", "head", "maps", to=[{"framework": "other", "ref": "one", "relation": "equal"}]),
        [
            ("added", "criteria.head.maps.other one.framework", "guidance", None, "other"),
            ("added", "criteria.head.maps.other one.ref", "guidance", None, "one"),
            ("added", "criteria.head.maps.other one.relation", "guidance", None, "equal"),
        ],
    ),
    "a condition": (
        changed("gates", "guard", "when", "any", 0, "at-most", to=1),
        [
            (
                "changed",
                "gates.guard.when",
                "scores",
                "any (criterion head, at-most 0; dimension work, below 10.5)",
                "any (criterion head, at-most 1; dimension work, below 10.5)",
            )
        ],
    ),
    "a cap on another node": (
        changed("gates", "guard", "cap", to={"overall": 1, "work": 0}),
        [("added", "gates.guard.cap.work", "scores", None, 0)],
    ),
    "a gate dropped": (changed("gates", "guard", to=None), [("removed", "gates.guard", "scores", None, None)]),
    "severity": (
        changed("gates", "guard", "severity", to="minor"),
        [("changed", "gates.guard.severity", "verdicts", "major", "minor")],
    ),
    "the same profile told by what it leaves out": (
        changed("profiles", "short", to={"title": "Short", "without": ["speed", "view", "shares", "ease", "half"]}),
        [],
    ),
    "a profile's criteria": (
        changed("profiles", "short", "criteria", to=["head"]),
        [("removed", "profiles.short.criteria", "scores", "basics", None)],
    ),
    "a limit": (
        changed("rubric", "use", "limits", to="Not a verdict."),
        [("changed", "rubric.use.limits", "guidance", "A guide.", "Not a verdict.")],
    ),
    "what it may be used for": (
        changed("rubric", "use", to=None),
        [("removed", "rubric.use.limits", "guidance", "A guide.", None)],
    ),
    "a source": (changed("sources", "study", to=None), [("removed", "sources.study", "guidance", None, None)]),
    "a heading": (
        changed("frameworks", "other", "headings", "one", to="First"),
        [("changed", "frameworks.other.headings.one", "guidance", "The first", "First")],
    ),
    "what a test expects": (
        changed("tests", 0, "expect", "overall", to=60),
        [("changed", "tests.all good.expect.overall", "verdicts", 50.0, 60.0)],
    ),
    "a second test of the same name": (
        changed("tests", to=[*RUBRIC["tests"], RUBRIC["tests"][0]]),
        [("added", "tests.all good (1)", "verdicts", None, None)],
    ),
}


@pytest.mark.parametrize("name", list(CASES))
def test_each_kind_of_change_has_its_own_effect_on_the_version(name: str) -> None:
    """A change has its path by id, old and new value, and its effect on comparability."""
    new, expected = CASES[name]
    assert shown(differences(new)) == expected


def test_a_change_of_the_kind_of_a_criterion_is_one_change() -> None:
    """Its descriptors and items are not listed one by one: they answer another question."""
    new = changed("criteria", "head", "levels", to=None)
    new["criteria"]["head"] |= {"kind": "checklist", "items": {"named": {"text": "A head is named.", "level": 1}}}
    assert shown(differences(new)) == [("changed", "criteria.head.kind", "scores", "level", "checklist")]


def test_the_most_serious_changes_come_first() -> None:
    """A reader sees at once whether scores can still be compared."""
    new = changed("rubric", "title", to="Other", rubric=changed("criteria", "head", "weight", to=2))
    new["criteria"]["head"] |= {"question": "Who?", "why": "Because."}
    effects = [change.effect for change in differences(new).changes]
    assert effects == [Effect.SCORES, Effect.VERDICTS, Effect.GUIDANCE, Effect.WORDING]


@pytest.mark.parametrize(
    ("path", "to", "needed", "least"),
    [
        (("criteria", "head", "weight"), 2, VersionStep.MAJOR, "2.0.0"),
        (("criteria", "head", "question"), "Who?", VersionStep.MINOR, "1.3.0"),
        (("criteria", "head", "why"), "So.", VersionStep.MINOR, "1.3.0"),
        (("criteria", "head", "title"), "Leader", VersionStep.PATCH, "1.2.4"),
        (("rubric", "title"), "Made up", VersionStep.NONE, "1.2.3"),
    ],
)
def test_the_version_step_needed_depends_on_the_most_serious_change(
    path: tuple[str, ...], to: object, needed: VersionStep, least: str
) -> None:
    """The lowest version that is high enough is given."""
    found = differences(changed(*path, to=to))
    assert (found.needed, found.least) == (needed, least)
    assert found.is_too_low == (needed is not VersionStep.NONE)
    high = changed(*path, to=to, rubric=changed("rubric", "version", to=least))
    assert differences(high).verdict == "enough"


@pytest.mark.parametrize(
    ("version", "raised", "verdict"),
    [
        ("1.2.3", VersionStep.NONE, "too-low"),
        ("1.2.4", VersionStep.PATCH, "too-low"),
        ("1.3.0", VersionStep.MINOR, "enough"),
        ("1.10.0", VersionStep.MINOR, "enough"),
        ("2.0.0", VersionStep.MAJOR, "enough"),
        ("1.2.2", None, "too-low"),
        ("0.9.9", None, "too-low"),
    ],
)
def test_the_version_must_be_high_enough(version: str, raised: VersionStep | None, verdict: str) -> None:
    """Versions are compared as numbers, not as texts; a lower version is never enough."""
    new = changed("criteria", "head", "question", to="Who?", rubric=changed("rubric", "version", to=version))
    found = differences(new)
    assert (found.raised, found.verdict) == (raised, verdict)


def test_a_lower_version_is_too_low_even_without_changes() -> None:
    """A lower version is too low even if nothing changed."""
    assert differences(changed("rubric", "version", to="1.2.2")).verdict == "too-low"
    assert differences(changed("rubric", "version", to="3.0.0")).verdict == "enough"


def test_the_version_of_a_different_rubric_is_not_judged() -> None:
    """The version of another rubric cannot be compared with this one."""
    found = differences(changed("rubric", "id", to="another"))
    assert (found.changes, found.verdict, found.is_too_low) == ((), "not-judged", False)


def test_renaming_a_criterion_does_not_hide_other_changes() -> None:
    """Changes in a renamed criterion are listed under its new id, with its old path."""
    old = rubric_from(RUBRIC)
    table = changed("gates", "guard", "when", "any", 0, "criterion", to="leader")
    table["criteria"]["leader"] = table["criteria"].pop("head") | {"replaces": ["head", "other"], "title": "Leader"}
    table["profiles"]["short"]["criteria"][0] = "leader"
    table["tests"][0]["answers"] = {"all": 1, "leader": 2}
    found = compare_rubrics(old, rubric_from(table))
    was = ("criteria", "head")
    assert found.changes == (
        RubricChange(("criteria", "leader"), "renamed", Effect.SCORES, "head", "leader", was),
        RubricChange(("criteria", "leader", "replaces"), "added", Effect.GUIDANCE, None, "other", (*was, "replaces")),
        RubricChange(("criteria", "leader", "title"), "changed", Effect.WORDING, "Head", "Leader", (*was, "title")),
    )


@pytest.mark.parametrize(
    ("touched", "paths"),
    [
        (("criteria", "head"), ["criteria.head.weight", "criteria.head.title"]),
        (("criteria", "head", "weight"), ["criteria.head.weight"]),
        (("gates", "guard", "cap", "overall"), ["gates.guard"]),
        (("criteria",), ["criteria.head.weight", "criteria.head.title"]),
        (("criteria", "basics"), []),
    ],
)
def test_changes_at_a_path_and_above_and_below_this_path_are_found(touched: tuple[str, ...], paths: list[str]) -> None:
    """The list has changes at a path, below it and above it."""
    new = changed("criteria", "head", "weight", to=2, rubric=changed("gates", "guard", to=None))
    new["criteria"]["head"]["title"] = "Leader"
    found = find_concerning_changes(differences(new), [touched])
    assert [".".join(change.path) for change in found] == paths


NODE: dict[str, object] = {
    "invert": True,
    "stages": [{"level": 1, "criterion": "head", "at-least": 1}],
    "minimum-known": 2,
    "minimum-coverage": 0.5,
}
OTHERWISE: dict[str, tuple[tuple[str | int, ...], Mapping[str, object]]] = {
    "rubric": (
        ("rubric",),
        dict.fromkeys(["title", "summary", "licence", "scope"], "Other")
        | NODE
        | {"shown": {"from": 0, "to": 27}}
        | {"aggregate": "min", "use": {"unit": "ward"}, "report": {"audience": "board"}}
        | {
            "checked": datetime.date(2026, 11, 1),
            "how-to-answer": "Yes or no.",
            "words": {"the board": "The partners."},
        },
    ),
    "levels": (("levels", 1), {"label": "Few", "meaning": "Not many.", "score": 40, "number": "B"}),
    "evidence-grades": (
        ("evidence-grades", 0),
        {"label": "Heard", "supports": 0, "max-age-months": 6, "needs-document": True},
    ),
    "dimensions": (
        ("dimensions", "work"),
        {"title": "Other", "why": "So.", "weight": 3, "weight-reason": "So.", "aggregate": "min"}
        | NODE
        | {"parent": "people", "advisory": True, "shown": {"from": 0, "to": 27}},
    ),
    "criteria": (
        ("criteria", "head"),
        {"dimension": "work", "title": "Other", "question": "Who?", "why": "So.", "weight": 3, "weight-reason": "So."}
        | {"look-for": "A name", "evidence": ["A chart"], "red-flags": ["None"], "claims": ["S1"], "sources": ["study"]}
        | {"steps": [{"to": 1, "effort": 2}], "may-be-left-out": ["not-due"], "evidence-default": "audit"}
        | {"scored-on": "The weakest", "evidence-supports": {"word": 0}, "evidence-ages": False}
        | {"maps": [{"framework": "other", "ref": "one", "relation": "equal"}], "replaces": ["boss"]}
        | {"levels": ["a", "b", "d"], "not-applicable-counts": "met"}
        | {"asked-when": {"criterion": "basics", "met": ["plan"]}, "shown": {"from": 3, "to": 0}}
        | {"requires": [{"criterion": "basics", "met": ["plan"]}]},
    ),
    "checklist": (
        ("criteria", "basics"),
        {"scoring": "share", "items": {"plan": {"text": "A plan", "level": 1}}, "items-may-be-left-out": ["plan"]}
        | {"needs": {"1": 1}, "levels-without-items": [1]},
    ),
    "share": (
        ("criteria", "shares"),
        {"partly-counts": 1},
    ),
    "measure": (
        ("criteria", "speed"),
        {"unit": "weeks", "minimum": -1, "maximum": 99, "bands": [{"from": 0, "score": 7}]}
        | {"linear": {"worst": 1, "best": 2}},
    ),
    "survey": (
        ("criteria", "view"),
        {"options": ["Yes", "No"], "scores": [0, 99], "top": 1, "minimum-respondents": 5},
    ),
    "scale": (
        ("criteria", "ease"),
        {"statements": {"slow": {"text": "It is slow."}}, "least-answered": 0.5},
    ),
    "statements": (
        ("criteria", "ease", "statements", "quick"),
        {"text": "Fast.", "reverse": True, "options": ["No", "Yes"], "scores": [0, 50]},
    ),
    "own-levels": (("criteria", "half", "levels", 1), {"text": "c", "score": 60, "number": 3, "label": "Half"}),
    "items": (
        ("criteria", "basics", "items", "plan"),
        {"text": "Other", "level": 2, "effort": 1, "effort-reason": "A guess."}
        | {"asked-when": {"context": "size", "is": ["large"]}}
        | {"requires": [{"criterion": "basics", "met": ["plan"]}]},
    ),
    "weights": (("criteria", "shares", "items", "one"), {"weight": 3}),
    "context": (
        ("context", "size"),
        {"title": "Other", "question": "How big?", "options": ["tiny", "huge"], "beside": "work"},
    ),
    "gates": (
        ("gates", "guard"),
        {"when": {"criterion": "head", "below": 9}, "cap": {"work": 1}, "flag": True, "severity": "minor"}
        | {"title": "So", "because": "So.", "remedy": "So."},
    ),
    "profiles": (("profiles", "short"), {"title": "Other", "summary": "So.", "criteria": ["view"]}),
}
EACH = [(part, key) for part, (_, values) in OTHERWISE.items() for key in values]


@pytest.mark.parametrize(("part", "key"), EACH, ids=[f"{part} {key}" for part, key in EACH])
def test_a_change_of_a_key_needs_a_major_version_if_the_scoring_digest_covers_it(part: str, key: str) -> None:
    """The effect of each key agrees with the scoring digest."""
    path, values = OTHERWISE[part]
    found = differences(changed(*path, key, to=values[key]))
    assert found.changes
    assert (found.needed is VersionStep.MAJOR) == (found.old.scoring_digest != found.new.scoring_digest)


def keys(*models: type[Any]) -> set[str]:
    """The keys of tables."""
    return {field.alias for model in models for field in model.model_fields.values()}


def test_every_key_of_a_rubric_has_a_known_effect_on_versions() -> None:
    """A new key of the format needs an effect."""
    assert set(EFFECT["rubric"]) == keys(RubricHeader) - {"id", "version"}
    assert set(EFFECT["levels"]) == keys(Level)
    assert set(EFFECT["evidence-grades"]) == keys(EvidenceGrade) - {"id"}
    assert set(EFFECT["dimensions"]) == keys(Dimension)
    assert set(EFFECT["criteria"]) == keys(LevelCriterion, Checklist, MeasureCriterion, SurveyCriterion)
    assert set(EFFECT["items"]) == keys(ChecklistItem)
    assert set(EFFECT["own-levels"]) == keys(OwnLevel)
    assert set(EFFECT["statements"]) == keys(Statement)
    assert set(EFFECT["context"]) == keys(ContextQuestion)
    assert set(EFFECT["gates"]) == keys(Gate)
    assert set(EFFECT["profiles"]) == keys(Profile) - {"without"}
    assert set(ENTRY) == keys(Rubric) - {"format", "rubric"}
    tried = {key for part, key in EACH if part in ("criteria", "checklist", "share", "measure", "survey", "scale")}
    assert tried == set(EFFECT["criteria"]) - {"kind"}
    groups = {name: {name} for name in EFFECT if name != "criteria"} | {"items": {"items", "weights"}}
    assert all({key for part, key in EACH if part in parts} == set(EFFECT[name]) for name, parts in groups.items())
