"""What respondents say, group by group, with small numbers protected before anything is told."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from nhsdx.analysis.disclosure import Key, Protection, hidden_groups, rounded, told
from nhsdx.analysis.intervals import FEW_CLUSTERS, Cluster, Interval, design_effect, mean_interval, wilson

T = TypeVar("T")
Counts = tuple[int, ...]
ALL: Key = ()
"""Stands for all respondents together."""
TOO_FEW, HIDDEN = "too-few", "hidden"
"""Why nothing is told: all together are too few; or a group is, or would give away one that is, unsaid which."""


class Question(NamedTuple):
    """A survey criterion's answers: the worth of each option, 0-100, and how many chose each, by group and by team.

    `chosen` are the places of the options whose share is told. `teams` is empty where teams are not known.
    """

    id: str
    title: str
    options: tuple[str, ...]
    worths: tuple[float, ...]
    chosen: tuple[int, ...]
    counts: Mapping[Key, Counts]
    teams: Mapping[Key, Mapping[str, Counts]]
    minimum: int
    unanswered: int
    rejected: int


class Scale(NamedTuple):
    """A scale's values by group, and by group and team: how many respondents, their sum and that of the squares."""

    id: str
    title: str
    source: str
    lowest: float
    highest: float
    values: Mapping[Key, Cluster]
    teams: Mapping[Key, Mapping[str, Cluster]]
    rejected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What may be told of one group's answers to one question or scale; if it is `hidden`, only why.

    `mean` is in points, `share` 0-1. An interval by `team` is as wide as answers alike within teams make it;
    `few_teams` says that there are too few of them to be sure of that.
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
    teams: int | None = None
    few_teams: bool = False
    team_interval: Interval | None = None

    @property
    def rate(self) -> float | None:
        """The share, 0-1, of those invited who answered."""
        return None if self.invited is None or self.respondents is None else min(self.respondents / self.invited, 1.0)


def tell(question: Question, protection: Protection, invited: Mapping[Key, int]) -> list[Told]:
    """What may be told of a question: of all respondents, then of each group in the order of their names."""
    minimum = max(protection.minimum, question.minimum)
    sizes = {key: sum(counts) for key, counts in question.counts.items()}
    hidden = hidden_groups(sizes, minimum)
    lines = []
    for key in _with_all(sizes):
        reason = _reason(key, sizes, hidden, minimum)
        if reason is not None:
            lines.append(Told(key=key, hidden=reason))
            continue
        teams = [_summed(parts) for parts in _by_team(question.teams, key)]
        lines.append(_of_question(question, key, teams, protection, invited.get(key)))
    return lines


def tell_scale(scale: Scale, protection: Protection) -> list[Told]:
    """What may be told of a scale, as `tell` does of a question."""
    sizes = {key: value.size for key, value in scale.values.items()}
    hidden = hidden_groups(sizes, protection.minimum)
    lines = []
    for key in _with_all(sizes):
        reason = _reason(key, sizes, hidden, protection.minimum)
        if reason is not None:
            lines.append(Told(key=key, hidden=reason))
            continue
        value = _joined(list(scale.values.values())) if key == ALL else scale.values[key]
        teams = [_joined(parts) for parts in _by_team(scale.teams, key)]
        lines.append(_of_scale(key, value, teams, protection))
    return lines


def _with_all(sizes: Mapping[Key, int]) -> list[Key]:
    """All respondents first; alone where there are no groups."""
    return [ALL, *sorted(key for key in sizes if key != ALL)]


def _reason(key: Key, sizes: Mapping[Key, int], hidden: frozenset[Key], minimum: int) -> str | None:
    """Why a group is hidden, in the same word for small groups and those hidden beside them.

    Told apart they would give numbers away: of a total of 52 with a group of 40 shown, 11 beside it leaves 1.
    """
    if sum(sizes.values()) < minimum:
        return TOO_FEW
    return HIDDEN if key in hidden else None


def _summed(counts: Sequence[Counts]) -> Counts:
    return tuple(map(sum, zip(*counts, strict=True)))


def _joined(values: Sequence[Cluster]) -> Cluster:
    return Cluster(
        sum(value.size for value in values),
        math.fsum(value.total for value in values),
        math.fsum(value.squares for value in values),
    )


def _by_team(teams: Mapping[Key, Mapping[str, T]], key: Key) -> list[list[T]]:
    """What each team of a group said; of all respondents, with its parts from all groups."""
    if key != ALL:
        return [[said] for said in teams.get(key, {}).values()]
    together: dict[str, list[T]] = {}
    for group in teams.values():
        for team, said in group.items():
            together.setdefault(team, []).append(said)
    return list(together.values())


def _of_question(
    question: Question, key: Key, teams: Sequence[Counts], protection: Protection, invited: int | None
) -> Told:
    counts = _summed(list(question.counts.values())) if key == ALL else question.counts[key]
    shown = told(counts, protection)
    respondents = rounded(sum(counts), protection)
    line = Told(key=key, respondents=respondents, counts=shown, invited=invited, teams=len(teams) or None)
    # What is told beside the counts comes from the counts as told, or it would tell more than they do.
    known = [count for count in shown if count is not None]
    if len(known) < len(shown) or not sum(known):
        return line
    size = sum(known)
    mean = math.fsum(count * worth for count, worth in zip(known, question.worths, strict=True)) / size
    chosen = sum(known[place] for place in question.chosen)
    clusters = [_cluster(team, question.chosen) for team in teams]
    effect = design_effect(clusters)
    return Told(
        key=key,
        respondents=respondents,
        counts=shown,
        mean=mean,
        share=chosen / size,
        share_interval=wilson(chosen, size, population=invited),
        invited=invited,
        teams=len(teams) or None,
        few_teams=0 < len(teams) < FEW_CLUSTERS,
        team_interval=wilson(chosen, size, population=invited, design_effect=effect) if teams else None,
    )


def _cluster(counts: Counts, chosen: Sequence[int]) -> Cluster:
    """A team's answers as zeros and ones: whether each chose one of the options whose share is told."""
    ones = sum(counts[place] for place in chosen)
    return Cluster(sum(counts), ones, ones)


def _of_scale(key: Key, value: Cluster, teams: Sequence[Cluster], protection: Protection) -> Told:
    mean = value.total / value.size
    spare = max(value.squares - value.total * mean, 0.0)
    deviation = math.sqrt(spare / (value.size - 1))
    return Told(
        key=key,
        respondents=rounded(value.size, protection),
        mean=mean,
        mean_interval=mean_interval(mean, deviation, value.size),
        teams=len(teams) or None,
        few_teams=0 < len(teams) < FEW_CLUSTERS,
        team_interval=mean_interval(mean, deviation, value.size, design_effect=design_effect(teams)) if teams else None,
    )
