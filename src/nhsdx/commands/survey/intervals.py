"""Confidence intervals for shares of respondents and for means of their answers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import NormalDist
from typing import NamedTuple

Z = NormalDist().inv_cdf(0.975)
"""The normal deviate of a 95% interval, 1.959963984540054."""
FEW_CLUSTERS = 20
"""With fewer teams than this, the spread between teams is itself uncertain."""


class Interval(NamedTuple):
    """The bounds of a 95% interval."""

    low: float
    high: float


class Cluster(NamedTuple):
    """The answers of one team: how many, their sum, and the sum of their squares."""

    size: int
    total: float
    squares: float


def compute_wilson_interval(
    chosen: float, asked: int, *, population: int | None = None, design_effect: float = 1.0
) -> Interval:
    """The interval, from 0 to 1, of the share `chosen` / `asked` of respondents; `asked` is at least 1.

    With a population of N, n counts as n(N-1)/(N-n), and the share is certain if everyone answered. With a design
    effect, n is divided by this effect. This is the score interval of Wilson (1927), without continuity correction.
    """
    share = chosen / asked
    size = asked / design_effect
    if population is not None:
        if population <= asked:
            return Interval(share, share)
        size *= (population - 1) / (population - asked)
    centre = (share + Z**2 / (2 * size)) / (1 + Z**2 / size)
    half = Z * math.sqrt(share * (1 - share) / size + Z**2 / (4 * size**2)) / (1 + Z**2 / size)
    # Rounding errors alone could leave the share or 0-1.
    return Interval(max(min(centre - half, share), 0.0), min(max(centre + half, share), 1.0))


def compute_mean_interval(mean: float, deviation: float, size: int, *, design_effect: float = 1.0) -> Interval:
    """The interval of the mean of two or more respondents, by Student's t; `deviation` is the sample deviation."""
    half = compute_student_deviate(size - 1) * deviation * math.sqrt(design_effect / size)
    return Interval(mean - half, mean + half)


def compute_student_deviate(freedom: int) -> float:
    """The deviate of a 95% interval by Student's t.

    The method comes from Hill (1970), CACM algorithm 396; the result is exact for 1 and 2 degrees of freedom.
    """
    if freedom == 1:
        return 1 / math.tan(0.05 * math.pi / 2)
    if freedom == 2:  # noqa: PLR2004 - two degrees of freedom
        return math.sqrt(2 / (0.05 * 1.95) - 2)
    a = 1 / (freedom - 0.5)
    b = 48 / a**2
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * math.sqrt(a * math.pi / 2) * freedom
    y = (d * 0.05) ** (2 / freedom)
    if y > 0.05 + a:
        x = -Z
        y = x**2
        if freedom < 5:  # noqa: PLR2004 - as published
            c += 0.3 * (freedom - 4.5) * (-x + 0.6)
        c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
        y = math.expm1(a * y**2)
    else:
        y = (
            (1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3) + 0.5 / (freedom + 4)) * y
            - 1
        ) * (freedom + 1) / (freedom + 2) + 1 / y
    return math.sqrt(freedom * y)


def compute_intraclass(clusters: Iterable[Cluster]) -> float | None:
    """How alike members of a team answer: intraclass correlation, ICC(1), from 0 (not at all) to 1.

    The method is analysis of variance with teams of unequal size (Donner, 1986). None if there are fewer than two
    teams, if no team has two or more answers, or if all answers are the same.
    """
    teams = [cluster for cluster in clusters if cluster.size]
    if len(teams) < 2 or all(team.size == 1 for team in teams):  # noqa: PLR2004 - two teams
        return None
    between, within, typical = _analyse_variance(teams)
    spread = between + (typical - 1) * within
    return min(max((between - within) / spread, 0.0), 1.0) if spread > 0 else None


def _analyse_variance(teams: Sequence[Cluster]) -> tuple[float, float, float]:
    """The mean squares between and within teams, and the typical size of a team."""
    count, asked = len(teams), sum(team.size for team in teams)
    mean = math.fsum(team.total for team in teams) / asked
    between = math.fsum(team.size * (team.total / team.size - mean) ** 2 for team in teams) / (count - 1)
    within = math.fsum(team.squares - team.total**2 / team.size for team in teams) / (asked - count)
    typical = (asked - math.fsum(team.size**2 for team in teams) / asked) / (count - 1)
    return between, within, typical


def compute_design_effect(clusters: Sequence[Cluster]) -> float:
    """How many times larger the variance is because members of a team answer alike, never below 1.

    1 + (m - 1) * rho, where m is the mean size of a respondent's team (Kish, 1965); 1 if rho cannot be computed.
    """
    rho = compute_intraclass(clusters)
    asked = sum(cluster.size for cluster in clusters)
    if rho is None or not asked:
        return 1.0
    size = math.fsum(cluster.size**2 for cluster in clusters) / asked
    return max(1.0, 1 + (size - 1) * rho)
