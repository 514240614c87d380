"""What a reader should check first."""

from __future__ import annotations

import datetime

from nhsdx.documents.blocks import list_texts
from nhsdx.documents.parts import build_checks, describe_checks
from tests.support.staged import answer, score_staged

ALL = {"safety": answer(2), "purpose": answer(3), "candour": answer(1)}


def test_doubtful_evidence_is_counted_and_listed() -> None:
    """Doubtful evidence is listed by kind, with the titles of the criteria."""
    undated = {key: value for key, value in answer(3).items() if key != "seen"}
    late = answer(1) | {"seen": datetime.date(2026, 12, 1)}
    result, _ = score_staged({"safety": undated, "purpose": late, "candour": answer(1)})
    assert describe_checks(result).startswith(
        "1 answer has evidence without a date; 1 answer has evidence dated after the assessment; "
    )
    texts = list(list_texts(tuple(build_checks(result))))
    assert "1 answer has evidence without a date: " in texts
    assert "Safety" in texts


def test_a_page_has_no_section_of_things_to_check_if_there_are_none() -> None:
    """An empty section would only distract readers."""
    result, _ = score_staged({name: one | {"documents": ["paper"]} for name, one in ALL.items()})
    assert (describe_checks(result), list(build_checks(result))) == ("", [])
