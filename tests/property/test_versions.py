"""The laws of versions: differences of rubrics, the new version they need, and answers moved there and back."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import Any

import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from nhsdx.analysis.carry_over import carry_over
from nhsdx.commands.migrate.migration import migrate_assessment
from nhsdx.commands.rubric.diff.changes import VersionStep, compare_rubrics, find_concerning_changes
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.digest import compute_scoring_digest
from tests.support.build import Table, assessment_from, rubric_from
from tests.support.laws.odds import sometimes
from tests.support.laws.strategies import Case as Made
from tests.support.laws.strategies import cases, laws, rubrics, shuffled

SEVERAL = settings(laws, max_examples=60)
WORDS: dict[str, tuple[str, ...]] = {
    "rubric": ("summary", "licence", "scope"),
    "dimensions": ("title", "why", "weight-reason"),
    "criteria": ("title", "why", "question", "look-for", "weight-reason"),
    "gates": ("because", "remedy"),
    "profiles": ("title", "summary"),
}


@st.composite
def mixtures(draw: st.DrawFn) -> tuple[Rubric, Rubric]:
    """Two rubrics, the second made of parts of the first and of another, and perhaps reworded.

    References need not resolve: a difference does not require a complete rubric.
    """
    old, other = draw(rubrics()), draw(rubrics())
    new = draw(mixed(old, other))
    return Rubric.model_validate(old), Rubric.model_validate(draw(reworded(new)))


@st.composite
def mixed(draw: st.DrawFn, one: Table, other: Table) -> Table:
    """Entries of a rubric, often only one: unchanged, removed, as in the other, or with some of the other's keys."""
    made = copy.deepcopy(one)
    sections = ("dimensions", "criteria", "gates", "profiles")
    places = [(section, name) for section in sections for name in one[section]]
    if draw(st.booleans()):
        places = [draw(st.sampled_from(places))]
    elif draw(sometimes):
        section = draw(st.sampled_from(["levels", "evidence-grades"]))
        made[section] = other[section]
    for section, name in places:
        theirs = other[section].get(name)
        choice = draw(st.integers(0, 4))
        if choice == 0 and len(made[section]) > 1:
            del made[section][name]
        elif theirs is not None and choice == 1:
            made[section][name] = theirs
        elif theirs is not None and choice > 1 and theirs.get("kind") == one[section][name].get("kind"):
            keys = draw(st.lists(st.sampled_from(sorted(theirs)), max_size=2))
            made[section][name] = one[section][name] | {key: theirs[key] for key in keys}
    return made


@st.composite
def reworded(draw: st.DrawFn, table: Table) -> Table:
    """The same rubric with changed wording, which changes no score."""
    made = copy.deepcopy(table)
    for section, keys in WORDS.items():
        entries = [made["rubric"]] if section == "rubric" else list(made[section].values())
        for entry in entries:
            if draw(sometimes):
                entry[draw(st.sampled_from(keys))] = draw(st.sampled_from(["In other words.", "Or in these."]))
    return made


def renamed(table: Table, old: str, new: str) -> Table:
    """The same rubric with another id for one criterion, everywhere, and with `replaces`."""

    def told(value: Any) -> Any:  # noqa: ANN401 - any part of a rubric
        if isinstance(value, dict):
            return {key: new if key == "criterion" and part == old else told(part) for key, part in value.items()}
        return [new if part == old else told(part) for part in value] if isinstance(value, list) else value

    made = dict(table)
    made["criteria"] = {new if name == old else name: told(part) for name, part in table["criteria"].items()}
    made["criteria"][new] = made["criteria"][new] | {"replaces": [old]}
    for key in ("rubric", "dimensions", "gates", "profiles"):
        made[key] = told(table[key])
    return made


@given(st.data())
@laws
def test_a_rubric_does_not_differ_from_itself(data: st.DataObject) -> None:
    """The order of its tables makes no difference, except for items, because people read these in order."""
    made = data.draw(cases())
    rubric = rubric_from(made.rubric)
    assert compare_rubrics(rubric, rubric).changes == ()
    found = compare_rubrics(rubric, rubric_from(data.draw(shuffled(made)).rubric))
    assert {change.path[2:] for change in found.changes} <= {("items",)}
    assert found.needed < VersionStep.MAJOR
    assert bool(found.changes) == (found.needed > VersionStep.NONE)


@given(mixtures())
@SEVERAL
def test_a_major_version_is_needed_if_scores_cannot_be_compared(pair: tuple[Rubric, Rubric]) -> None:
    """The effects of the single changes agree with the scoring digest of the whole, in both directions."""
    old, new = pair
    for one, other in ((old, new), (new, old)):
        found = compare_rubrics(one, other)
        assert (found.needed is VersionStep.MAJOR) == (compute_scoring_digest(one) != compute_scoring_digest(other))


@given(mixtures())
@SEVERAL
def test_a_difference_in_reverse_has_the_same_changes(pair: tuple[Rubric, Rubric]) -> None:
    """Entries added one way are removed the other way, and old and new values are swapped."""
    there, back = compare_rubrics(*pair), compare_rubrics(*reversed(pair))
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {
        (change.path, change.kind, change.effect, str(change.old), str(change.new)) for change in there.changes
    } == {
        (change.path, turned[change.kind], change.effect, str(change.new), str(change.old)) for change in back.changes
    }


@given(st.data())
@laws
def test_a_change_of_wording_alone_never_needs_a_major_version(data: st.DataObject) -> None:
    """Results of both versions can still be compared."""
    table = data.draw(rubrics())
    old, new = rubric_from(table), rubric_from(data.draw(reworded(table)))
    found = compare_rubrics(old, new)
    assert found.needed < VersionStep.MAJOR
    assert bool(found.changes) == (found.old.content_digest != found.new.content_digest)


@given(st.data())
@laws
def test_renaming_a_criterion_counts_as_one_change(data: st.DataObject) -> None:
    """Gates and profiles that refer to the criterion are not listed as changed, in either direction."""
    table = data.draw(rubrics())
    name = data.draw(st.sampled_from(list(table["criteria"])))
    old, new = rubric_from(table), rubric_from(renamed(table, name, "other-name"))
    there, back = compare_rubrics(old, new), compare_rubrics(new, old)
    assert [(change.kind, change.path, change.was) for change in there.changes] == [
        ("renamed", ("criteria", "other-name"), ("criteria", name))
    ]
    assert [(change.kind, change.path) for change in back.changes] == [("renamed", ("criteria", name))]
    assert find_concerning_changes(there, {("criteria", name, "weight")}) == there.changes


@given(st.data())
@laws
def test_answers_migrate_there_and_back_when_a_criterion_is_renamed(data: st.DataObject) -> None:
    """`replaces` works in both directions, and nothing is lost."""
    made = data.draw(cases())
    name = data.draw(st.sampled_from(list(made.rubric["criteria"])))
    old, new = rubric_from(made.rubric), rubric_from(renamed(made.rubric, name, "other-name"))
    answers = assessment_from(old, made.answers).answers
    there = carry_over(answers, old, new)
    back = carry_over(there.answers, new, old)
    assert (back.answers, back.not_carried, there.not_carried) == (answers, frozenset(), frozenset())
    assert there.renamed == ({"other-name": name} if name in answers else {})


# ---- files


@st.composite
def written(draw: st.DrawFn, made: Made) -> str:
    """An assessment's text in one of the many ways to lay it out, with comments in between."""
    lines = ["# The head.", 'format = "nhsdx.assessment/1"', draw(st.sampled_from(RUBRIC_LINES))]
    if made.profile is not None:
        lines.append(f'profile = "{made.profile}" # asked')
    tables: list[str] = []
    for name, answer in made.answers.items():
        key = draw(st.sampled_from([name, f'"{name}"', f"'{name}'"]))
        form = draw(st.integers(0, 4))
        if form == 4 and isinstance(answer, dict) and "items" in answer:
            rest = {key: value for key, value in answer.items() if key != "items"}
            tables += [
                f"[answers.{key}]",
                *entries(rest),
                f"[answers.{key}.items] # each",
                *entries(answer["items"]),
                "",
            ]
        elif form == 0 and isinstance(answer, dict):
            tables += [f"  [ answers . {key} ] # of its own", *entries(answer), ""]
        elif form == 1 and isinstance(answer, dict):
            lines += [f"answers.{key}.{line}" for line in entries(answer)]
        else:
            lines.append(f"answers.{key}   =  {inline(answer)} # {name}, in a line")
    about = ["", "[assessment]", 'subject = "Marlowe Vale (fictional), \u00e9"', f"date = {made.date}", "# between"]
    text = draw(st.sampled_from(["\n", "\r\n"])).join([*lines, *about, *tables, "# The end."])
    return draw(st.sampled_from(["", "\ufeff"])) + text + draw(st.sampled_from(["", "\n"]))


RUBRIC_LINES = ('rubric = "old.toml"  # which', "rubric = 'old.toml'")


def entries(answer: Table) -> list[str]:
    """The keys of an answer, one on each line; each item of a checklist has its own."""
    lines: list[str] = []
    for key, value in answer.items():
        if isinstance(value, dict) and value:
            lines += [f"{key}.{item} = {inline(state)}" for item, state in value.items()]
        else:
            lines.append(f"{key} = {inline(value)}")
    return lines


def inline(answer: object) -> str:
    """An answer on one line."""
    if isinstance(answer, dict):
        return "{ " + ", ".join(f"{key} = {inline(value)}" for key, value in answer.items()) + " }"
    if isinstance(answer, list):
        return "[" + ", ".join(map(inline, answer)) + "]"
    return f'"{answer}"' if isinstance(answer, str) else str(answer)


@given(st.data())
@SEVERAL
def test_a_file_migrated_there_and_back_is_unchanged(data: st.DataObject) -> None:
    """If nothing was lost, the file is the same byte for byte, in any layout; its answers are those of `carry_over`."""
    made = data.draw(cases())
    name = data.draw(st.sampled_from(list(made.rubric["criteria"])))
    new = data.draw(reworded(renamed(made.rubric, name, "other-name")))
    text = data.draw(written(made)).encode()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "old.toml").write_text(tomli_w.dumps(made.rubric), encoding="utf-8")
        (folder / "new.toml").write_text(tomli_w.dumps(new), encoding="utf-8")
        (folder / "a.toml").write_bytes(text)
        there = migrate_assessment(f"{place}/a.toml", f"{place}/new.toml")
        (folder / "b.toml").write_bytes(there.text.encode())
        back = migrate_assessment(f"{place}/b.toml", f"{place}/old.toml")
    assert back.text.encode() == text
    assert {finding.code for finding in there.findings} <= {"unanswered", "reworded"}
