"""Files as scored cases, for commands that accept both assessments and results."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from nhsdx.documents.data import json_text
from nhsdx.errors import NhsdxError
from nhsdx.model.finding import InvalidInputError
from nhsdx.results.cases import CaseLoader
from nhsdx.results.published import result_data
from nhsdx.scoring.digest import compute_result_digest
from tests.support.run import ROOT, nhsdx
from tests.support.samples import (
    HDI,
    HDI_RUBRIC,
    ONE_FILE,
    ORGANISATIONS,
    example,
    results,
    small_assessment,
    small_rubric,
    write,
)


def put(folder: Path, data: object) -> str:
    """Writes data to a JSON file in a folder, and returns its name."""
    path = folder / "result.json"
    path.write_text(json_text(data), encoding="utf-8")
    return str(path)


def reading_stdin(content: str) -> Any:  # noqa: ANN401 - a patch
    """Standard input that contains this text."""
    return patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode()), encoding="utf-8"))


@pytest.mark.parametrize("name", [example("marlowe-vale"), ONE_FILE])
def test_an_assessment_is_read_as_one_case(name: str) -> None:
    """An assessment file, or a rubric that contains one, is scored as by `assess`."""
    (case,) = CaseLoader().load_any(str(ROOT / name))
    assert result_data(case.result) == results(name)


@pytest.mark.parametrize("form", ["json", "toml"])
def test_a_stored_result_gives_the_same_scores_if_it_is_scored_again(form: str, tmp_path: Path) -> None:
    """Scoring a stored result again, with its own profile and date, gives the same result."""
    target = str(tmp_path / f"result.{form}")
    assert nhsdx("assess", HDI, "--as-of", "2027-01-01", "--format", form, "-o", target).code == 0
    (case,) = CaseLoader(rubrics=[str(ROOT / HDI_RUBRIC)]).load_any(target)
    assert result_data(case.result) == results(HDI, "--as-of", "2027-01-01")
    assert (case.name, case.profile, case.as_of.isoformat()) == (target, None, "2027-01-01")


@pytest.mark.parametrize("form", ["json", "toml"])
def test_each_of_several_results_is_read_as_a_case(form: str) -> None:
    """A list of results (here from stdin) gives one case for each, named by its position."""
    several = nhsdx("assess", *map(example, ORGANISATIONS), "--format", form).out
    with reading_stdin(several):
        found = CaseLoader().load_any("-")
    assert [case.name for case in found] == [f"<stdin>[{number}]" for number in range(4)]
    assert [result_data(case.result) for case in found] == results(*map(example, ORGANISATIONS))


def test_an_assessment_can_come_from_stdin() -> None:
    """Standard input is read once, and its content decides what it is."""
    with reading_stdin((ROOT / example("marlowe-vale")).read_text(encoding="utf-8")):
        (case,) = CaseLoader().load_any("-")
    assert case.name == "<stdin>"


def test_an_altered_result_is_refused(tmp_path: Path) -> None:
    """A changed result is refused; the message gives the place and the command to run."""
    data = results(example("marlowe-vale"))
    data["overall"]["score"]["claimed"] = 90.0
    name = put(tmp_path, data | {"digest": compute_result_digest(data)})
    with pytest.raises(NhsdxError) as error:
        CaseLoader().load_any(name)
    assert (error.value.code, error.value.hint) == ("result-altered", f"to see what was changed: nhsdx verify {name}")
    lines = Path(name).read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if '"claimed": 90' in text)
    assert error.value.where == f"{name}:{line}:18"
    with reading_stdin(json.dumps(data)), pytest.raises(NhsdxError) as error:
        CaseLoader().load_any("-")
    assert error.value.hint == "to see what was changed: nhsdx verify FILE"


def test_a_result_with_answers_that_do_not_fit_its_rubric_counts_as_altered(tmp_path: Path) -> None:
    """If its answers do not fit its rubric, a result must have been changed."""
    data = results(example("marlowe-vale"))
    data["answers"]["appointment"]["level"] = 9
    with pytest.raises(NhsdxError) as error:
        CaseLoader().load_any(put(tmp_path, data))
    assert error.value.code == "result-altered"


def test_a_result_can_be_read_with_a_reworded_rubric(tmp_path: Path) -> None:
    """Only the wording of the rubric has changed since, so the figures are the same."""
    reworded = write(tmp_path / "new.toml", small_rubric(rubric={"id": "small", "version": "1.3.0", "title": "New"}))
    data = results(small_assessment(tmp_path, {"skill": 2}))
    (case,) = CaseLoader(rubrics=[reworded]).load_any(put(tmp_path, data))
    assert case.instrument.rubric.reference == "small@1.3.0"


def test_a_result_without_its_rubric_is_refused(tmp_path: Path) -> None:
    """The message asks for the rubric if it is missing or scores differently."""
    data = results(HDI)
    name = put(tmp_path, data)
    with pytest.raises(NhsdxError) as error:
        CaseLoader().load_any(name)
    assert (error.value.code, error.value.hint) == (
        "rubric-not-found",
        "give the rubric with which the result was scored: --rubric FILE",
    )
    other = (ROOT / HDI_RUBRIC).read_text(encoding="utf-8").replace('aggregate = "geometric"', 'aggregate = "mean"')
    (tmp_path / "other.toml").write_text(other, encoding="utf-8")
    with pytest.raises(NhsdxError) as error:
        CaseLoader(rubrics=[str(tmp_path / "other.toml")]).load_any(name)
    assert "gives different scores, so it is not the rubric of this result" in error.value.message
    assert error.value.code == "rubric-not-found"


def test_files_of_other_kinds_are_refused(tmp_path: Path) -> None:
    """The message for a JSON file that is not a result, or TOML that is not an assessment, says what is wrong."""
    with pytest.raises(InvalidInputError) as error:
        CaseLoader().load_any(put(tmp_path, {"format": "nhsdx.result/1"}))
    assert {finding.code for finding in error.value.findings} == {"missing-key"}
    toml = tmp_path / "other.toml"
    toml.write_text("a = 1\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as error:
        CaseLoader().load_any(str(toml))
    assert "wrong-format" in {finding.code for finding in error.value.findings}
