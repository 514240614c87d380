"""How often a generated rubric has something."""

from __future__ import annotations

from hypothesis import strategies as st

sometimes = st.sampled_from([False, False, True, False])
seldom = st.sampled_from([False] * 7 + [True] + [False] * 2)
