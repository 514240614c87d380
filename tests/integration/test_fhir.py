"""Forms for FHIR: a Questionnaire that validators accept, and a QuestionnaireResponse that comes back unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.questionnaire import Questionnaire as QuestionnaireR5
from fhir.resources.questionnaireresponse import QuestionnaireResponse as ResponseR5
from fhir.resources.R4B.questionnaire import Questionnaire as QuestionnaireR4B
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse as ResponseR4B

from tests.support.build import flat_rubric
from tests.support.run import ROOT, nhsdx
from tests.support.samples import FOUR_KINDS, ONE_FILE, SHIPPED, write

OVERLAY = str(ROOT / "examples" / "wolds-and-levels" / "rubric.toml")
RELEASES: dict[str, Any] = {"fhir": QuestionnaireR4B, "fhir-r5": QuestionnaireR5}
TYPES = {
    "fhir": {"group", "display", "choice", "decimal", "integer", "date", "text", "string"},
    "fhir-r5": {"group", "display", "coding", "decimal", "integer", "date", "text", "string"},
}
"""The types of items in the value set of each release that nhsdx uses."""


def list_items(resource: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON holds anything
    """Every item of a resource."""
    for item in resource.get("item", []):
        yield item
        yield from list_items(item)


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("rubric", [SHIPPED, OVERLAY, str(ROOT / ONE_FILE)], ids=["shipped", "overlay", "one-file"])
def test_validators_accept_the_questionnaire(tmp_path: Path, rubric: str, release: str) -> None:
    """The model of each release accepts it, and so do the value sets of types and the rules that no model checks."""
    form = tmp_path / "form.json"
    assert nhsdx("rubric", "form", rubric, "--to", release, "-o", str(form), cwd=tmp_path).code == 0
    data = json.loads(form.read_text(encoding="utf-8"))
    RELEASES[release].model_validate(data)
    items = list(list_items(data))
    assert {item["type"] for item in items} <= TYPES[release]
    assert len({item["linkId"] for item in items}) == len(items)
    for item in items:
        assert ("item" in item) == (item["type"] == "group")
        assert ("answerOption" in item) == (item["type"] in ("choice", "coding"))
        codes = [one["valueCoding"]["code"] for one in item.get("answerOption", [])]
        assert len(set(codes)) == len(codes)
    assert "done by nhsdx, not by the form" in data["description"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a rubric of all kinds of criterion, an assessment, and a response with its answers."""
    write(tmp_path / "rubric.toml", flat_rubric(FOUR_KINDS))
    (tmp_path / "assessment.toml").write_text(ASSESSMENT, encoding="utf-8")
    run = nhsdx("new", "assessment.toml", "-o", "response.json", cwd=tmp_path)
    assert run.code == 0, run.err
    return tmp_path


ASSESSMENT = """\
format = "nhsdx.assessment/1"
rubric = "rubric.toml"

[assessment]
subject = "A place"
date = 2026-10-01
assessors = ["Programme lead", "Clinical lead"]

[answers.leader]
level = 3
why = "Seen “twice”,\\nand \\\\ again."
documents = ["paper"]

[answers.basics]
items.plan = "yes"
items.test = "unknown"

[answers.funding]
value = 6.5

[answers.trust]
counts = [4, 0, 31]

[documents.paper]
title = "Board paper 14"
date = 2026-03-11

[[actions]]
criterion = "leader"
what = "Agree it"
owner = "Chief executive"
due = 2027-01-31
"""


def test_answers_come_back_unchanged_from_a_fhir_response(folder: Path) -> None:
    """Import writes the same assessment, and both releases take the response."""
    data = json.loads((folder / "response.json").read_text(encoding="utf-8"))
    ResponseR4B.model_validate(data)
    ResponseR5.model_validate(data)
    run = nhsdx("import", "response.json", "-o", "again.toml", cwd=folder)
    assert run.code == 0, run.err
    again = (folder / "again.toml").read_text(encoding="utf-8")
    for name in ("assessment.toml", "again.toml"):
        assert nhsdx("assess", name, "--format", "json", "-o", f"{name}.json", cwd=folder).code == 0
    digests = [
        json.loads((folder / f"{name}.toml.json").read_text(encoding="utf-8")) for name in ("assessment", "again")
    ]
    assert digests[0]["assessment"]["digest"] == digests[1]["assessment"]["digest"]
    assert 'why = "Seen “twice”,\\nand \\\\ again."' in again
    assert "owner" in again


def edit(folder: Path, change: Callable[[Any], None]) -> str:
    """Imports the response after a change to it, and gives the error."""
    data = json.loads((folder / "response.json").read_text(encoding="utf-8"))
    change(data)
    (folder / "changed.json").write_text(json.dumps(data, indent=2), encoding="utf-8")
    run = nhsdx("import", "changed.json", "-o", "changed.toml", cwd=folder)
    assert run.code == 2
    assert not (folder / "changed.toml").exists()
    return run.err


def change_item(link: str, **parts: Any) -> Callable[[Any], None]:  # noqa: ANN401 - JSON holds anything
    """A change to the item with a link id."""
    return lambda data: next(item for item in list_items(data) if item["linkId"] == link).update(parts)


SUBJECT, LEVEL, VALUE = "assessment.subject", "answers.leader.level", "answers.funding.value"
WRONG: dict[str, tuple[Callable[[Any], None], str, str]] = {
    "unknown link": (change_item(LEVEL, linkId="answers.leeder.level"), "unknown-reference", "no item"),
    "a link in another place": (change_item(SUBJECT, linkId="documents.title"), "unknown-reference", "here"),
    "another type": (change_item(LEVEL, answer=[{"valueString": "3"}]), "wrong-type", "expected valueCoding"),
    "a text as number": (change_item(VALUE, answer=[{"valueDecimal": "6.5"}]), "wrong-type", "has the wrong type"),
    "true as number": (change_item(VALUE, answer=[{"valueDecimal": True}]), "wrong-type", "has the wrong type"),
    "two answers": (change_item(VALUE, answer=[{"valueDecimal": 1}] * 2), "wrong-type", "one answer"),
    "two values": (change_item(VALUE, answer=[{"valueDecimal": 1, "valueString": "1"}]), "wrong-type", "answer"),
    "no list": (change_item(VALUE, answer={"valueDecimal": 1}), "wrong-type", "one answer"),
    "another code": (change_item(LEVEL, answer=[{"valueCoding": {"code": "9"}}]), "not-allowed", "expected a code"),
    "only a text": (change_item(LEVEL, answer=[{"valueCoding": {"display": "3"}}]), "not-allowed", "expected a code"),
    "another system": (
        change_item(LEVEL, answer=[{"valueCoding": {"code": "3", "system": "http://loinc.org"}}]),
        "not-allowed",
        "without a system",
    ),
    "part of a day": (change_item("assessment.date", answer=[{"valueDate": "2026-10"}]), "wrong-type", "not a day"),
    "answers in a group": (change_item("group.about", answer=[]), "unknown-key", "answer"),
    "an odd key": (change_item(VALUE, score=3), "unknown-key", "score"),
    "a modifier": (
        change_item(VALUE, modifierExtension=[]),
        "unknown-key",
        "may change the meaning of the keys beside it",
    ),
    "an item of an answer": (change_item(VALUE, item=[]), "unknown-key", "item"),
    "answered twice": (lambda data: data["item"].append(data["item"][0]), "duplicate", "answered twice"),
    "no link": (lambda data: data["item"].append({"text": "x"}), "missing-key", "linkId"),
    "a document without id": (change_item("documents.id", linkId="documents.url"), "missing-key", "no id"),
    "a status that does not count": (
        lambda data: data.update(status="entered-in-error"),
        "not-allowed",
        "cannot be used",
    ),
    "half of a surrogate pair": (
        change_item(SUBJECT, answer=[{"valueString": "a\ud800"}]),
        "json-syntax",
        "half of a surrogate pair",
    ),
    "out of bounds": (change_item(VALUE, answer=[{"valueDecimal": -1}]), "out-of-bounds", ""),
}


@pytest.mark.parametrize("case", WRONG)
def test_the_error_for_a_wrong_answer_says_where_the_answer_is(folder: Path, case: str) -> None:
    """Line and column of the value in the file; nothing is written."""
    change, code, words = WRONG[case]
    error = edit(folder, change)
    place, _, rest = error.partition(": ")
    name, line, column = place.split(":")
    assert name == "changed.json"
    assert int(line) > 1
    assert int(column) > 1
    assert rest.startswith(f"{code}: ")
    assert words in error


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data.update(resourceType="Bundle"), 'a resource of another kind, "Bundle"'),
        (lambda data: data.pop("questionnaire"), "does not identify a rubric"),
        (lambda data: data.update(questionnaire="https://example.org/q|1"), "does not identify a rubric"),
        (
            lambda data: data.update(questionnaire=data["questionnaire"].replace("|1.0.0", "|1.1.0")),
            "this form is for version 1.1.0, but the rubric here is flat 1.0.0",
        ),
        (
            lambda data: data.update(questionnaire=data["questionnaire"][:-1] + "x"),
            "does not identify a rubric",
        ),
    ],
)
def test_other_fhir_resources_and_versions_are_refused(folder: Path, change: Callable[[Any], None], words: str) -> None:
    """Another kind of resource, another author's questionnaire, and another version of the rubric are refused."""
    assert words in edit(folder, change)


def test_answers_outside_the_profile_are_kept(tmp_path: Path) -> None:
    """Answers outside the profile are also in the response, and come back."""
    criteria = dict(FOUR_KINDS)
    rubric = flat_rubric(criteria, profiles={"short": {"title": "Short", "summary": "One.", "criteria": ["leader"]}})
    write(tmp_path / "rubric.toml", rubric)
    text = ASSESSMENT.replace('rubric = "rubric.toml"', 'rubric = "rubric.toml"\nprofile = "short"')
    (tmp_path / "assessment.toml").write_text(text, encoding="utf-8")
    assert nhsdx("new", "assessment.toml", "-o", "r.json", cwd=tmp_path).code == 0
    assert nhsdx("import", "r.json", "-o", "again.toml", cwd=tmp_path).code == 0
    again = (tmp_path / "again.toml").read_text(encoding="utf-8")
    assert 'profile = "short"' in again
    assert "value = 6.5" in again


def test_a_form_for_fhir_is_written_without_a_map(tmp_path: Path) -> None:
    """The form asks the whole questionnaire, and options about a map are refused."""
    run = nhsdx("rubric", "form", SHIPPED, "--to", "fhir", "-o", "f.json", cwd=tmp_path)
    assert run.err.startswith("f.json: a form for FHIR with 34 questions\n")
    assert [path.name for path in tmp_path.iterdir()] == ["f.json"]
    for option in ("--map", "--voice"):
        assert nhsdx("rubric", "form", SHIPPED, "--to", "fhir", option, "x.toml", cwd=tmp_path).code == 2
    assert nhsdx("rubric", "form", SHIPPED, "--to", "fhir", "-o", "f.txt", cwd=tmp_path).code == 2
