"""The two scores of a local rubric: its own, and the national score of the same answers."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TypeVar

from nhsdx.model import (
    NODE_FIELDS,
    OVERALL,
    Assessment,
    ByReading,
    Cause,
    ChecklistCriterion,
    Criterion,
    Dimension,
    LocalAndNational,
    Profile,
    Reading,
    Result,
    Rubric,
    RubricHeader,
    TwoScores,
)
from nhsdx.scoring.engine import score_with
from nhsdx.scoring.instrument import Instrument

ASKED = "asked"
P = TypeVar("P", bound=str)


def score_both(
    instrument: Instrument,
    assessment: Assessment,
    *,
    profile: str | None = None,
    as_of: datetime.date | None = None,
) -> Result:
    """The result that `score_with` gives and, if the rubric is local, also the national result of the same answers."""
    result = score_with(instrument, assessment, profile=profile, as_of=as_of)
    if instrument.origin is None or instrument.national is None:
        return result
    chosen = result.assessment.profile
    shared = chosen if chosen in instrument.national.rubric.profiles else None
    plain = assessment._replace(profile=None)
    national = score_with(instrument.national, plain, profile=shared, as_of=result.assessment.as_of)
    # The answers are the same, including those to criteria that the national rubric does not have.
    national = replace(national, assessment=national.assessment._replace(digest=result.assessment.digest))
    mixtures = _Mixtures(instrument.national, instrument.rubric, plain, national, result)
    nodes = {name: _build_two_scores(mixtures, name) for name in (OVERALL, *national.dimensions)}
    return replace(result, both=LocalAndNational(origin=instrument.origin, national=national, nodes=nodes))


@dataclass(slots=True)
class _Mixtures:
    """Scores mixtures of the national and the local rubric, each only once.

    A mixture has the dimensions and criteria of both rubrics; its own profile selects the criteria that are asked.
    """

    instrument: Instrument
    local: Rubric
    assessment: Assessment
    first: Result
    last: Result
    causes: tuple[Cause, ...] = ()
    results: dict[frozenset[Cause], Result] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.causes = tuple(self._find_causes())
        self.results = {frozenset(self.causes): self.last, frozenset(): self.first}

    @property
    def national(self) -> Rubric:
        """The national rubric, on which the local rubric is built."""
        return self.instrument.rubric

    def score_mixture(self, switched: frozenset[Cause]) -> Result:
        """The result if these causes are as in the local rubric, and all others as in the national rubric."""
        if switched not in self.results:
            rubric = self._build_rubric(switched)
            instrument = self.instrument.take_rubric(rubric)
            as_of = self.last.assessment.as_of
            self.results[switched] = score_with(instrument, self.assessment, profile=ASKED, as_of=as_of)
        return self.results[switched]

    def _find_causes(self) -> Iterator[Cause]:
        """The causes in which the two rubrics differ; any other cause adds nothing."""
        nationally, locally = self._select_asked()
        has_more_items = any(_has_more_items(self.national, self.local, name) for name in locally & nationally)
        if locally - nationally or has_more_items:
            yield Cause.ADDED
        if nationally - locally:
            yield Cause.DROPPED
        if _collect_weights(self.national, self.local) != _collect_weights(self.local, self.national):
            yield Cause.REWEIGHTED
        if self.national.evidence_grades != self.local.evidence_grades:
            yield Cause.EVIDENCE
        if self.national.gates != self.local.gates:
            yield Cause.GATES

    def _select_asked(self) -> tuple[frozenset[str], frozenset[str]]:
        """The ids of the criteria that the national rubric asks, and the ids of those that the local rubric asks."""
        profiles = self.first.assessment.profile, self.last.assessment.profile
        return self.national.select_criteria(profiles[0]), self.local.select_criteria(profiles[1])

    def _build_rubric(self, switched: Collection[Cause]) -> Rubric:
        weighing = self.local if Cause.REWEIGHTED in switched else self.national
        nationally, locally = self._select_asked()
        asked = nationally & locally
        asked |= locally - nationally if Cause.ADDED in switched else frozenset()
        asked |= frozenset() if Cause.DROPPED in switched else nationally - locally
        criteria = self.national.criteria | self.local.criteria | weighing.criteria
        asking = self.local if Cause.ADDED in switched else self.national
        criteria |= {name: _take_items(criteria[name], asking.criteria[name]) for name in nationally & locally}
        order = [name for name in criteria if name in asked]
        update = {
            "rubric": self.national.rubric.model_copy(update=_read_rule(weighing.rubric)),
            "dimensions": self.national.dimensions | self.local.dimensions | weighing.dimensions,
            "criteria": criteria,
            "evidence_grades": (self.local if Cause.EVIDENCE in switched else self.national).evidence_grades,
            "gates": (self.local if Cause.GATES in switched else self.national).gates,
            "profiles": {ASKED: Profile.model_construct(title=ASKED, criteria=tuple(order))},
        }
        return self.national.model_copy(update=update)


def _has_more_items(national: Rubric, local: Rubric, name: str) -> bool:
    """Whether a local rubric adds items to a checklist in the national rubric."""
    was, now = national.criteria[name], local.criteria[name]
    return isinstance(was, ChecklistCriterion) and isinstance(now, ChecklistCriterion) and was.items != now.items


def _take_items(criterion: Criterion, other: Criterion) -> Criterion:
    """A criterion with its items replaced by those of the same checklist in another rubric."""
    if not isinstance(criterion, ChecklistCriterion) or not isinstance(other, ChecklistCriterion):
        return criterion
    return criterion.model_copy(update={"items": other.items})


def _collect_weights(rubric: Rubric, other: Rubric) -> tuple[object, ...]:
    """The weights and aggregation rules in a rubric, for the nodes and criteria that another rubric also has."""
    dimensions = {
        name: _read_weight_and_rule(one) for name, one in rubric.dimensions.items() if name in other.dimensions
    }
    criteria = {name: one.weight for name, one in rubric.criteria.items() if name in other.criteria}
    return _read_rule(rubric.rubric), dimensions, criteria


def _read_weight_and_rule(dimension: Dimension) -> tuple[float, dict[str, object]]:
    return dimension.weight, _read_rule(dimension)


def _read_rule(node: RubricHeader | Dimension) -> dict[str, object]:
    """The fields that say how a node's score is made from its children's scores."""
    return {field: getattr(node, field) for field in NODE_FIELDS}


def _build_two_scores(mixtures: _Mixtures, node: str) -> TwoScores:
    national, local = mixtures.first.find_node(node), mixtures.last.find_node(node)

    def subtract(reading: Reading) -> float | None:
        was, now = national.scores[reading], local.scores[reading]
        return None if was is None or now is None else now - was

    return TwoScores(
        id=node,
        title=local.title,
        national=national.scores,
        local=local.scores,
        difference={reading: subtract(reading) for reading in Reading},
        parts=_split_difference(mixtures, node),
    )


def _split_difference(mixtures: _Mixtures, node: str) -> ByReading[Mapping[Cause, float] | None]:
    found = {}
    for reading in Reading:

        def find_score(switched: frozenset[Cause], reading: Reading = reading) -> float | None:
            return mixtures.score_mixture(switched).find_node(node).scores[reading]

        shares = compute_shapley(mixtures.causes, find_score)
        found[reading] = None if shares is None else {cause: shares.get(cause, 0.0) for cause in Cause}
    return found


def compute_shapley(players: Sequence[P], value: Callable[[frozenset[P]], float | None]) -> dict[P, float] | None:
    """How much each player adds to a value, on average over all orders in which the players can join.

    The shares add up to the value of all players minus the value of no players. The result is None if the value of any
    subset does not exist. Source: L. S. Shapley, "A value for n-person games", 1953.
    """
    subsets = [frozenset(one) for size in range(len(players) + 1) for one in combinations(players, size)]
    # All are computed even if one is missing, because scoring a mixture also finds the answers that do not fit it.
    found = {subset: value(subset) for subset in subsets}
    values = {subset: one for subset, one in found.items() if one is not None}
    if len(values) < len(found):
        return None
    return {player: _compute_share(player, players, values) for player in players}


def _compute_share(player: P, players: Sequence[P], values: Mapping[frozenset[P], float]) -> float:
    """The sum, over all sets S without the player, of |S|! (n - |S| - 1)! / n! times what the player adds to S."""
    count = len(players)
    without = [subset for subset in values if player not in subset]
    return math.fsum(
        (values[subset | {player}] - values[subset]) / (count * math.comb(count - 1, len(subset))) for subset in without
    )
