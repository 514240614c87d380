"""The header and the changes in an overlay file."""

from __future__ import annotations

import datetime

import pytest
from pydantic import ValidationError

from nhsdx.model.overlay import Change, OverlayHeader
from tests.support.build import Table

DIGEST = "sha256:" + "0" * 64
HEADER: Table = {"base-version": "1.0.0", "base-scoring-digest": DIGEST, "base-content-digest": DIGEST}
CHANGE: Table = {"reason": "It was decided.", "decided-by": "The board", "decided": datetime.date(2026, 6, 18)}


@pytest.mark.parametrize("key", HEADER)
def test_an_overlay_must_give_the_version_and_both_digests_of_its_base(key: str) -> None:
    """Without the version or a digest, a change of the base could not be noticed."""
    assert OverlayHeader.model_validate(HEADER).decided_by is None
    with pytest.raises(ValidationError):
        OverlayHeader.model_validate({name: value for name, value in HEADER.items() if name != key})


@pytest.mark.parametrize("digest", ["", "0" * 64, "sha256:" + "0" * 63, "sha256:" + "G" * 64])
def test_an_invalid_digest_is_refused(digest: str) -> None:
    """A truncated digest and a digest that does not match are different errors."""
    with pytest.raises(ValidationError):
        OverlayHeader.model_validate(HEADER | {"base-scoring-digest": digest})


@pytest.mark.parametrize("key", CHANGE)
def test_a_change_needs_a_reason_a_decider_and_a_date(key: str) -> None:
    """No change is valid without its reason, who decided it and when."""
    assert not Change.model_validate(CHANGE).drop
    with pytest.raises(ValidationError):
        Change.model_validate({name: value for name, value in CHANGE.items() if name != key})
