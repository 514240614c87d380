"""A written result has exactly the keys and values that the model of results describes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nhsdx.results.cases import CaseLoader
from nhsdx.results.published import result_data
from nhsdx.results.shape import ResultFile
from tests.support.run import ROOT

EXAMPLES = ("marlowe-vale.toml", "rubric.toml", "wolds-and-levels/otterbridge-wold.toml", "asem-connectivity/gbr.toml")


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_written_result_has_the_values_and_keys_of_its_model(name: str) -> None:
    """Reading a result and writing what was read gives the same text, with keys in the same order."""
    data = result_data(CaseLoader().load(str(Path(ROOT, "examples", name))).result)
    read = ResultFile.model_validate_json(json.dumps(data)).model_dump(mode="json", exclude={"answers"})
    written = {key: value for key, value in data.items() if key != "answers"}
    assert json.dumps(read) == json.dumps(written)
