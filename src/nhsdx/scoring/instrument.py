"""A rubric made ready to score with: what does not depend on answers is worked out once."""

from __future__ import annotations

from typing import NamedTuple

from nhsdx.model.result import LevelMark, RubricStamp
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.digest import content_digest, scoring_digest
from nhsdx.scoring.scale import Scale
from nhsdx.scoring.tree import Node, nodes_of


class Instrument(NamedTuple):
    """A rubric with its scale, its nodes from the bottom up, and its stamp."""

    rubric: Rubric
    scale: Scale
    nodes: tuple[Node, ...]
    stamp: RubricStamp
    marks: tuple[LevelMark, ...]

    @classmethod
    def of(cls, rubric: Rubric) -> Instrument:
        """The instrument for a rubric that has no problems."""
        header = rubric.rubric
        stamp = RubricStamp(
            id=header.id,
            version=header.version,
            title=header.title,
            scoring_digest=scoring_digest(rubric),
            content_digest=content_digest(rubric),
            limits=header.use.limits,
        )
        scale = Scale.of(rubric.levels)
        marks = tuple(LevelMark(level.label, at) for level, at in zip(rubric.levels, scale.scores, strict=True))
        return cls(rubric, scale, nodes_of(rubric), stamp, marks)
