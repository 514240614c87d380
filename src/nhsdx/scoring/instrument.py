"""A rubric prepared for scoring: everything that does not depend on answers is worked out once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from nhsdx.model import Criterion, LevelMark, LevelName, OverlayOrigin, Rubric, RubricStamp, name_places
from nhsdx.scoring.digest import compute_content_digest, compute_scoring_digest
from nhsdx.scoring.scale import Scale
from nhsdx.scoring.tree import Node, build_nodes


class Instrument(NamedTuple):
    """A rubric with its scale, its nodes from the bottom up, and its stamp.

    `reading_order` lists the criteria, each after the criteria that decide whether it is asked. For a local rubric,
    `origin` says where it comes from and `national` is the national rubric below it.
    """

    rubric: Rubric
    scale: Scale
    nodes: tuple[Node, ...]
    stamp: RubricStamp
    marks: tuple[LevelMark, ...]
    reading_order: tuple[str, ...]
    origin: OverlayOrigin | None = None
    national: Instrument | None = None

    @property
    def numbers(self) -> tuple[LevelName, ...]:
        """The name that people use for each level of the rubric."""
        return tuple(mark.number for mark in self.marks)

    @property
    def answerable(self) -> Rubric:
        """The rubric with every criterion that may be answered, including national ones that a local rubric drops."""
        return self.rubric if self.origin is None else self.origin.answerable

    def drop_gates(self, names: Collection[str] | None = None) -> Instrument:
        """The instrument without the given gates of its rubric or, by default, without any gates."""
        gates = self.rubric.gates
        kept = {} if names is None else {name: gate for name, gate in gates.items() if name not in names}
        return self._replace(rubric=self.rubric.model_copy(update={"gates": kept}))

    def take_rubric(self, rubric: Rubric) -> Instrument:
        """The instrument with another rubric that has the same levels, and with the stamp of that rubric."""
        order = tuple(find_depths(rubric.criteria))
        return self._replace(rubric=rubric, nodes=build_nodes(rubric), reading_order=order)

    @classmethod
    def of(cls, rubric: Rubric, origin: OverlayOrigin | None = None) -> Instrument:
        """The instrument for a valid rubric; if the rubric is local, also for its national rubric."""
        scale = Scale.of(rubric.levels)
        labels = (level.label for level in rubric.levels)
        marks = tuple(map(LevelMark, labels, scale.scores, name_places(rubric.levels)))
        national = None if origin is None else cls.of(origin.national)
        order = tuple(find_depths(rubric.criteria))
        return cls(rubric, scale, build_nodes(rubric), stamp_rubric(rubric), marks, order, origin, national)


def stamp_rubric(rubric: Rubric) -> RubricStamp:
    """The id, version and digests of a rubric."""
    header = rubric.rubric
    return RubricStamp(
        id=header.id,
        version=header.version,
        title=header.title,
        scoring_digest=compute_scoring_digest(rubric),
        content_digest=compute_content_digest(rubric),
        limits=header.use.limits,
        checked=header.checked,
        audience=header.report.audience,
        effort_unit=header.report.effort_unit,
        has_grades=bool(rubric.evidence_grades),
        shown=header.shown,
        own_figures=rubric.own_figures,
    )


def find_depths(criteria: Mapping[str, Criterion]) -> dict[str, int]:
    """For each criterion, the length of the longest chain of criteria that must be read before it.

    The lengths are worked out without recursion.
    """
    deciders = {name: criterion.list_deciders() for name, criterion in criteria.items()}
    depths: dict[str, int] = {}
    for start in criteria:
        waiting = [start]
        while waiting:
            name = waiting[-1]
            later = [one for one in deciders[name] if one not in depths]
            waiting += later
            if not later:
                depths[name] = max((depths[one] + 1 for one in deciders[name]), default=0)
                waiting.pop()
    return depths
