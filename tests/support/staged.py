"""A rubric of staged checklists with context, gates on items and two profiles, and answers to it."""

from __future__ import annotations

import datetime
from typing import Any

from nhsdx.model.assessment import Assessment, AssessmentFile
from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.engine import score
from tests.support.build import Table, assessment_from, rubric_from

DATE = datetime.date(2026, 10, 1)
SEEN = {"evidence": "record", "seen": datetime.date(2026, 9, 1)}
LABELS = ("Nothing yet", "Begun", "Set up", "Operating")


def build_checklist(title: str, *efforts: float | None, **parts: object) -> Table:
    """A staged checklist with two items at each level: one with an effort, one without."""
    items: Table = {}
    for level, effort in enumerate(efforts or (1, 2, 3), 1):
        items[f"first-{level}"] = {"text": f"{title} {level} first.", "level": level, "effort": effort}
        items[f"second-{level}"] = {"text": f"{title} {level} second.", "level": level}
    return {"title": title, "question": f"Is there {title}?", "kind": "checklist", "items": items, **parts}


def staged_rubric(**parts: object) -> Table:
    """Two checklists that count and one that does not, with context beside the latter."""
    missing = {"criterion": "safety", "missing": ["first-2", "second-3"]}
    return {
        "format": "nhsdx.rubric/1",
        "rubric": {
            "id": "staged",
            "version": "1.0.0",
            "title": "Staged",
            "report": {"audience": "council", "effort-unit": "days"},
        },
        "levels": [{"label": label} for label in LABELS],
        "evidence-grades": [
            {"id": "said", "label": "Said", "supports": 1},
            {"id": "record", "label": "A record", "supports": 3, "max-age-months": 12, "needs-document": True},
        ],
        "dimensions": {
            "work": {"title": "Work"},
            "memory": {"title": "Memory", "advisory": True},
        },
        "criteria": {
            "safety": build_checklist("Safety", dimension="work", **{"may-be-left-out": ["not-due"]}),
            "purpose": build_checklist("Purpose", dimension="work"),
            "candour": build_checklist("Candour", dimension="memory"),
        },
        "gates": {
            "list": {
                "when": missing,
                "cap": {"overall": 1},
                "severity": "critical",
                "because": "Nobody knows.",
                "remedy": "Write the list.",
            }
        },
        "context": {
            "history": {"title": "Weight of history", "options": ["light", "some", "heavy"], "beside": "memory"},
            "stage": {"title": "Stage", "options": ["early", "late"]},
        },
        "profiles": {"core": {"title": "Core", "summary": "A first look.", "criteria": ["safety"]}},
        **parts,
    }


def answer(reached: int, **states: str) -> Table:
    """Answers with every item up to a level met and those above not, except for the states given; on a dated record."""
    items = {f"{which}-{at}": "yes" if at <= reached else "no" for at in (1, 2, 3) for which in ("first", "second")}
    return {"items": items | {name.replace("_", "-"): state for name, state in states.items()}, **SEEN}


def build_assessment(rubric: Rubric, answers: Table, profile: str | None = None, **parts: Any) -> Assessment:  # noqa: ANN401 - any part of a file
    """An assessment with these answers, and other parts of its file such as `context` and `actions`."""
    made = assessment_from(rubric, answers, DATE, profile)
    about = {"subject": "Marlowe Vale (fictional)", "date": DATE}
    table = {"format": "nhsdx.assessment/1", "rubric": rubric.reference, "assessment": about, **parts}
    read = AssessmentFile.model_validate(table)
    return made._replace(context=read.context, actions=read.actions, documents=read.documents)


def score_staged(answers: Table, profile: str | None = None, **parts: Any) -> tuple[Result, Rubric]:  # noqa: ANN401 - as above
    """The result of these answers to the staged rubric, and the rubric."""
    rubric = rubric_from(staged_rubric())
    return score(rubric, build_assessment(rubric, answers, profile, **parts)), rubric
