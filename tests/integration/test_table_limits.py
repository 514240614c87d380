"""What would take a table too long is refused at once, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli_w

from tests.support.build import Table
from tests.support.gate_chains import TEXTS, chain_of
from tests.support.run import nhsdx


def scored_table(folder: Path, rubric: Table) -> tuple[int, str]:
    """The exit code and the errors of scoring a table of one row."""
    (folder / "rubric.toml").write_text(tomli_w.dumps(rubric))
    names = list(rubric["criteria"])
    (folder / "table.csv").write_text(f"{','.join(names)}\n{','.join('1' for _ in names)}\n")
    run = nhsdx("batch", "table.csv", "--rubric", "rubric.toml", cwd=folder)
    return run.code, run.err


@pytest.mark.parametrize(("gates", "code"), [(5, 0), (6, 2), (100, 2)])
def test_a_chain_of_gates_is_limited(tmp_path: Path, gates: int, code: int) -> None:
    """Each gate that waits for another multiplies the work of a table."""
    found, errors = scored_table(tmp_path, chain_of(gates))
    assert found == code
    assert code == 0 or f"too-many: {gates} gates of this rubric wait for each other" in errors


def test_conditions_of_gates_are_limited(tmp_path: Path) -> None:
    """A gate of very many conditions is refused, not tried for minutes."""
    rubric = chain_of(0)
    every = [{"criterion": "c0", "at-most": 0}] * 300
    rubric |= {"gates": {"g": TEXTS | {"when": {"any": every}, "flag": True}}}
    found, errors = scored_table(tmp_path, rubric)
    assert (found, "too-many: the gates of this rubric have 301 conditions" in errors) == (2, True)
