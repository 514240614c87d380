"""The reference is complete: commands, options, codes, rules, keys and rubrics."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from docs import generate
from nhsdx.cli.exits import Exit
from nhsdx.commands.rubric.lint.linter import RULES
from nhsdx.files.shipped import list_shipped_ids
from nhsdx.loading.rubric_file import load_rubric
from nhsdx.main import build_program
from nhsdx.model.codes import ERROR_CODES, FINDING_CODES
from tests.support.pages import PAGES, text_of
from tests.support.run import ROOT


def test_generated_parts_are_up_to_date() -> None:
    """After a change to a command, code, rule, key or rubric, the documentation must be regenerated."""
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), "run: python docs/generate.py"


def test_a_stale_page_is_reported_and_rewritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--check exits 1 and changes nothing; without --check the page is rewritten."""
    monkeypatch.setattr(generate, "DOCS", tmp_path / "docs")
    monkeypatch.setattr(generate, "SCHEMAS", tmp_path / "schemas")
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    page, schema = tmp_path / "docs" / "page.md", tmp_path / "schemas" / "policy.schema.json"
    page.parent.mkdir()
    schema.unlink()
    stale = "Before\n<!-- generated: exit-codes -->\nold\n<!-- end -->\nafter\n"
    page.write_text(stale, encoding="utf-8")
    assert generate.main(["--check"]) == 1
    assert page.read_text(encoding="utf-8") == stale
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    names = ("docs/page.md", "schemas/policy.schema.json")
    assert capsys.readouterr().err == "".join(f"{how}: {name}\n" for how in ("stale", "written") for name in names)
    assert "undecided" in page.read_text(encoding="utf-8")


PARTS_OF_A_RESULT = ("PublishedHead", "PublishedScoring", "PublishedResult")


@pytest.mark.parametrize("name", generate.models())
def test_every_key_of_a_file_is_described(name: str) -> None:
    """Every key that a table may have is explained on a page, and no other key is."""
    assert set(generate.MEANINGS[name]) == set(generate.keys_of(generate.models()[name]))
    assert all(meaning.endswith((".", ")")) for meaning in generate.MEANINGS[name].values())
    shown = "ResultFile" if name in PARTS_OF_A_RESULT else name
    assert any(f"<!-- generated: keys {shown} -->" in page.read_text(encoding="utf-8") for page in PAGES)


def test_every_table_that_exists_is_described_and_no_other() -> None:
    """The list of meanings has only tables that exist."""
    assert set(generate.MEANINGS) == set(generate.models())


def commands_of(command: Any, name: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - Typer's own Click is private
    """A command and those below it, each with its full name."""
    yield name, command
    for below, inner in getattr(command, "commands", {}).items():
        yield from commands_of(inner, f"{name} {below}")


COMMANDS = dict(commands_of(get_command(build_program()), "nhsdx"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    """Each command has a section with its help text and all its arguments and options."""
    command, page = COMMANDS[name], text_of("docs/cli.md")
    if getattr(command, "commands", None) and name != "nhsdx":
        return
    section = page if name == "nhsdx" else page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    assert command.help.partition("\n\n")[0].replace("\n", " ") in section
    for parameter in command.params:
        is_option = parameter.param_type_name == "option"
        for spelt in parameter.opts if is_option else [parameter.metavar]:
            assert f"`{spelt}`" in section


def test_every_exit_code_is_documented() -> None:
    """The table of exit codes has a row for each exit code."""
    page = text_of("docs/cli.md")
    assert all(f"| {code.value} | " in page for code in Exit)


def test_every_code_of_an_error_or_finding_is_documented() -> None:
    """A reader can look up the code of any message."""
    page = text_of("docs/errors.md")
    assert [code for code in {**ERROR_CODES, **FINDING_CODES} if f"| `{code}` | " not in page] == []


def test_every_lint_rule_is_documented() -> None:
    """Each rule has a section with its severity, reason, example and remedy."""
    page = text_of("docs/lint-rules.md")
    for rule in RULES:
        section = page.partition(f"\n## {rule.code}\n")[2].partition("\n## ")[0]
        assert f"({rule.severity})" in section
        assert all(part in section for part in (rule.title, rule.why, rule.example, rule.remedy))


def test_every_shipped_rubric_and_every_claim_it_makes_is_documented() -> None:
    """Every shipped rubric and every numbered claim in it is explained on a page."""
    page = text_of("docs/rubrics.md")
    for name in list_shipped_ids():
        assert f"<!-- generated: rubric {name} -->" in page
        for criterion in load_rubric(name).rubric.criteria.values():
            assert all(f"\n| {claim} | " in page for claim in criterion.claims)
