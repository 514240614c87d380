"""Completion in a real bash: what the tab key offers."""

from __future__ import annotations

import shutil
from typing import get_args

import pytest

from nhsdx.cli.options import ReadingName
from nhsdx.commands.check.command import CheckFormat
from tests.support.programs.completion import offered

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")


def test_completion_offers_commands() -> None:
    """The first word is a command, and the word after a group is one of its commands."""
    assert offered("as") == ["assess"]
    assert {"assess", "check", "compare", "explain", "new", "rubric"} <= set(offered(""))
    assert {"lint", "list", "show", "test"} <= set(offered("rubric", ""))


def test_completion_offers_options() -> None:
    """After a hyphen, the options of the command are offered."""
    assert offered("check", "--fail-on-g") == ["--fail-on-gate"]
    assert {"--policy", "--no-regression", "--badge"} <= set(offered("check", "--"))
    assert "--policy" not in offered("explain", "--")


def test_completion_offers_values() -> None:
    """After an option with a fixed list of values, the values are offered."""
    assert offered("check", "examples", "--format", "") == list(get_args(CheckFormat))
    assert offered("check", "examples", "--on", "") == list(get_args(ReadingName))


def test_completion_offers_ids() -> None:
    """Ids of the rubric or file typed before are offered."""
    assert offered("rubric", "show", "nhs-") == ["nhs-digital-leadership"]
    assert offered("rubric", "show", "nhs-digital-leadership", "clinical-s") == ["clinical-safety"]
    assert offered("explain", "examples/marlowe-vale.toml", "outc") == ["outcome-horizon"]
    assert "acute" in offered("assess", "examples/marlowe-vale.toml", "--profile", "")


def test_a_file_that_cannot_be_read_does_not_break_completion() -> None:
    """Completion after a wrong file gives no error."""
    assert offered("explain", "nowhere.toml", "outc") == []
    assert offered("explain", "pyproject.toml", "outc") == []


def test_file_names_are_completed_by_the_shell_itself() -> None:
    """Nothing is offered where a file name belongs, so that bash completes it."""
    assert offered("assess", "exa") == []
