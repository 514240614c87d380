"""A rubric with one survey criterion."""

from __future__ import annotations

from tests.support.build import Table


def survey_rubric() -> Table:
    """One question with three options, of which respondents choose one."""
    return {
        "format": "nhsdx.rubric/1",
        "rubric": {"id": "seen", "version": "1.0.0", "title": "Seen"},
        "levels": [{"label": "Low"}, {"label": "High"}],
        "dimensions": {"eyes": {"title": "Eyes"}},
        "criteria": {
            "care": {
                "dimension": "eyes",
                "title": "Care",
                "kind": "survey",
                "options": ["IT", "Both", "Care"],
                "scores": [0, 50, 100],
                "minimum-respondents": 11,
            }
        },
    }
