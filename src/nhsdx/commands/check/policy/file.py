"""The policy of a project: in `nhsdx.toml`, or under `[tool.nhsdx]` of a `pyproject.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from nhsdx.commands.check.policy.shape import PolicyFile, find_policy_problems
from nhsdx.errors import NhsdxError
from nhsdx.files.source import SourceText, is_file, read_source
from nhsdx.loading.shape import validate
from nhsdx.model.finding import Path as Place

OWN_FILE = "nhsdx.toml"
SHARED_FILE = "pyproject.toml"
TABLE = ("tool", "nhsdx")


class LoadedPolicy(NamedTuple):
    """A policy without problems, its file, and where in it the policy begins."""

    source: SourceText
    at: Place
    policy: PolicyFile

    @property
    def folder(self) -> Path:
        """The folder that the paths of the policy are relative to."""
        return self.source.folder


def find_policy(start: Path) -> LoadedPolicy | None:
    """The policy of a folder, or of the nearest folder above it that has one."""
    for folder in (start.resolve(), *start.resolve().parents):
        own, shared = folder / OWN_FILE, folder / SHARED_FILE
        if is_file(own):
            return load_policy(_shorten_path(own))
        if is_file(shared):
            source = read_source(_shorten_path(shared))
            if _find_table(source.data) is not None:
                return _build_policy(source, TABLE)
    return None


def load_policy(name: str) -> LoadedPolicy:
    """The policy of a file. Raises NhsdxError or InvalidInputError with every problem in it."""
    source = read_source(name)
    if Path(name).name != SHARED_FILE:
        return _build_policy(source, ())
    if _find_table(source.data) is None:
        hint = "expected [tool.nhsdx] in it; or give an nhsdx.toml file"
        raise NhsdxError("this file contains no policy", name, hint, code="missing-key")
    return _build_policy(source, TABLE)


def _shorten_path(path: Path) -> str:
    """The path as a user would write it: relative, if it is below the current folder."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _find_table(data: dict[str, Any]) -> object:
    tool = data.get(TABLE[0])
    return tool.get(TABLE[1]) if isinstance(tool, dict) else None


def _build_policy(source: SourceText, at: Place) -> LoadedPolicy:
    data = _find_table(source.data) if at else source.data
    if not isinstance(data, dict):
        raise NhsdxError("this is not a policy", source.name, "expected [tool.nhsdx], a table", code="wrong-type")
    policy, problems = validate(PolicyFile, data, {})
    problems += () if policy is None else find_policy_problems(policy)
    source.refuse(problem._replace(path=(*at, *problem.path)) for problem in problems)
    if policy is None:
        raise AssertionError(source.name)
    return LoadedPolicy(source, at, policy)
