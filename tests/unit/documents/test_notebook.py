"""A result in a notebook is complete, and cannot affect the page around it."""

from __future__ import annotations

from html import unescape

from tests.support.build import flat_rubric, level_criterion, scored


def test_a_result_shows_its_scores_in_a_separate_frame() -> None:
    """A result on the last line of a cell is shown as a chart."""
    result = scored(flat_rubric({"skill": level_criterion()}), {"skill": 4})
    shown = result._repr_html_()
    assert shown.startswith('<iframe sandbox=""')
    assert ">80.0<" in unescape(shown)


def test_text_from_files_cannot_leave_its_frame() -> None:
    """A title that ends an attribute or an element stays text."""
    hostile = "\"></iframe><script>alert('x')</script>"
    rubric = flat_rubric({"skill": level_criterion(title=hostile)})
    rubric["rubric"]["title"] = hostile
    shown = scored(rubric, {"skill": {"status": "not-due", "reason": hostile}})._repr_html_()
    assert shown.count("<") == 2
    assert "<script>alert" not in unescape(shown.partition('srcdoc="')[2])
