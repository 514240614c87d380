"""What a check is to do: the options, and under them the policy that was found."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from nhsdx.commands.check.checker import CheckSettings
from nhsdx.commands.check.demands import Demands
from nhsdx.commands.check.golden import GoldenFolder, shared_files
from nhsdx.commands.check.policy.baseline import read_baseline_results
from nhsdx.commands.check.policy.file import LoadedPolicy, find_policy, load_policy
from nhsdx.commands.check.policy.regression import Key, Published, group_by_assessment
from nhsdx.commands.check.policy.shape import PolicyFile, Threshold
from nhsdx.commands.check.verdict import Requirements
from nhsdx.errors import NhsdxError
from nhsdx.files.source import is_folder
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model.reading import Reading


class Options(NamedTuple):
    """What was given on the command line; None is what was not, so that the policy decides."""

    thresholds: tuple[Threshold, ...]
    fail_on_gate: bool | None
    fail_on_finding: tuple[str, ...]
    require_complete: bool | None
    on: Reading | None
    golden: str | None
    update_golden: bool
    no_regression: str | None
    policy: str | None
    today: datetime.date | None
    rubric: str | None
    profile: str | None
    as_of: datetime.date | None
    with_all_lines: bool


def build_settings(
    options: Options, names: Sequence[str], paths: Sequence[str], shelf: AssessmentLoader
) -> CheckSettings:
    """The options, filled up from the policy. Raises NhsdxError for a policy or baseline that cannot be used."""
    loaded = find_policy(find_common_folder(paths)) if options.policy is None else load_policy(options.policy)
    policy = PolicyFile() if loaded is None else loaded.policy
    return CheckSettings(
        asked=Requirements(
            demands=Demands(
                _merge_thresholds(policy, options),
                _choose(options.fail_on_gate, policy.fail_on_gate),
                _choose(options.require_complete, policy.require_complete),
                options.on or policy.on,
            ),
            fail_on_finding=frozenset(options.fail_on_finding or policy.fail_on_finding),
            baseline=_load_baseline(options, loaded, shelf),
        ),
        policy=loaded,
        with_all_lines=options.with_all_lines,
        covers_policy=loaded is not None and any(_is_within(loaded.folder, path) for path in paths),
        today=options.today or datetime.date.today(),  # noqa: DTZ011 - the user's own day is meant
        profile=options.profile,
        as_of=options.as_of,
        golden=_find_golden_folder(options, loaded, names),
        update_golden=options.update_golden,
    )


def _choose(given: bool | None, otherwise: bool) -> bool:  # noqa: FBT001 - both are options' values
    return otherwise if given is None else given


def _merge_thresholds(policy: PolicyFile, options: Options) -> tuple[Threshold, ...]:
    """The thresholds given, and those of the policy for other nodes and readings."""
    usual = options.on or policy.on or Reading.CLAIMED
    given = {(one.node, one.reading or usual) for one in options.thresholds}
    kept = (one for one in policy.thresholds if (one.node, one.reading or usual) not in given)
    return (*kept, *options.thresholds)


def _find_golden_folder(options: Options, loaded: LoadedPolicy | None, names: Sequence[str]) -> GoldenFolder | None:
    root = Path() if loaded is None else loaded.folder
    if options.golden is not None:
        folder = Path(options.golden)
    elif loaded is not None and loaded.policy.golden is not None:
        folder = loaded.folder / loaded.policy.golden
    elif options.update_golden:
        raise NhsdxError("there is no golden folder to update", "--update-golden", "give --golden DIR", code="usage")
    else:
        return None
    if not options.update_golden and not is_folder(folder):
        hint = "begin it with: nhsdx check --update-golden"
        raise NhsdxError("there is no such golden folder", str(folder), hint, code="file-not-found")
    golden = GoldenFolder(folder, root)
    for path, several in shared_files(golden, names).items():
        hint = f"rename one of them: {', '.join(several)}"
        raise NhsdxError("two assessments would have one golden file", str(path), hint, code="duplicate")
    return golden


def _load_baseline(
    options: Options, loaded: LoadedPolicy | None, shelf: AssessmentLoader
) -> dict[Key, list[Published]] | None:
    """The results that nothing may fall behind: of one file, or of every file of a folder."""
    if options.no_regression is not None:
        path = Path(options.no_regression)
    elif loaded is not None and loaded.policy.no_regression is not None:
        path = loaded.folder / loaded.policy.no_regression
    else:
        return None
    return group_by_assessment(read_baseline_results(path, shelf))


def find_common_folder(paths: Sequence[str]) -> Path:
    """The folder that holds all paths, from which the policy is looked for upwards."""
    common = Path(os.path.commonpath([os.path.realpath(path) for path in paths]))
    return common if is_folder(common) else common.parent


def _is_within(folder: Path, path: str) -> bool:
    """Whether a folder lies in one that is checked, so that all is checked that its policy is about."""
    return is_folder(path) and Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(path))
