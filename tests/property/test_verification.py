"""Results of any rubric can be verified: through JSON, through TOML, and with the rubric in another order."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from nhsdx.documents.data import json_text, toml_text
from nhsdx.files.source import TextFile
from nhsdx.model.result import Result
from nhsdx.results.published import result_data
from nhsdx.results.stored import StoredResult, parse_results
from nhsdx.results.verification import verify
from nhsdx.scoring.digest import compute_result_digest
from nhsdx.scoring.instrument import Instrument
from tests.support.build import rubric_from
from tests.support.laws.strategies import Case, cases, laws, shuffled

WRITERS = {"json": json_text, "toml": toml_text}


def read_back(result: Result, form: str) -> StoredResult:
    """A result as read back from its file."""
    text = WRITERS[form](result_data(result))
    (stored,) = parse_results(TextFile(f"result.{form}", Path(), text))
    return stored


@laws
@given(case=cases(), form=st.sampled_from([*WRITERS]))
def test_any_result_can_be_verified(case: Case, form: str) -> None:
    """The result that nhsdx writes is verified when it is read back, whatever the rubric and the answers."""
    stored = read_back(case.score(), form)
    found = verify(stored.name, stored.data, stored.file, Instrument.of(rubric_from(case.rubric)))
    assert (found.problems, found.notes) == ((), ())


@laws
@given(case=cases())
def test_json_and_toml_of_a_result_have_the_same_digest(case: Case) -> None:
    """The digest depends on what a result says, not on how it is written."""
    digests = {compute_result_digest(read_back(case.score(), form).data) for form in WRITERS}
    assert digests == {result_data(case.score())["digest"]}


@laws
@given(data=st.data(), case=cases())
def test_a_rubric_in_another_order_confirms_the_same_results(data: st.DataObject, case: Case) -> None:
    """Tables may be in any order in a rubric's file; the order of checklist items counts only as wording."""
    other = data.draw(shuffled(case))
    stored = read_back(case.score(), "json")
    found = verify(stored.name, stored.data, stored.file, Instrument.of(rubric_from(other.rubric)))
    assert {problem.code for problem in found.problems} <= {"other-words"}
