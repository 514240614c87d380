"""Where several voices about one subject differ."""

from __future__ import annotations

from nhsdx.commands.report.beside import find_voice_differences
from nhsdx.model.reading import Reading
from tests.support.build import flat_rubric, level_criterion, scored

RUBRIC = flat_rubric({name: level_criterion() for name in ("a", "b", "c", "d")})


def test_differences_between_voices_are_listed_with_the_widest_first() -> None:
    """An unanswered criterion is not a difference."""
    one = scored(RUBRIC, {"a": 2, "b": 1, "c": 3})
    other = scored(RUBRIC, {"a": 3, "b": 5, "d": "unknown"})
    found = find_voice_differences([one, other])
    assert [([each.id for each in two.criteria], two.spread) for two in found] == [(["b", "b"], 4), (["a", "a"], 1)]
    assert [each.levels[Reading.CLAIMED] for each in found[0].criteria] == [1, 5]
