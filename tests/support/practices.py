"""A rubric like C2M2: practices with their own four answers, and domains by stages.

Source: Cybersecurity Capability Maturity Model, version 2.1 (US Department of Energy, 2022): a maturity indicator
level is achieved if all of its practices, and those of the levels below, are largely or fully implemented. The texts
are ours.
"""

from __future__ import annotations

from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.engine import score
from tests.support.build import Table, assessment_from, rubric_from

ANSWERS = (("NI", "Not", 0), ("PI", "Partially", 33.3), ("LI", "Largely", 66.7), ("FI", "Fully", 100))
PRACTICES = {"asset": {"a1": 1, "a2": 2, "a3": 2, "a4": 3}, "watch": {"w1": 1, "w2": 2, "w3": 3}}


def build_practice(domain: str, name: str, level: int) -> Table:
    """A practice that belongs to a level of its domain, with the four answers."""
    own = [
        {"number": number, "label": label, "text": f"{label} done.", "score": points}
        for number, label, points in ANSWERS
    ]
    return {"dimension": domain, "title": name.upper(), "question": f"Is {name} of MIL{level} done?", "levels": own}


def build_stages(practices: dict[str, int]) -> list[Table]:
    """A stage for each level: all of its practices are largely done."""
    levels = sorted(set(practices.values()))
    parts = {at: [{"criterion": name, "above": 66} for name, one in practices.items() if one == at] for at in levels}
    return [{"level": at, "all": found} for at, found in parts.items()]


def practice_rubric(**parts: object) -> Table:
    """Two domains by stages, and the weaker of them as the overall level, shown from 0 to 3."""
    return {
        "format": "nhsdx.rubric/1",
        "rubric": {
            "id": "practices",
            "version": "1.0.0",
            "title": "Practices",
            "aggregate": "min",
            "shown": {"from": 0, "to": 3, "decimals": 0, "unit": "MIL"},
        },
        "levels": [{"label": f"MIL{at}"} for at in range(4)],
        "dimensions": {
            name: {"title": name.capitalize(), "aggregate": "staged", "stages": build_stages(practices)}
            for name, practices in PRACTICES.items()
        },
        "criteria": {
            name: build_practice(domain, name, level)
            for domain, practices in PRACTICES.items()
            for name, level in practices.items()
        },
        **parts,
    }


def score_practices(**answers: str) -> tuple[Result, Rubric]:
    """The result if every practice except these answers is fully done, and the rubric."""
    rubric = rubric_from(practice_rubric())
    given = {name: answers.get(name, "FI") for practices in PRACTICES.values() for name in practices}
    return score(rubric, assessment_from(rubric, given)), rubric
