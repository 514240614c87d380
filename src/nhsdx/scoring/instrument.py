"""A rubric made ready to score with: what does not depend on answers is worked out once."""

from __future__ import annotations

from typing import NamedTuple

from nhsdx.model.overlay import OverlayOrigin
from nhsdx.model.result import LevelMark, RubricStamp
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.digest import compute_content_digest, compute_scoring_digest
from nhsdx.scoring.scale import Scale
from nhsdx.scoring.tree import Node, build_nodes


class Instrument(NamedTuple):
    """A rubric with its scale, its nodes from the bottom up, and its stamp.

    `overlaid` is where the rubric comes from if it is a local one, and `national` the one that it rests on.
    """

    rubric: Rubric
    scale: Scale
    nodes: tuple[Node, ...]
    stamp: RubricStamp
    marks: tuple[LevelMark, ...]
    overlaid: OverlayOrigin | None = None
    national: Instrument | None = None

    @property
    def asks(self) -> Rubric:
        """What may be answered: the rubric, and what a local one leaves out of the national one."""
        return self.rubric if self.overlaid is None else self.overlaid.asks

    @classmethod
    def of(cls, rubric: Rubric, overlaid: OverlayOrigin | None = None) -> Instrument:
        """The instrument for a rubric that has no problems; a local one keeps the national one at hand."""
        header = rubric.rubric
        stamp = RubricStamp(
            id=header.id,
            version=header.version,
            title=header.title,
            scoring_digest=compute_scoring_digest(rubric),
            content_digest=compute_content_digest(rubric),
            limits=header.use.limits,
        )
        scale = Scale.of(rubric.levels)
        marks = tuple(LevelMark(level.label, at) for level, at in zip(rubric.levels, scale.scores, strict=True))
        national = None if overlaid is None else cls.of(overlaid.national)
        return cls(rubric, scale, build_nodes(rubric), stamp, marks, overlaid, national)
