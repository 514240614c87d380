"""Ids in a chain of overlays."""

from __future__ import annotations

import pytest

from nhsdx.model.finding import InvalidInputError
from tests.support.overlays import DECIDED, WHY, base_of, laid
from tests.support.samples import small_rubric


def test_an_id_that_an_overlay_drops_cannot_be_used_by_a_later_overlay() -> None:
    """An id that one overlay adds and the next drops cannot be reused in a third."""
    base = base_of(small_rubric())
    own = next(iter(base.data["criteria"].values())) | {"title": "Another question"}
    first = laid(base, local_id="first", criteria={"extra": own | WHY})
    second = laid(first, local_id="second", criteria={"extra": {"drop": True} | WHY})
    with pytest.raises(InvalidInputError) as raised:
        laid(second, local_id="third", criteria={"extra": own | WHY | DECIDED})
    assert [finding.code for finding in raised.value.findings] == ["overlay-id"]
    assert raised.value.findings[0].where.startswith("local.toml:")
