"""The answers of respondents, group by group, with small numbers protected."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from nhsdx.analysis.release_plan import Cell, Key, add_tallies
from nhsdx.commands.survey.disclosure.protection import Protection, round_count, suppress_small_counts
from nhsdx.commands.survey.disclosure.public_groups import EVERYONE, GroupCells
from nhsdx.commands.survey.intervals import (
    FEW_CLUSTERS,
    Cluster,
    Interval,
    compute_design_effect,
    compute_mean_interval,
    compute_wilson_interval,
)
from nhsdx.commands.survey.legibility import MOST_WRONG, Reading, find_unclear

Counts = tuple[int, ...]
TOO_FEW = "too-few"
"""Why nothing is shown: there are too few respondents in all."""
ROUNDED_PART = 0.05
"""If counts are rounded, the means of scales are rounded to multiples of this part of the scale."""
BANDS = (0, 20, 40, 60, 80)
"""The scores (0-100) at which the bands of respondents' own scores begin."""


class QuestionCounts(NamedTuple):
    """A survey criterion's answers: the worth of each option, 0-100, and how many chose each, by group and team.

    `chosen` are the places of the options counted in the share, and `readings` how many answers can be read.
    """

    id: str
    title: str
    options: tuple[str, ...]
    worths: tuple[float, ...]
    chosen: tuple[int, ...]
    counts: Mapping[Cell, Counts]
    readings: Mapping[str, Mapping[Cell, Reading]] = {}

    @property
    def sizes(self) -> Mapping[Cell, int]:
        """How many people answered."""
        return {cell: sum(counts) for cell, counts in self.counts.items()}


class ScaleValues(NamedTuple):
    """A scale's values by group and team: the number of respondents, the sum and the sum of squares."""

    id: str
    title: str
    source: str
    lowest: float
    highest: float
    values: Mapping[Cell, Cluster]

    @property
    def sizes(self) -> Mapping[Cell, int]:
        """How many people answered enough of the scale's items."""
        return {cell: value.size for cell, value in self.values.items()}


class RatingValues(NamedTuple):
    """The scores of respondents who rate a criterion's statements, and how many of them are in each band.

    `left_out` is how many people answered some of the statements, but fewer than `needed`. `not_asked` are the
    statements that the map says were not asked. `readings` is how many answers to each statement can be read.
    """

    scale: ScaleValues
    statements: int
    needed: int
    counts: Mapping[Cell, Counts]
    left_out: Mapping[Cell, int]
    readings: Mapping[str, Mapping[Cell, Reading]] = {}
    not_asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicGroup:
    """One group's figures for one question or scale, as far as they may be published; if `hidden`, only the reason.

    `mean` is in points; `share` and `rate` (the share of those invited who answered) are from 0 to 1. There is no rate
    if more people answered than were invited. `team_interval` is the interval of the share or of a scale's mean, and
    allows for answers that are alike within teams. `teams` counts merged teams as one. With fewer than two teams there
    is no `team_interval`. `few_teams` is true if there are too few teams for a reliable interval. `left_out` is how
    many people rated too few of a criterion's statements. `unread` lists the questions or statements with no readable
    answers, or with more invalid than readable ones; `doubtful` lists others with more than a few invalid answers.
    """

    key: Key
    hidden: str | None = None
    respondents: int | None = None
    counts: tuple[int | None, ...] | None = None
    mean: float | None = None
    mean_interval: Interval | None = None
    share: float | None = None
    share_interval: Interval | None = None
    invited: int | None = None
    rate: float | None = None
    teams: int | None = None
    few_teams: bool = False
    team_interval: Interval | None = None
    left_out: int | None = None
    unread: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()

    @staticmethod
    def describe_doubt(what: str) -> str:
        """Says that many answers to some questions or statements are invalid."""
        return f"more than {MOST_WRONG:.0%} of the answers to {what} are invalid"


NOTHING_SHOWN = (PublicGroup(key=EVERYONE, hidden=TOO_FEW),)


def publish_counts(
    question: QuestionCounts, groups: Sequence[GroupCells], protection: Protection, invited: Mapping[Key, int]
) -> tuple[PublicGroup, ...]:
    """The figures of a question for groups that may be shown; if no group may be shown, the reason."""
    lines = []
    for group in groups:
        counts = add_tallies(question.counts[cell] for cell in group.cells)
        clusters = [add_tallies(question.counts[cell] for cell in cells) for cells in group.clusters or ()]
        teams = [_build_cluster(cluster, question.chosen) for cluster in clusters]
        line, teams = _start_line(group, sum(counts), teams, protection, invited)
        line = replace(line, **find_unclear(question.readings, group.cells))
        lines.append(_publish_question_line(question, line, suppress_small_counts(counts, protection), teams))
    return tuple(lines) or NOTHING_SHOWN


def publish_values(
    scale: ScaleValues, groups: Sequence[GroupCells], protection: Protection, invited: Mapping[Key, int]
) -> tuple[PublicGroup, ...]:
    """The figures of a scale for groups that may be shown; if no group may be shown, the reason."""
    lines = []
    for group in groups:
        value = _add_values(scale, group.cells)
        teams = [_add_values(scale, cells) for cells in group.clusters or ()]
        line, teams = _start_line(group, value.size, teams, protection, invited)
        lines.append(
            _publish_scale_line(scale, line, value, teams, protection) if value.size > protection.hidden else line
        )
    return tuple(lines) or NOTHING_SHOWN


def publish_ratings(
    rating: RatingValues, groups: Sequence[GroupCells], protection: Protection, invited: Mapping[Key, int]
) -> tuple[PublicGroup, ...]:
    """The figures of a criterion with statements for groups that may be shown; if no group may be shown, the reason."""
    if not groups:
        return NOTHING_SHOWN
    lines = []
    for group, line in zip(groups, publish_values(rating.scale, groups, protection, invited), strict=True):
        counts = add_tallies(rating.counts[cell] for cell in group.cells)
        (left_out,) = suppress_small_counts([sum(rating.left_out[cell] for cell in group.cells)], protection)
        shown, unclear = suppress_small_counts(counts, protection), find_unclear(rating.readings, group.cells)
        lines.append(replace(line, counts=shown, left_out=left_out, **unclear))
    return tuple(lines)


def _start_line(
    group: GroupCells, size: int, clusters: Iterable[Cluster], protection: Protection, invited: Mapping[Key, int]
) -> tuple[PublicGroup, list[Cluster]]:
    """A group's size and response rate, and the clusters of teams with at least one answer."""
    # Where counts are hidden or rounded, an interval from the exact counts of teams would reveal more than they do.
    teams = [cluster for cluster in clusters if cluster.size] if protection.multiple == 1 else []
    count = None if group.clusters is None else len(teams)
    shown, asked = round_count(size, protection), invited.get(group.key)
    rate = _compute_rate(shown, asked, protection)
    return PublicGroup(key=group.key, respondents=shown, teams=count, invited=asked, rate=rate), teams


def _add_values(scale: ScaleValues, cells: Iterable[Cell]) -> Cluster:
    """The sums of all values of the given cells, the same in whatever order responses were counted."""
    values = [scale.values[cell] for cell in cells]
    return Cluster(
        sum(value.size for value in values),
        math.fsum(value.total for value in values),
        math.fsum(value.squares for value in values),
    )


def _publish_question_line(
    question: QuestionCounts, line: PublicGroup, shown: Sequence[int | None], teams: Sequence[Cluster]
) -> PublicGroup:
    line = replace(line, counts=tuple(shown))
    # Other figures are worked out from the published counts; otherwise they would reveal more than the counts do.
    known = [count for count in shown if count is not None]
    if len(known) < len(shown) or not sum(known):
        return line
    size = sum(known)
    population = line.invited if line.rate is not None else None
    chosen = sum(known[place] for place in question.chosen)
    mean, deviation = _compute_moments(known, question.worths)
    team = (
        compute_wilson_interval(chosen, size, population=population, design_effect=compute_design_effect(teams))
        if len(teams) > 1
        else None
    )
    return replace(
        line,
        mean=mean,
        mean_interval=compute_mean_interval(mean, deviation, size, design_effect=_compute_correction(size, population)),
        share=chosen / size,
        share_interval=compute_wilson_interval(chosen, size, population=population),
        few_teams=1 < len(teams) < FEW_CLUSTERS,
        team_interval=team,
    )


def _compute_rate(respondents: int, asked: int | None, protection: Protection) -> float | None:
    """The share of those invited who answered; None if more answered than were invited, unless rounding explains it."""
    if asked is None or respondents - protection.multiple // 2 > asked:
        return None
    return min(respondents / asked, 1.0)


def _compute_moments(counts: Sequence[int], worths: Sequence[float]) -> tuple[float, float]:
    """The mean worth of answers, and their sample standard deviation."""
    size = sum(counts)
    mean = math.fsum(count * worth for count, worth in zip(counts, worths, strict=True)) / size
    spare = math.fsum(count * (worth - mean) ** 2 for count, worth in zip(counts, worths, strict=True))
    return mean, math.sqrt(spare / (size - 1))


def _compute_correction(size: int, population: int | None) -> float:
    """The part of a mean's variance that is left if n of a population of N answered: (N - n) / (N - 1)."""
    return 1.0 if population is None else max(population - size, 0) / max(population - 1, 1)


def _build_cluster(counts: Counts, chosen: Sequence[int]) -> Cluster:
    """A team's answers as zeros and ones: whether each respondent chose one of the options counted in the share."""
    ones = sum(counts[place] for place in chosen)
    return Cluster(sum(counts), ones, ones)


def _publish_scale_line(
    scale: ScaleValues, line: PublicGroup, value: Cluster, teams: Sequence[Cluster], protection: Protection
) -> PublicGroup:
    size = value.size
    mean = value.total / size
    deviation = math.sqrt(max(value.squares - value.total * mean, 0.0) / (size - 1))
    if protection.multiple > 1:
        # An exact mean would reveal the exact size behind the rounded one.
        size = round_count(size, protection)
        step = max((scale.highest - scale.lowest) * ROUNDED_PART, 0.1)
        mean, deviation = math.floor(mean / step + 0.5) * step, math.ceil(deviation / step) * step
    part = _compute_correction(size, line.invited if line.rate is not None else None)
    effect = part * compute_design_effect(teams)
    own, team = (compute_mean_interval(mean, deviation, size, design_effect=one) for one in (part, effect))
    return replace(
        line,
        mean=mean,
        mean_interval=_keep_inside(own, scale),
        few_teams=1 < len(teams) < FEW_CLUSTERS,
        team_interval=_keep_inside(team, scale) if len(teams) > 1 else None,
    )


def _keep_inside(interval: Interval, scale: ScaleValues) -> Interval:
    """The part of an interval that is on the scale, because no mean can be outside the scale."""
    return Interval(max(interval.low, scale.lowest), min(interval.high, scale.highest))
