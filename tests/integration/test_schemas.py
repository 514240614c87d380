"""The JSON Schemas: nhsdx and two other validators agree about the shape of files."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given

from nhsdx.commands.rubric.schema.catalogue import MODELS
from tests.support.bad_files import FOLDER, NAMES
from tests.support.build import Table, flat_rubric, scored
from tests.support.laws.strategies import Case, cases, laws
from tests.support.run import ROOT, nhsdx
from tests.support.samples import (
    FOUR_KINDS,
    FOUR_KINDS_ANSWERS,
    HDI,
    ONE_FILE,
    ORGANISATIONS,
    assessment,
    example,
    results,
    small_rubric,
    write,
)

Json: TypeAlias = dict[str, Any]
SCHEMAS = {name: ROOT / "schemas" / f"{name}.schema.json" for name in MODELS}
BIN = Path(sys.executable).parent
OURS = sorted([*ROOT.glob("rubrics/*.toml"), *ROOT.glob("examples/**/*.toml")])
# Problems that a schema can find in a file; other codes are about references between entries, or about sums.
TOLD = {
    "bad-id",
    "bad-text",
    "bad-version",
    "band-worth",
    "gate-condition",
    "gate-effect",
    "item-level",
    "measure-form",
    "missing-key",
    "not-allowed",
    "profile-form",
    "reason-missing",
    "reserved-id",
    "unknown-key",
    "waiver-form",
    "wrong-type",
}
# JSON has no type for dates, and in JSON Schema 2.0 is a whole number; a validator of TOML distinguishes these.
# Only the rubric of a file says which numbers its levels have.
NUMBERS_OF_LEVELS = {"answer-float-level", "type-at-most-float", "levels-not-on-a-numbered-scale"}
NOT_IN_JSON = {"date-quoted", "type-date-quoted", "overlay-decided-in-quotes"} | NUMBERS_OF_LEVELS
# Only the base tells whether an entry of an overlay is changed or added.
IN_THE_BASE = {
    "overlay-adds-faulty-entries",
    "overlay-aggregate-unexplained",
    "overlay-changes-a-kind",
    "overlay-gate-changed-to-a-flag",
    "overlay-head-unexplained",
}
POLICY: Table = {
    "format": "nhsdx.policy/1",
    "on": "evidenced",
    "fail-under": {"overall": 60, "clinical-framing": {"claimed": 50, "evidenced": 40.5}},
    "fail-on-gate": True,
    "fail-on-finding": ["evidence-aged"],
    "require-complete": True,
    "no-regression": "results/last.json",
}


def schema(name: str) -> Json:
    """The committed schema of a kind of file."""
    made: Json = json.loads(SCHEMAS[name].read_text(encoding="utf-8"))
    return made


def check_jsonschema(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs check-jsonschema, the first validator."""
    command = [str(BIN / "check-jsonschema"), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def refused_by_check_jsonschema(name: str, files: Sequence[Path]) -> set[str]:
    """The stems of the files that check-jsonschema refuses."""
    done = check_jsonschema("--output-format", "json", "--schemafile", SCHEMAS[name], *files)
    found = json.loads(done.stdout)
    assert found.get("parse_errors", []) == []
    return {Path(error["filename"]).stem for error in found.get("errors", [])}


def said_by_tombi(folder: Path, files: Sequence[Path]) -> dict[str, set[str]]:
    """The findings of Tombi, the second validator, by the schema in the first line of each file: severities by stem."""
    target = folder / "diagnostics.json"
    command = [str(BIN / "tombi"), "lint", "--offline", "--diagnostics-format=json", f"--diagnostics-file={target}"]
    done = subprocess.run(
        [*command, *map(str, files)], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode in (0, 1), done.stderr
    found: dict[str, set[str]] = {file.stem: set() for file in files}
    for one in json.loads(target.read_text(encoding="utf-8")) if target.exists() else []:
        found[Path(one["path"]).stem].add(one["level"])
    return found


def as_editors_see(folder: Path, name: str, kind: str, text: str) -> Path:
    """Writes a file whose first line names its schema."""
    path = folder / f"{name}.toml"
    path.write_text(f"#:schema {SCHEMAS[kind].as_posix()}\n{text}", encoding="utf-8")
    return path


def kind_of(path: Path) -> str:
    """The kind of a TOML file in this repository."""
    data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    declared = str(data.get("format", "")).removeprefix("nhsdx.").removesuffix("/1")
    if declared in ("benefits", "questionnaire", "batch-map", "form-map"):
        return declared
    return "overlay" if "extends" in data else "rubric" if "criteria" in data else "assessment"


# ---- The schemas themselves


def test_every_schema_is_a_valid_json_schema() -> None:
    """The schemas are valid against the JSON Schema metaschema."""
    done = check_jsonschema("--check-metaschema", *SCHEMAS.values())
    assert done.returncode == 0, done.stdout
    assert {schema(name)["$schema"] for name in SCHEMAS} == {"https://json-schema.org/draft/2020-12/schema"}


@pytest.mark.parametrize("name", MODELS)
def test_the_schema_command_prints_the_committed_schemas(name: str, tmp_path: Path) -> None:
    """`nhsdx rubric schema` prints the schema that is in the folder `schemas`; -o writes it to a file."""
    committed = SCHEMAS[name].read_text(encoding="utf-8")
    run = nhsdx("rubric", "schema", name)
    assert (run.code, run.out, run.err) == (0, committed, "")
    assert nhsdx("rubric", "schema", name, "-o", "own.json", cwd=tmp_path).out == ""
    assert (tmp_path / "own.json").read_text(encoding="utf-8") == committed


def test_an_unknown_schema_name_is_refused() -> None:
    """The name of a schema that does not exist is wrong usage."""
    wrong = nhsdx("rubric", "schema", "rubrics")
    assert (wrong.code, wrong.out) == (2, "")
    assert "rubrics" in wrong.err


def tables(part: object, path: str) -> Iterator[tuple[str, Json]]:
    """Every table of a schema that has its own keys, with its place."""
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict) and "description" in part:
            yield path, part
        for key, inner in part.items():
            yield from tables(inner, f"{path}/{key}")
    elif isinstance(part, list):
        for number, inner in enumerate(part):
            yield from tables(inner, f"{path}/{number}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_table_and_key_is_explained(name: str) -> None:
    """An editor can show a sentence for the key under the cursor, and offer other keys."""
    made = schema(name)
    found = dict(tables(made, ""))
    assert {"", *(f"/$defs/{key}" for key, part in made["$defs"].items() if "properties" in part)} == set(found)
    for path, table in found.items():
        assert "additionalProperties" in table, path
        for key, part in table["properties"].items():
            assert re.fullmatch(r"[A-Z`].*[.)]", part.get("description", "")), f"{path}: {key}"
    assert all(part["description"] for part in made["$defs"].values())


def test_schemas_give_choices_and_defaults_and_patterns_and_examples() -> None:
    """An editor can complete words, show defaults, and mark invalid ids and versions."""
    rubric, result = schema("rubric"), schema("result")
    gate, criterion = rubric["$defs"]["Gate"]["properties"], rubric["$defs"]["MeasureCriterion"]["properties"]
    assert gate["severity"] | {"description": ""} == {
        "description": "",
        "default": "major",
        "enum": ["critical", "major", "minor"],
        "type": "string",
    }
    assert criterion["kind"]["const"] == "measure"
    assert criterion["bands"]["examples"]
    kinds = [
        part["$ref"].rpartition("/")[2] for part in rubric["properties"]["criteria"]["additionalProperties"]["oneOf"]
    ]
    assert kinds == ["LevelCriterion", "ChecklistCriterion", "MeasureCriterion", "SurveyCriterion"]
    assert rubric["$defs"]["RubricHeader"]["properties"]["version"]["pattern"]
    assert rubric["properties"]["criteria"]["propertyNames"]["pattern"]
    assert {"type": "null"} in result["$defs"]["PublishedScores"]["properties"]["claimed"]["anyOf"]
    assert "null" not in SCHEMAS["rubric"].read_text(encoding="utf-8")


# ---- What they accept


def test_every_example_file_refers_to_its_schema() -> None:
    """The first line of each rubric and example gives the schema to an editor."""
    for path in OURS:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        named = (path.parent / first.removeprefix("#:schema ")).resolve()
        assert named == SCHEMAS[kind_of(path)], path


def test_both_validators_accept_every_file(tmp_path: Path) -> None:
    """Rubrics and examples pass check-jsonschema, and Tombi by the line that editors read, without a warning."""
    for kind in ("rubric", "overlay", "assessment", "questionnaire", "batch-map", "benefits"):
        files = [path for path in OURS if kind_of(path) == kind]
        assert refused_by_check_jsonschema(kind, files) == set()
    assert {stem: said for stem, said in said_by_tombi(tmp_path, OURS).items() if said} == {}


@pytest.mark.parametrize("form", ["json", "toml"])
def test_results_of_every_example_are_valid(form: str, tmp_path: Path) -> None:
    """Both validators accept the results that nhsdx writes, in either format."""
    files = []
    for number, name in enumerate([*map(example, ORGANISATIONS), ONE_FILE, HDI]):
        path = tmp_path / f"{number}.{form}"
        text = nhsdx("assess", name, "--format", form).out
        path.write_text(
            text if form == "json" else f"#:schema {SCHEMAS['result'].as_posix()}\n{text}", encoding="utf-8"
        )
        files.append(path)
    assert refused_by_check_jsonschema("result", files) == set()
    if form == "toml":
        assert {stem for stem, said in said_by_tombi(tmp_path, files).items() if said} == set()


def as_json(value: object) -> object:
    """TOML data as JSON, with dates as text."""
    return json.loads(json.dumps(value, default=str))


@laws
@given(case=cases())
def test_every_file_that_nhsdx_accepts_or_writes_is_valid(case: Case) -> None:
    """Any rubric, any form of answer and any result passes its schema."""
    from nhsdx.results.published import result_data

    table = assessment(case.answers) | ({"profile": case.profile} if case.profile else {})
    result = result_data(scored(case.rubric, case.answers, case.date, case.profile))
    for name, data in (("rubric", case.rubric), ("assessment", table), ("result", result)):
        VALIDATORS[name].validate(as_json(data))


WHY = {"because": "x", "remedy": "y"}
BASICS: Table = {
    "dimension": "people",
    "title": "One",
    "kind": "checklist",
    "items": {"plan": {"text": "A plan.", "level": 1}},
}
VALIDATORS = {name: jsonschema.Draft202012Validator(schema(name)) for name in SCHEMAS}


def test_every_way_of_writing_an_answer_is_valid(tmp_path: Path) -> None:
    """Bare numbers, status words and tables, with dates as TOML writes them, pass both validators."""
    text = """
format = "nhsdx.assessment/1"
rubric = "rubric.toml"
[assessment]
subject = "Marlowe Vale (fictional)"
date = 2026-10-01
[answers]
one = 2
two = 2.5
three = "unknown"
four = { level = 3, evidence = "audit", seen = 2026-01-31, why = "As seen.", documents = ["paper"] }
five = { items = {} }
six = { items = { plan = "yes", test = "partly", rest = "not-applicable" }, reason = "Not here." }
seven = { counts = [0, 4] }
eight = { status = "not-due", reason = "Later." }
nine = { status = "unknown" }
ten = { counts = [1, 2], invited = 40, evidence = "audit" }
[answers.eleven]
items.plan = "no"
items.test = "unknown"
[context]
stage = "before go-live"
[[actions]]
criterion = "eleven"
items = ["plan"]
what = "Write a plan."
owner = "Chief nurse"
due = 2027-01-31
[[actions]]
criterion = "one"
what = "Ask the board."
owner = "Chair"
due = 2026-11-30
state = "dropped"
reason = "The board asked itself."
[documents.paper]
title = "Paper"
date = 2026-01-31
[expect]
overall = 40
people = { evidenced = 50.5, level = 2 }
reading = "claimed"
gates = []
"""
    path = as_editors_see(tmp_path, "answers", "assessment", text)
    assert refused_by_check_jsonschema("assessment", [path]) == set()
    assert said_by_tombi(tmp_path, [path]) == {"answers": set()}


def test_a_valid_policy_passes_both_validators(tmp_path: Path) -> None:
    """Both validators accept a policy with every key, and an empty one."""
    waiver = {"owner": "Clinical safety officer", "reason": "Mended in May."}
    waivers = '[[waivers]]\ngate = "clinical-safety"\nexpires = 2027-05-31\n' + "".join(
        f'{key} = "{value}"\n' for key, value in waiver.items()
    )
    write(tmp_path / "made.toml", POLICY)
    whole = as_editors_see(tmp_path, "whole", "policy", (tmp_path / "made.toml").read_text(encoding="utf-8") + waivers)
    empty = as_editors_see(tmp_path, "empty", "policy", "fail-under = 60\n")
    assert refused_by_check_jsonschema("policy", [whole, empty]) == set()
    assert said_by_tombi(tmp_path, [whole, empty]) == {"whole": set(), "empty": set()}


# ---- Assessments with one rubric


def schema_of(folder: Path, rubric: str) -> tuple[Path, Any]:
    """The assessment schema for one rubric, as a file and as a validator."""
    path = folder / "one.schema.json"
    assert nhsdx("rubric", "schema", "assessment", "--rubric", rubric, "-o", str(path), "--force").code == 0
    made = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(made)
    return path, jsonschema.Draft202012Validator(made)


@pytest.mark.parametrize(
    ("rubric", "file"),
    [
        ("nhs-digital-leadership", example("marlowe-vale")),
        ("nhs-digital-leadership", example("harrowmere")),
        ("examples/wolds-and-levels/rubric.toml", "examples/wolds-and-levels/otterbridge-wold.toml"),
        ("examples/human-development-index/rubric.toml", HDI),
    ],
)
def test_the_schema_of_a_rubric_accepts_its_assessments(tmp_path: Path, rubric: str, file: str) -> None:
    """Both validators accept the examples, with criteria, items, options and grades by name."""
    path, validator = schema_of(tmp_path, rubric)
    text = (ROOT / file).read_text(encoding="utf-8")
    validator.validate(as_json(tomllib.loads(text)))
    copy = tmp_path / "copy.toml"
    copy.write_text(f"#:schema {path.as_posix()}\n{text.partition(chr(10))[2]}", encoding="utf-8")
    assert said_by_tombi(tmp_path, [copy]) == {"copy": set()}


@pytest.mark.parametrize(
    "wrong",
    [
        {"answers": {"leadr": 1}},
        {"answers": {"leader": 6}},
        {"answers": {"leader": "not-due"}},
        {"answers": {"leader": {"status": "not-applicable", "reason": "No."}}},
        {"answers": {"leader": {"level": 1, "evidence": "hearsay"}}},
        {"answers": {"leader": {"items": {"plan": "yes"}}}},
        {"answers": {"basics": 2}},
        {"answers": {"basics": {"items": {"plam": "yes"}}}},
        {"answers": {"basics": {"items": {"plan": "met"}}}},
        {"answers": {"basics": {"items": {"plan": "yes"}, "status": "unknown"}}},
        {"answers": {"funding": -1}},
        {"answers": {"view": {"counts": [1]}}},
        {"context": {"stage": "done"}},
        {"context": {"size": "small"}},
        {"profile": "short"},
        {"answers": FOUR_KINDS_ANSWERS | {"basics": {"items": {"plan": "not-applicable"}, "reason": "No."}}},
        {"actions": [{"criterion": "leadr", "what": "Act.", "owner": "Chair", "due": "2027-01-31"}]},
    ],
    ids=str,
)
def test_the_schema_of_a_rubric_refuses_ids_that_the_rubric_does_not_have(tmp_path: Path, wrong: Table) -> None:
    """An editor marks the same mistakes that nhsdx refuses."""
    context = {"stage": {"title": "Stage", "options": ["planned", "in use"]}}
    rubric = flat_rubric(
        FOUR_KINDS
        | {"leader": FOUR_KINDS["leader"] | {"may-be-left-out": ["not-due"]}}
        | {"basics": FOUR_KINDS["basics"] | {"items-may-be-left-out": []}},
        context=context,
    )
    write(tmp_path / "rubric.toml", rubric)
    _, validator = schema_of(tmp_path, str(tmp_path / "rubric.toml"))
    sound = assessment(FOUR_KINDS_ANSWERS) | {"context": {"stage": "planned"}}
    validator.validate(as_json(sound))
    assert not validator.is_valid(as_json(sound | wrong))
    dated = {"actions": [one | {"due": datetime.date(2027, 1, 31)} for one in wrong.get("actions", [])]}
    write(tmp_path / "wrong.toml", sound | wrong | (dated if "actions" in wrong else {}))
    assert nhsdx("assess", str(tmp_path / "wrong.toml")).code == 2


def test_only_assessments_have_a_schema_for_each_rubric() -> None:
    """The option has no meaning for other schemas."""
    run = nhsdx("rubric", "schema", "result", "--rubric", "nhs-digital-leadership")
    assert (run.code, "only the assessment schema" in run.err) == (2, True)


# ---- What they refuse


def test_files_of_the_wrong_shape_are_refused_by_both_validators(tmp_path: Path) -> None:
    """The validators refuse each bad file whose problem a schema can express."""
    copies: dict[str, Path] = {}
    kinds: dict[str, list[Path]] = {"rubric": [], "overlay": [], "assessment": []}
    for path in (FOLDER / name for name in NAMES):
        expected = path.with_suffix(".expected.txt").read_text(encoding="utf-8")
        if not TOLD & set(re.findall(rf"^\S*{path.stem}\.toml(?::\d+:\d+)?: ([a-z-]+): ", expected, re.MULTILINE)):
            continue
        if path.stem in IN_THE_BASE:
            continue
        kind = kind_of(path)
        copies[path.stem] = as_editors_see(tmp_path, path.stem, kind, path.read_text(encoding="utf-8-sig"))
        kinds[kind].append(copies[path.stem])
    assert len(copies) > 120
    refused = {stem for kind, files in kinds.items() for stem in refused_by_check_jsonschema(kind, files)}
    assert set(copies) - refused == NOT_IN_JSON
    said = said_by_tombi(tmp_path, list(copies.values()))
    assert {stem for stem, levels in said.items() if "error" not in levels} == NUMBERS_OF_LEVELS


@pytest.mark.parametrize(
    "wrong",
    [
        {"fail-under": 1e16},
        {"fail-under": {"overall": {"clamed": 1}}},
        {"fail-under": "60"},
        {"fail_under": 60},
        {"on": "evidence"},
        {"waivers": [{"owner": "x", "reason": "y", "expires": "2027-01-01"}]},
        {"waivers": [{"gate": "a", "finding": "b", "owner": "x", "reason": "y", "expires": "2027-01-01"}]},
        {"waivers": [{"gate": "a", "reason": "y", "expires": "2027-01-01"}]},
    ],
    ids=str,
)
def test_wrong_policies_are_refused(wrong: Table) -> None:
    """An editor marks a policy that would not work."""
    VALIDATORS["policy"].validate(POLICY)
    assert not VALIDATORS["policy"].is_valid(POLICY | wrong)


def test_wrong_results_are_refused() -> None:
    """A result of another shape is refused, whichever key is wrong."""
    result = results(ONE_FILE)
    VALIDATORS["result"].validate(result)
    for key in [key for key, part in result.items() if part is not None]:
        assert not VALIDATORS["result"].is_valid({name: part for name, part in result.items() if name != key}), key
        assert not VALIDATORS["result"].is_valid(result | {key: "something"}), key
    assert not VALIDATORS["result"].is_valid(result | {"note": "more"})


@pytest.mark.parametrize(
    "parts",
    [
        {"dimensions": {"overall": {"title": "Whole"}}},
        {"criteria": {"all": {"dimension": "people", "title": "All", "levels": ["a", "b"]}}},
        {"criteria": {"one": {"dimension": "people", "title": "One", "kind": "measure", "unit": "days"}}},
        {"answers": {"skill": 2}},
        {"gates": {"one": {"when": {"any": []}, "flag": True, "because": "x", "remedy": "y"}}},
        {"gates": {"one": {"when": {"criterion": "skill", "at-least": 3}, "cap": {"overall": 1}} | WHY}},
        {"gates": {"one": {"when": {"dimension": "people", "missing": ["plan"]}, "flag": True} | WHY}},
        {"criteria": {"one": BASICS | {"items": {"plan": {"text": "A plan."}}}}},
        {"criteria": {"one": BASICS | {"items": {"evidence": {"text": "Evidence.", "level": 1}}}}},
        {"criteria": {"one": BASICS | {"items": [{"id": "plan", "text": "A plan.", "level": 1}]}}},
        {"criteria": {"one": BASICS | {"may-be-left-out": ["unknown"]}}},
        {"context": {"stage": {"title": "Stage", "options": ["one"]}}},
    ],
    ids=[
        "reserved dimension",
        "reserved criterion",
        "measure without worth",
        "answers alone",
        "any of none",
        "cap on a high level",
        "missing items of a dimension",
        "item without level",
        "reserved item",
        "items in a list",
        "status that is no way out",
        "context with one option",
    ],
)
def test_schemas_check_combinations_of_keys_that_depend_on_each_other(parts: Table) -> None:
    """The schema also knows which keys exclude or need each other."""
    VALIDATORS["rubric"].validate(as_json(small_rubric(criteria={"one": BASICS})))
    assert not VALIDATORS["rubric"].is_valid(as_json(small_rubric(**parts)))
