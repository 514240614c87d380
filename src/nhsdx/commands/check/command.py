"""`nhsdx check`: assessments held to what CI asks of them."""

from __future__ import annotations

import typer

from nhsdx.cli.options import AsOf, FailUnder, Force, On, Output, ProfileName, RubricName
from nhsdx.commands.check.options import (
    AllowNone,
    Also,
    Badge,
    CheckFormat,
    FailOnFinding,
    FailOnGate,
    Format,
    Golden,
    NoRegression,
    Paths,
    Policy,
    RequireComplete,
    Today,
    UpdateGolden,
)


def check(
    paths: Paths,
    *,
    format_: Format = CheckFormat.TABLE,
    also: Also = None,
    output: Output = None,
    force: Force = False,
    fail_under: FailUnder = None,
    fail_on_gate: FailOnGate = None,
    fail_on_finding: FailOnFinding = None,
    on: On = None,
    require_complete: RequireComplete = None,
    golden: Golden = None,
    update_golden: UpdateGolden = False,
    no_regression: NoRegression = None,
    policy: Policy = None,
    today: Today = None,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
    badge: Badge = None,
    allow_none: AllowNone = False,
) -> None:
    """Check assessments for CI: validate, score, and hold them to thresholds, gates and expectations.

    Folders are searched for assessments; other TOML files are passed over. The worst that is found in
    any file decides the exit code.

    Example: nhsdx check examples
    """
    from nhsdx.commands.check.run import Targets, run
    from nhsdx.commands.check.settings import Options
    from nhsdx.commands.check.thresholds import parse_thresholds
    from nhsdx.model.reading import Reading

    targets = Targets.of(format_, output, also or (), badge, force=force)
    options = Options(
        thresholds=parse_thresholds(fail_under or ()),
        fail_on_gate=fail_on_gate,
        fail_on_finding=tuple(fail_on_finding or ()),
        require_complete=require_complete,
        on=None if on is None else Reading(on.value),
        golden=golden,
        update_golden=update_golden,
        no_regression=no_regression,
        policy=policy,
        today=None if today is None else today.date(),
        rubric=rubric,
        profile=profile,
        as_of=None if as_of is None else as_of.date(),
        with_all_lines=targets.need_lines,
    )
    raise typer.Exit(run(paths, options, targets, allow_none=allow_none))
