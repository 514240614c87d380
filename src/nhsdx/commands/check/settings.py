"""The settings of a check: the caller's options, with the policy's values where an option is not given."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from nhsdx.commands.check.findings import Demands
from nhsdx.commands.check.policy.baseline import Key, Published, group_by_assessment, read_baseline_results
from nhsdx.commands.check.policy.shape import PolicyFile, Threshold, Waiver, find_policy_problems
from nhsdx.errors import NhsdxError
from nhsdx.files.inside import is_inside, leads_out
from nhsdx.files.source import SourceText, is_file, is_folder, read_source
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.loading.shape import validate
from nhsdx.model import DEFAULT_READING, Reading
from nhsdx.model import Path as Place

OWN_FILE = "nhsdx.toml"
SHARED_FILE = "pyproject.toml"
TABLE = ("tool", "nhsdx")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """The options of the caller. If an option is None or empty, the policy decides.

    `with_all_lines` asks for the line of every finding, even of findings that a page leaves out. This takes longer.
    """

    thresholds: tuple[Threshold, ...] = ()
    fail_on_gate: bool | None = None
    fail_on_finding: tuple[str, ...] = ()
    require_complete: bool | None = None
    on: Reading | None = None
    no_regression: str | None = None
    policy: str | None = None
    today: datetime.date | None = None
    rubric: str | None = None
    profile: str | None = None
    as_of: datetime.date | None = None
    allow_none: bool = False
    with_all_lines: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """The conditions that every checked assessment must meet, and how assessments are scored.

    `baseline` has the earlier results, if any. `covers_policy` is true if the policy's whole folder is checked;
    only then can a waiver without a file be judged.
    """

    demands: Demands = field(default_factory=Demands)
    fail_on_finding: frozenset[str] = frozenset()
    baseline: Mapping[Key, Sequence[Published]] | None = None
    baseline_path: Path | None = None
    policy: LoadedPolicy | None = None
    covers_policy: bool = False
    today: datetime.date = datetime.date.min
    profile: str | None = None
    as_of: datetime.date | None = None
    with_all_lines: bool = True


def build_settings(options: CheckOptions, paths: Sequence[str], loader: AssessmentLoader) -> CheckSettings:
    """The options, with the policy's values where an option is not given.

    Raises NhsdxError for a policy or baseline that cannot be used.
    """
    loaded = find_policy(_find_common_folder(paths)) if options.policy is None else load_policy(options.policy)
    policy = PolicyFile() if loaded is None else loaded.policy
    path = _find_baseline(options, loaded)
    return CheckSettings(
        demands=Demands(
            _merge_thresholds(policy, options),
            _choose(options.fail_on_gate, policy.fail_on_gate),
            _choose(options.require_complete, policy.require_complete),
            options.on or policy.on,
        ),
        fail_on_finding=frozenset(options.fail_on_finding or policy.fail_on_finding),
        baseline=None if path is None else group_by_assessment(read_baseline_results(path, loader)),
        baseline_path=path,
        policy=loaded,
        covers_policy=loaded is not None and any(_is_within(loaded.folder, path) for path in paths),
        today=options.today or datetime.date.today(),  # noqa: DTZ011 - the user's own day is meant
        profile=options.profile,
        as_of=options.as_of,
        with_all_lines=options.with_all_lines,
    )


def _choose(given: bool | None, default: bool) -> bool:  # noqa: FBT001 - both are values of options
    return default if given is None else given


def _merge_thresholds(policy: PolicyFile, options: CheckOptions) -> tuple[Threshold, ...]:
    """The given thresholds, and the policy's thresholds for other nodes and readings."""
    usual = options.on or policy.on or DEFAULT_READING
    given = {(one.node, one.reading or usual) for one in options.thresholds}
    kept = (one for one in policy.thresholds if (one.node, one.reading or usual) not in given)
    return (*kept, *options.thresholds)


def _find_baseline(options: CheckOptions, loaded: LoadedPolicy | None) -> Path | None:
    """The file or folder of earlier results; no new result may be worse."""
    if options.no_regression is not None:
        return Path(options.no_regression)
    if loaded is not None and loaded.policy.no_regression is not None:
        return _expect_inside(loaded, loaded.policy.no_regression)
    return None


def _expect_inside(loaded: LoadedPolicy, name: str) -> Path:
    """A path that the policy gives.

    Raises NhsdxError if the path, or a link on the way, leads outside the policy's folder.
    """
    path = loaded.folder / name
    if leads_out(name) or not all(
        is_inside(one, loaded.folder) for one in (path, *(path.rglob("*") if is_folder(path) else ()))
    ):
        hint = "expected a path inside that folder; only --no-regression allows any path"
        place = loaded.source.place((*loaded.at, "no-regression"))
        raise NhsdxError("this path leads outside the policy's folder", place, hint, code="path-outside")
    return path


def _find_common_folder(paths: Sequence[str]) -> Path:
    """The folder that contains all paths: the search for a policy starts there and goes up."""
    common = Path(os.path.commonpath([os.path.realpath(path) for path in paths]))
    return common if is_folder(common) else common.parent


def _is_within(folder: Path, path: str) -> bool:
    """Whether a folder is inside a folder that is checked."""
    return is_folder(path) and Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(path))


class LoadedPolicy(NamedTuple):
    """A policy without problems, its file, and the place in the file where the policy begins."""

    source: SourceText
    at: Place
    policy: PolicyFile

    @property
    def folder(self) -> Path:
        """The folder from which relative paths in the policy start."""
        return self.source.folder

    def find_waivers(self, name: str) -> dict[int, Waiver]:
        """The waivers for a file, by their place in the policy."""
        path = os.path.realpath(name)
        waivers = enumerate(self.policy.waivers)
        return {n: one for n, one in waivers if one.file is None or os.path.realpath(self.folder / one.file) == path}


def find_policy(start: Path) -> LoadedPolicy | None:
    """The policy of a folder, or of the nearest folder above it that has one."""
    for folder in (start.resolve(), *start.resolve().parents):
        own, shared = folder / OWN_FILE, folder / SHARED_FILE
        # A broken link, a folder or a pipe is a policy that cannot be read, which is different from no policy.
        if os.path.lexists(own):
            return load_policy(_expect_file(own))
        if os.path.lexists(shared):
            source = read_source(_expect_file(shared))
            if _find_table(source.data) is not None:
                return _build_policy(source, TABLE)
    return None


def load_policy(name: str) -> LoadedPolicy:
    """The policy in a file. Raises NhsdxError or InvalidInputError with every problem in the policy."""
    source = read_source(name)
    if Path(name).name != SHARED_FILE:
        return _build_policy(source, ())
    if _find_table(source.data) is None:
        hint = "expected [tool.nhsdx] in this file; or give an nhsdx.toml file"
        raise NhsdxError("this file contains no policy", name, hint, code="missing-key")
    return _build_policy(source, TABLE)


def _expect_file(path: Path) -> str:
    """The path of a policy that was found.

    Raises NhsdxError if the path is not a file, or is a link that leads elsewhere.
    """
    name = _shorten_path(path)
    if not is_file(path):
        hint = "expected a file; to check without a policy, remove or rename it"
        raise NhsdxError("this policy cannot be read", name, hint, code="file-unreadable")
    if not is_inside(path, path.parent):
        hint = "use --policy to give the file that the link leads to, or replace the link with a copy"
        raise NhsdxError("this policy is a link to a file outside its folder", name, hint, code="path-outside")
    return name


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
    placed = [problem._replace(path=(*at, *problem.path)) for problem in problems]
    return LoadedPolicy(source, at, source.expect(policy, placed))
