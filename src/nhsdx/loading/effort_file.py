"""An effort file: local efforts for steps, used instead of the efforts in the rubric."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from nhsdx.files.source import read_source
from nhsdx.loading.rubric_data import find_format_problems
from nhsdx.loading.shape import validate
from nhsdx.model import EffortFile, OneOf, Problem, Rubric, quote_word, read_decimal

EFFORT_FORMAT = "nhsdx.effort/1"


class GivenEfforts(NamedTuple):
    """The efforts in a file, by step, and the unit of the efforts."""

    unit: str | None
    amounts: Mapping[str, Fraction]


def read_effort_file(name: str, rubric: Rubric, steps: frozenset[str]) -> GivenEfforts:
    """The efforts in a file.

    `steps` lists the steps of the rubric. Raises InvalidInputError with everything that is wrong with the file.
    """
    source = read_source(name)
    source.refuse(find_format_problems(source.data, (EFFORT_FORMAT,)))
    found, problems = validate(EffortFile, source.data, {})
    listed = list(problems)
    if found is not None:
        listed += _find_unknown(found, rubric, steps)
    return _collect(source.expect(found, listed))


def _find_unknown(found: EffortFile, rubric: Rubric, steps: frozenset[str]) -> list[Problem]:
    problems: list[Problem] = []
    for criterion, parts in found.effort.items():
        if criterion not in rubric.criteria:
            message = f"{quote_word(criterion)} is not a criterion of this rubric"
            options = OneOf(criterion, tuple(rubric.criteria))
            problems.append(Problem(("effort", criterion), "unknown-reference", message, options, at_key=True))
            continue
        known = [step.partition(".")[2] for step in steps if step.startswith(f"{criterion}.")]
        for part in parts:
            if part not in known:
                message = f"{quote_word(part)} is not a step of `{criterion}`"
                path = ("effort", criterion, part)
                problems.append(Problem(path, "unknown-reference", message, OneOf(part, sorted(known)), at_key=True))
    return problems


def _collect(found: EffortFile) -> GivenEfforts:
    amounts = {
        f"{criterion}.{part}": amount for criterion, parts in found.effort.items() for part, amount in parts.items()
    }
    for name in ("default", "evidence"):
        amount = getattr(found, name)
        if amount is not None:
            amounts[name] = amount
    return GivenEfforts(found.unit, {name: read_decimal(amount) for name, amount in amounts.items()})
