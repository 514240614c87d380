"""A rubric with one survey criterion; and one with statements, with its map."""

from __future__ import annotations

from tests.support.build import Table

MAP = """format = "nhsdx.questionnaire/1"
source = "plain"
rubric = "rubric.toml"
[groups]
columns = ["Place"]
[criteria.line]
columns = { happy = "One", stuck = "Two", heard = "Three" }
answers = { 1 = "Never", 2 = "Seldom", 3 = "Sometimes", 4 = "Often", 5 = "Always" }
"""
STATEMENTS: Table = {
    "happy": {"text": "I look forward to work."},
    "stuck": {"text": "I cannot choose how to do my work.", "reverse": True},
    "heard": {"text": "My suggestions are acted on."},
}
LINE: Table = {
    "dimension": "eyes",
    "title": "A voice that counts",
    "kind": "survey",
    "options": ["Never", "Seldom", "Sometimes", "Often", "Always"],
    "scores": [0, 25, 50, 75, 100],
    "statements": STATEMENTS,
    "least-answered": 0.5,
}


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
