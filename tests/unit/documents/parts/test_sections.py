"""Parts that several documents share."""

from __future__ import annotations

from nhsdx.documents.parts import describe_profile
from tests.support.staged import answer, score_staged

ALL = {"safety": answer(2), "purpose": answer(3), "candour": answer(1)}


def test_the_section_about_a_profile_says_what_the_profile_is_for() -> None:
    """The score of a short profile must not look like a score of the whole rubric."""
    result, rubric = score_staged(ALL, "core")
    assert describe_profile(result, rubric) == "Profile “Core”: A first look."
