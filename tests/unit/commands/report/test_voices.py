"""Where several voices about one subject differ."""

from __future__ import annotations

from nhsdx.commands.report.voices import find_voice_differences
from tests.support.build import flat_rubric, level_criterion, scored

RUBRIC = flat_rubric({name: level_criterion() for name in ("a", "b", "c", "d")})


def test_voices_differ_where_their_levels_do_widest_first() -> None:
    """Who does not know differs from nobody, and what nobody knows is no difference."""
    one = scored(RUBRIC, {"a": 2, "b": 1, "c": 3})
    other = scored(RUBRIC, {"a": 3, "b": 5, "d": "unknown"})
    assert [(each.id, each.levels, each.spread) for each in find_voice_differences([one, other])] == [
        ("b", (1, 5), 4),
        ("a", (2, 3), 1),
    ]
