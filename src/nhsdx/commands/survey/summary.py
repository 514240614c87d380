"""The answers of respondents, group by group, with small numbers protected."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from nhsdx.commands.survey.disclosure.clusters import EVERYONE, Teams, build_clusters, sum_clusters
from nhsdx.commands.survey.disclosure.hidden_groups import (
    Key,
    Protection,
    find_hidden_groups,
    round_count,
    suppress_small_counts,
)
from nhsdx.commands.survey.intervals import (
    FEW_CLUSTERS,
    Cluster,
    Interval,
    compute_design_effect,
    compute_mean_interval,
    compute_wilson_interval,
)

Counts = tuple[int, ...]
ALL: Key = EVERYONE
"""All respondents together."""
TOO_FEW, HIDDEN = "too-few", "hidden"
"""Why a group is hidden: all respondents are too few; or the group is too small, or would reveal one that is."""
ROUNDED_PART = 0.05
"""Where counts are rounded, means of scales are rounded to this part of the scale."""


class QuestionCounts(NamedTuple):
    """A survey criterion's answers: the worth of each option, 0-100, and how many chose each, by group and by team.

    `chosen` are the places of the options that the share counts. `teams` is empty where teams are not known.
    """

    id: str
    title: str
    options: tuple[str, ...]
    worths: tuple[float, ...]
    chosen: tuple[int, ...]
    counts: Mapping[Key, Counts]
    teams: Mapping[Key, Mapping[str, Counts]]
    minimum: int


class ScaleValues(NamedTuple):
    """A scale's values by group, and by group and team: the number of respondents, the sum and the sum of squares."""

    id: str
    title: str
    source: str
    lowest: float
    highest: float
    values: Mapping[Key, Cluster]
    teams: Mapping[Key, Mapping[str, Cluster]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicGroup:
    """The figures of one group for one question or scale that may be published; if it is `hidden`, only the reason.

    `mean` is in points; `share`, and `rate` (of the people invited, how many answered), are 0-1. There is no rate
    where more people answered than were invited. `team_interval`, of the share or of a scale's mean, allows for
    answers that are alike within teams. `teams` counts merged teams as one. With fewer than two there is no such
    interval; `few_teams` is true where there are too few to be sure of it.
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


def publish_counts(question: QuestionCounts, protection: Protection, invited: Mapping[Key, int]) -> list[PublicGroup]:
    """The publishable figures of a question: for all respondents, then for each group in alphabetical order."""
    protection = protection._replace(minimum=max(protection.minimum, question.minimum))
    sizes = {key: sum(counts) for key, counts in question.counts.items()}
    clusters = {
        key: {team: _build_cluster(counts, question.chosen) for team, counts in group.items()}
        for key, group in question.teams.items()
    }
    lines = []
    for line, teams in _list_lines(sizes, clusters, protection):
        asked = invited.get(line.key)
        lines.append(line if line.hidden else _publish_question_line(question, line, teams, protection, asked))
    return lines


def publish_values(scale: ScaleValues, protection: Protection) -> list[PublicGroup]:
    """What may be published of a scale: all respondents, then each group in alphabetical order."""
    sizes = {key: value.size for key, value in scale.values.items()}
    lines = []
    for line, teams in _list_lines(sizes, scale.teams, protection):
        value = sum_clusters(scale.values.values()) if line.key == ALL else scale.values[line.key]
        lines.append(line if line.hidden else _publish_scale_line(scale, line, value, teams, protection))
    return lines


def _list_lines(
    sizes: Mapping[Key, int], teams: Teams, protection: Protection
) -> Iterator[tuple[PublicGroup, Sequence[Cluster]]]:
    """Each group, all respondents first, with its size or why it is hidden; and the clusters of its teams."""
    hidden = find_hidden_groups(sizes, protection.minimum)
    # Where counts are hidden or rounded, an interval from the exact counts of teams would reveal more than they do.
    joined = build_clusters(teams, hidden, protection.minimum) if protection.multiple == 1 else {}
    for key in [ALL, *sorted(key for key in sizes if key != ALL)]:
        reason = _find_reason(key, sizes, hidden, protection.minimum)
        if reason is not None:
            yield PublicGroup(key=key, hidden=reason), ()
            continue
        of_key = joined.get(key, ())
        size = sum(sizes.values()) if key == ALL else sizes[key]
        yield (
            PublicGroup(key=key, respondents=round_count(size, protection), teams=len(of_key) if teams else None),
            of_key,
        )


def _find_reason(key: Key, sizes: Mapping[Key, int], hidden: frozenset[Key], minimum: int) -> str | None:
    """Why a group is hidden, with the same word for small groups and for groups hidden with them.

    Different words would reveal numbers: of a total of 52 with a group of 40 shown, 11 in one group leaves 1.
    """
    if sum(sizes.values()) < minimum:
        return TOO_FEW
    return HIDDEN if key in hidden else None


def _publish_question_line(
    question: QuestionCounts, line: PublicGroup, teams: Sequence[Cluster], protection: Protection, asked: int | None
) -> PublicGroup:
    all_counts = question.counts
    counts = tuple(map(sum, zip(*all_counts.values(), strict=True))) if line.key == ALL else all_counts[line.key]
    shown = suppress_small_counts(counts, protection)
    line = replace(line, counts=shown, invited=asked, rate=_compute_rate(line, asked, protection))
    # Other figures come from the published counts, or they would reveal more than those.
    known = [count for count in shown if count is not None]
    if len(known) < len(shown) or not sum(known):
        return line
    size = sum(known)
    population = asked if line.rate is not None else None
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


def _compute_rate(line: PublicGroup, asked: int | None, protection: Protection) -> float | None:
    """The share of those invited who answered; None where more answered than were invited, apart from rounding."""
    if asked is None or line.respondents is None or line.respondents - protection.multiple // 2 > asked:
        return None
    return min(line.respondents / asked, 1.0)


def _compute_moments(counts: Sequence[int], worths: Sequence[float]) -> tuple[float, float]:
    """The mean worth of answers, and their sample standard deviation."""
    size = sum(counts)
    mean = math.fsum(count * worth for count, worth in zip(counts, worths, strict=True)) / size
    spare = math.fsum(count * (worth - mean) ** 2 for count, worth in zip(counts, worths, strict=True))
    return mean, math.sqrt(spare / (size - 1))


def _compute_correction(size: int, population: int | None) -> float:
    """The part of a mean's variance that is left where n of a population of N answered: (N - n) / (N - 1)."""
    return 1.0 if population is None else max(population - size, 0) / max(population - 1, 1)


def _build_cluster(counts: Counts, chosen: Sequence[int]) -> Cluster:
    """A team's answers as zeros and ones: whether each respondent chose one of the options that the share counts."""
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
    effect = compute_design_effect(teams)
    return replace(
        line,
        mean=mean,
        mean_interval=compute_mean_interval(mean, deviation, size),
        few_teams=1 < len(teams) < FEW_CLUSTERS,
        team_interval=compute_mean_interval(mean, deviation, size, design_effect=effect) if len(teams) > 1 else None,
    )
