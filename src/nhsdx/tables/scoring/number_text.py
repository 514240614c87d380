"""Numbers in texts, written in the ways that a map gives."""

from __future__ import annotations

import narwhals as nw

from nhsdx.tables.frame_builder import Expr, keep_where
from nhsdx.tables.number_forms import TOTAL, NumberForms


def parse_number_text(text: Expr, forms: NumberForms) -> Expr:
    """The number in each folded text; null where there is none."""
    written = keep_where(text.str.contains(forms.pattern), text)
    number = _make_plain(written, forms)
    if not forms.out_of:
        return number
    total = _make_plain(written.str.replace_all(f"^.*{TOTAL}", ""), forms)
    return keep_where(number <= total, number)


def _make_plain(text: Expr, forms: NumberForms) -> Expr:
    for pattern, sign in forms.steps:
        text = text.str.replace_all(pattern, sign)
    return text.cast(nw.Float64())
