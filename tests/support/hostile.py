"""A rubric and an assessment with hostile text in every field."""

from __future__ import annotations

import re

from tests.support.build import Table
from tests.support.samples import DATE

MARKUP = (
    "| a | b ** c ** `d` <script>alert(1)</script> <!-- e --> [f](https://x.example) ![g](h) ~~i~~ _j_ # &amp; \\| $k$"
    " https://y.example www.z.example"
)
MARKUP_KINDS = {
    "html_block",
    "html_inline",
    "link_open",
    "image",
    "code_inline",
    "em_open",
    "strong_open",
    "s_open",
}
"""Kinds of Markdown token that only text from a file could add to a comparison without warnings."""

HOSTILE = (
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b31m [bold red]marked[/bold red] [/] [link=https://x.example]go[/link] "
    ":boom: \u202eevil\u202c \u2066hidden\u2069 \u200bnarrow first\nsecond\r\nthird\u2028fourth\tfifth "
    "\"\"\" ''' # <b>&amp; \U000e0041\U000e0042 \u3164 \u180e \u034f \u206a end"
)
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Control characters and those that reorder or hide text; of all of them only the newline ends a line."""
VISIBLE = "[bold red]marked[/bold red] [/] [link=https://x.example]go[/link] :boom:"

DESCRIPTORS = [f"{number} {HOSTILE}" for number in range(3)]


def _criterion(**parts: object) -> Table:
    return {
        "dimension": "inner",
        "title": HOSTILE,
        "question": HOSTILE,
        "why": HOSTILE,
        "weight-reason": HOSTILE,
        "look-for": HOSTILE,
        "evidence": [HOSTILE],
        "red-flags": [HOSTILE],
        "sources": ["paper"],
        **parts,
    }


RUBRIC: Table = {
    "format": "nhsdx.rubric/1",
    "rubric": {
        "id": "hostile",
        "version": "1.0.0",
        "title": HOSTILE,
        "summary": HOSTILE,
        "licence": HOSTILE,
        "scope": HOSTILE,
        "use": {"unit": HOSTILE, "intended": [HOSTILE], "prohibited": [HOSTILE], "limits": HOSTILE},
    },
    "levels": [{"label": f"{number} {HOSTILE}", "meaning": HOSTILE} for number in range(3)],
    "evidence-grades": [
        {"id": "weak", "label": HOSTILE, "supports": 1},
        {"id": "strong", "label": HOSTILE, "supports": 2, "max-age-months": 12},
    ],
    "dimensions": {
        "outer": {"title": HOSTILE, "why": HOSTILE, "weight-reason": HOSTILE},
        "inner": {"title": HOSTILE, "parent": "outer"},
    },
    "criteria": {
        "level-one": _criterion(levels=DESCRIPTORS),
        "unknown-one": _criterion(levels=DESCRIPTORS),
        "not-due-one": _criterion(levels=DESCRIPTORS, **{"may-be-left-out": ["not-due"]}),
        "checklist-one": _criterion(kind="checklist", items={"item": {"text": HOSTILE, "level": 1}}),
        "measure-one": _criterion(kind="measure", unit=HOSTILE, linear={"worst": 0, "best": 10}),
        "survey-one": _criterion(kind="survey", options=[f"1 {HOSTILE}", f"2 {HOSTILE}"], scores=[0, 100]),
    },
    "gates": {
        "gate": {
            "when": {"criterion": "level-one", "at-most": 1},
            "cap": {"overall": 1},
            "because": HOSTILE,
            "remedy": HOSTILE,
        }
    },
    "profiles": {"all-of-it": {"title": HOSTILE, "summary": HOSTILE, "without": []}},
    "sources": {"paper": {"title": HOSTILE, "author": HOSTILE, "url": HOSTILE, "note": HOSTILE}},
    "tests": [
        {"name": f"meets it {HOSTILE}", "answers": {"level-one": 2}, "expect": {"level-one": 100}},
        {"name": f"misses it {HOSTILE}", "answers": {"level-one": 2}, "expect": {"level-one": 50}},
    ],
}
ASSESSMENT: Table = {
    "format": "nhsdx.assessment/1",
    "rubric": "rubric.toml",
    "assessment": {"subject": HOSTILE, "date": DATE, "assessors": [HOSTILE], "notes": HOSTILE},
    "answers": {
        "level-one": {"level": 1, "why": HOSTILE, "documents": ["minutes"]},
        "unknown-one": {"status": "unknown", "reason": HOSTILE, "why": HOSTILE},
        "not-due-one": {"status": "not-due", "reason": HOSTILE, "why": HOSTILE},
        "checklist-one": {"items": {"item": "yes"}, "evidence": "weak", "why": HOSTILE},
        "measure-one": {"value": 9.5, "evidence": "weak", "why": HOSTILE},
        "survey-one": {"counts": [2, 30], "evidence": "strong", "seen": DATE, "why": HOSTILE},
    },
    "documents": {"minutes": {"title": HOSTILE, "url": HOSTILE}},
}
