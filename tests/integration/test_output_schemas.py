"""The JSON documents of all commands: two validators accept each, and its model can read it back."""

from __future__ import annotations

import json
import tempfile
from dataclasses import fields

import pytest

from nhsdx.commands.batch.totals import CheckCount, Distribution
from nhsdx.commands.check.model import CheckFinding
from nhsdx.commands.compare.data import ByReading
from nhsdx.commands.compare.model import GateChange
from nhsdx.commands.crosswalk.crosswalk import LevelReached
from nhsdx.commands.rubric.diff.changes import RubricChange
from nhsdx.commands.rubric.schema.catalogue import MODELS, OUTPUTS
from nhsdx.commands.rubric.schema.schema import FILES, OF_OUTPUTS, read_meanings
from nhsdx.commands.rubric.test.vectors import Outcome
from nhsdx.model.finding import Finding
from nhsdx.results.output import OutputDocument, OutputModel
from nhsdx.results.verification import VerifiedResult
from tests.support.programs.validators import expect_valid, schema_errors
from tests.support.run import nhsdx
from tests.support.samples import HDI, ONE_FILE, ORGANISATIONS, SHIPPED, example

MARLOWE, EARLIER = example("marlowe-vale"), example("marlowe-vale-2026-04")
BENEFITS = "examples/benefits/marlowe-vale.toml"
LOCAL = "examples/wolds-and-levels/otterbridge-wold.toml"
LOCAL_RUBRIC = "examples/wolds-and-levels/rubric.toml"
SCORED = [*map(example, ORGANISATIONS), ONE_FILE, HDI, LOCAL]
BY_REGION = ("--map", "examples/batch/region.toml", "--group-by", "region")
RUBRICS = [SHIPPED, ONE_FILE, LOCAL_RUBRIC, "examples/survey/rubric.toml"]
MIGRATED = f"{tempfile.gettempdir()}/nhsdx-migrated.toml"
DOCUMENTS: list[tuple[str, tuple[str, ...]]] = [
    ("check", ("check", "examples")),
    ("check", ("check", "examples", "--fail-under", "100")),
    ("comparison", ("compare", EARLIER, MARLOWE)),
    ("comparison", ("compare", example("otterbridge-wold"), LOCAL, "--rescore")),
    ("trend", ("compare", EARLIER, MARLOWE, MARLOWE)),
    ("trend", ("compare", example("otterbridge-wold"), LOCAL, MARLOWE, "--rescore")),
    *(("crosswalk", ("crosswalk", name, "--to", "what-good-looks-like")) for name in (MARLOWE, LOCAL)),
    ("plan", ("plan", MARLOWE, "--target", "clinical-framing=3")),
    ("plan", ("plan", LOCAL, "--target", "99")),
    ("benefits-appraisal", ("benefits", BENEFITS)),
    ("benefits-appraisal", ("benefits", BENEFITS, "--sum-classes", "--assessment", MARLOWE)),
    *(("explanation", ("explain", name)) for name in SCORED),
    ("explanation", ("explain", MARLOWE, "outcome-horizon")),
    ("explanation", ("explain", LOCAL, "candour")),
    *(
        ("survey", ("survey", f"examples/survey/{name}.csv", "--map", f"examples/survey/{name}.toml"))
        for name in ("forms", "qualtrics", "limesurvey")
    ),
    ("batch-summary", ("batch", "examples/batch/region.csv", "--rubric", SHIPPED)),
    ("batch-summary", ("batch", "examples/batch/region.csv", "--rubric", SHIPPED, *BY_REGION)),
    ("verification", ("verify", "none.json")),
    ("lint", ("rubric", "lint", *RUBRICS)),
    ("rubric-list", ("rubric", "list")),
    ("rubric-test", ("rubric", "test", *RUBRICS)),
    ("rubric-diff", ("rubric", "diff", SHIPPED, LOCAL_RUBRIC)),
    ("rubric-diff", ("rubric", "diff", SHIPPED, SHIPPED, "--overlay", LOCAL_RUBRIC)),
    ("merged-rubric", ("rubric", "show", LOCAL_RUBRIC, "--merged")),
    ("migration", ("migrate", MARLOWE, "--to", LOCAL_RUBRIC, "-o", MIGRATED, "--force")),
    ("error", ("assess", "none.toml")),
    ("error", ("check", "examples", "--no-such-option")),
]


@pytest.mark.parametrize(("name", "arguments"), DOCUMENTS, ids=[" ".join(one) for _, one in DOCUMENTS])
def test_every_command_writes_valid_documents(name: str, arguments: tuple[str, ...]) -> None:
    """Both validators accept it, and the model gives the same document again."""
    assert expect_valid(nhsdx(*arguments, "--format", "json").out) == name


@pytest.mark.parametrize("name", RUBRICS)
def test_a_rubric_in_json_is_valid_as_a_rubric_file(name: str) -> None:
    """`rubric show` writes a rubric that its schema accepts, merged or not, or a criterion as in that rubric."""
    shown = json.loads(nhsdx("rubric", "show", name, "--format", "json").out)
    merged = json.loads(nhsdx("rubric", "show", name, "--merged", "--format", "json").out)["rubric"]
    assert schema_errors("rubric", shown) == [[], []]
    assert schema_errors("rubric", merged) == [[], []]
    for criterion_id, criterion in shown["criteria"].items():
        assert json.loads(nhsdx("rubric", "show", name, criterion_id, "--format", "json").out) == criterion


def test_every_document_has_a_case_in_these_tests() -> None:
    """A new document needs a case here."""
    assert {name for name, _ in DOCUMENTS} == {one.schema_name() for one in OUTPUTS}


def test_the_schema_command_offers_every_schema() -> None:
    """`nhsdx rubric schema` knows the files and the documents, and lists them without a name."""
    assert len(MODELS) == len(FILES) + len(OUTPUTS)
    lines = nhsdx("rubric", "schema").out.splitlines()
    assert [line.split()[0] for line in lines] == list(MODELS)
    assert all(line.endswith(".") for line in lines)


@pytest.mark.parametrize("document", OUTPUTS, ids=lambda one: one.schema_name())
def test_a_document_with_an_extra_or_a_missing_key_is_refused(document: type[OutputDocument]) -> None:
    """Both validators refuse it, whichever key is wrong."""
    name, arguments = next(one for one in DOCUMENTS if one[0] == document.schema_name())
    data = json.loads(nhsdx(*arguments, "--format", "json").out)
    for wrong in (data | {"note": "more"}, *(_without(data, key) for key in data)):
        assert all(schema_errors(name, wrong))


def _without(data: dict[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in data.items() if name != key}


def test_every_description_belongs_to_a_model_or_key_that_exists() -> None:
    """The list of meanings has only models and keys that exist."""
    models = {model.__name__: set(model.model_fields) for model in _below(OutputModel)}
    for one in (
        CheckCount,
        CheckFinding,
        Distribution,
        Finding,
        GateChange,
        LevelReached,
        Outcome,
        RubricChange,
        VerifiedResult,
    ):
        models[one.__name__] = {field.name for field in fields(one)}
    for name, keys in read_meanings(OF_OUTPUTS).items():
        assert name in models
        assert set(keys) <= models[name], name


def test_readings_in_schemas_have_the_same_order_as_on_every_page() -> None:
    """The order is evidenced, claimed, then the range."""
    assert list(ByReading.model_fields) == ["evidenced", "claimed", "low", "high"]


def _below(model: type[OutputModel]) -> set[type[OutputModel]]:
    return {model}.union(*(_below(one) for one in model.__subclasses__()))
