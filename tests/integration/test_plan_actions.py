"""`nhsdx plan --actions`: the first steps of a plan become dated actions in the assessment."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tomli

from nhsdx import api
from tests.support.run import ROOT, nhsdx

PLAN = ("--target", "50")
DUE = ("--actions", "4", "--due", "2027-03-31")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A copy of an example, in which two of the first steps are agreed already."""
    return Path(shutil.copy(ROOT / "examples/marlowe-vale.toml", tmp_path / "trust.toml"))


def plan(file: Path, *options: str) -> str:
    """Runs the plan, which must succeed, and returns what it says on stderr."""
    run = nhsdx("plan", str(file), *PLAN, *options)
    assert run.code == 0, run.err
    return run.err


def test_the_first_steps_without_an_agreed_action_become_actions_at_the_end_of_the_file(file: Path) -> None:
    """Every other byte stays, and the new actions have what an assessment needs: a role, a date, a criterion, items."""
    before = file.read_bytes()
    said = plan(file, *DUE, "--owner", "Chief digital officer")
    assert said == f"written: {file}: 4 actions, due 2027-03-31\n"
    assert file.read_bytes().startswith(before)
    added = tomli.loads(file.read_text())["actions"][len(tomli.loads(before.decode())["actions"]) :]
    assert [(one["criterion"], one.get("items")) for one in added] == [
        ("succession", ["cover-tested"]),
        ("purpose", ["outcomes-reported"]),
        ("benefit-balance", None),
        ("realism-of-speed", ["dip-funded"]),
    ]
    assert added[2]["what"].startswith("Balance of benefits: bring evidence: ")
    assert {(one["owner"], one["due"].isoformat(), one["state"]) for one in added} == {
        ("Chief digital officer", "2027-03-31", "open")
    }
    assert nhsdx("assess", str(file)).code == 0


def test_the_page_shows_who_agreed_to_a_step(file: Path) -> None:
    """After that, each of these steps has its owner and its date beside it."""
    plan(file, *DUE, "--owner", "Chief digital officer")
    page = " ".join(nhsdx("plan", str(file), *PLAN).out.split())
    assert page.count("Agreed: Chief digital officer, by 31 March 2027.") == 4


def test_a_step_that_has_an_action_is_not_added_again(file: Path) -> None:
    """A second run adds the next steps, until every step has an action."""
    for _ in range(3):
        plan(file, *DUE)
    whole = file.read_text()
    assert "every step has an action already, so nothing was added" in plan(file, *DUE)
    assert file.read_text() == whole


def test_a_plan_without_steps_adds_no_actions_and_the_message_says_why(file: Path) -> None:
    """Nothing is left to do for clear gates, and no page says that there are steps for gates."""
    whole = file.read_text()
    run = nhsdx("plan", str(file), "--target", "gates=clear", *DUE)
    assert run.err == f"{file}: the plan has no steps, so nothing was added\n"
    assert (file.read_text(), run.out.count("\n0 person-days")) == (whole, 1)


@pytest.mark.parametrize(
    ("name", "target", "is_said"), [("marlowe-vale", "50", False), ("otterbridge-wold", "40", True)]
)
def test_the_page_mentions_gates_only_if_a_step_is_for_a_gate(name: str, target: str, *, is_said: bool) -> None:
    """The page does not mention gates to a board whose gates are all clear."""
    page = nhsdx("plan", str(ROOT / f"examples/{name}.toml"), "--target", target).out
    assert ("Steps that gates depend on come first" in page) is is_said


def test_a_missing_owner_has_to_be_filled_in(file: Path) -> None:
    """The placeholder is a finding until somebody replaces it."""
    assert plan(file, *DUE).endswith("replace each “Role, not name” with an owner\n")
    assert "4 placeholders were not replaced" in " ".join(nhsdx("assess", str(file)).out.split())


def test_line_endings_and_the_byte_order_mark_of_a_windows_file_are_kept(file: Path) -> None:
    """Notepad writes Windows line ends and a byte order mark."""
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    plan(file, *DUE)
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--actions", "3"), "--due"),
        (("--due", "2027-03-31"), "--actions"),
        (("--owner", "Chief nurse"), "--actions"),
        (("--actions", "0", "--due", "2027-03-31"), "--actions"),
        (("--actions", "3", "--due", "2020-01-01"), "before the date of the assessment"),
        ((*DUE, "--what-if", "candour=unknown"), "hypothetical answers"),
    ],
)
def test_options_that_make_no_sense_are_refused_and_nothing_is_written(
    file: Path, options: tuple[str, ...], words: str
) -> None:
    """The assessment stays as it is."""
    before = file.read_bytes()
    run = nhsdx("plan", str(file), *PLAN, *options)
    assert (run.code, words in run.err) == (2, True), run.err
    assert file.read_bytes() == before


def test_actions_cannot_be_added_to_an_assessment_from_stdin() -> None:
    """No plan is shown in place of the written file."""
    run = nhsdx("plan", "-", *PLAN, *DUE, stdin=(ROOT / "examples/marlowe-vale.toml").read_bytes())
    assert (run.code, run.out) == (2, "")


def test_no_action_is_added_to_a_file_that_has_an_inline_list_of_actions(file: Path) -> None:
    """A table cannot be added to a list, and the list is not rewritten."""
    first, _, rest = api.new("nhs-digital-leadership", profile="core").partition("\n")
    file.write_text(f"{first}\nactions = []\n{rest}")
    run = nhsdx("plan", str(file), *PLAN, *DUE)
    assert (run.code, "layout" in run.err) == (2, True), run.err
