"""Small rubrics and assessments for the command-line tests, and the examples."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from tests.support.build import Table
from tests.support.run import ROOT, Run, nhsdx

ORGANISATIONS = ("marlowe-vale", "fenmarch-saltings", "harrowmere", "otterbridge-wold")
ONE_FILE = "examples/rubric.toml"
HDI = "examples/human-development-index/gbr.toml"
HDI_RUBRIC = "examples/human-development-index/rubric.toml"
ASEM = "examples/asem-connectivity/gbr.toml"
ASEM_RUBRIC = "examples/asem-connectivity/rubric.toml"
SHIPPED = "nhs-digital-leadership"
SUBJECT = "Marlowe Vale (fictional)"
DATE = datetime.date(2026, 10, 1)
READINGS = ("claimed", "evidenced", "low", "high")

LEFT_OUT = {"may-be-left-out": ["not-applicable", "not-due"]}
"""The key of a criterion that may be left out with either status."""
STRONG = {"evidence": "audit", "seen": DATE}


def example(name: str) -> str:
    """The file of one of the four organisations, from the checkout's folder."""
    return f"examples/{name}.toml"


def level(number: int, **parts: object) -> Table:
    """An answer to a level criterion, by default with the strongest evidence."""
    return {"level": number, **STRONG, **parts}


def small_rubric(**parts: object) -> Table:
    """Three level criteria in two dimensions, evidence grades (one of them ages), a gate on safety and two profiles."""
    descriptors = [f"descriptor {number}" for number in range(6)]
    criteria: Table = {
        "skill": {"dimension": "people", "title": "Skill"},
        "time": {"dimension": "people", "title": "Time", "question": "Is there time?"},
        "safety": {"dimension": "work", "title": "Safety", "question": "Is it safe?"},
    }
    return {
        "format": "nhsdx.rubric/1",
        "rubric": {"id": "small", "version": "1.2.0", "title": "A small rubric"},
        "levels": [{"label": f"Label {number}"} for number in range(6)],
        "evidence-grades": [
            {"id": "hearsay", "label": "Said", "supports": 1},
            {"id": "record", "label": "Written down", "supports": 3, "max-age-months": 12},
            {"id": "audit", "label": "Audited", "supports": 5},
        ],
        "dimensions": {"people": {"title": "People", "weight": 3}, "work": {"title": "Work", "weight": 1}},
        "criteria": {name: LEFT_OUT | table | {"levels": descriptors} for name, table in criteria.items()},
        "gates": {
            "safety-gate": {
                "when": {"criterion": "safety", "at-most": 1},
                "cap": {"overall": 1},
                "severity": "critical",
                "because": "unsafe work harms",
                "remedy": "make it safe",
            }
        },
        "profiles": {
            "short": {"title": "Short", "criteria": ["skill", "safety"]},
            "whole": {"title": "Whole", "without": []},
        },
        **parts,
    }


FOUR_KINDS: Table = {
    "leader": {"title": "Leader", "question": "Who leads?", "levels": [f"Descriptor of level {n}." for n in range(6)]},
    "basics": {
        "title": "Basics",
        "kind": "checklist",
        "items": {"plan": {"text": "There is a plan", "level": 1}, "test": {"text": "It runs", "level": 2}},
    },
    "shares": {
        "title": "Shares",
        "kind": "checklist",
        "scoring": "share",
        "items": {"one": {"text": "The first", "weight": 3}, "two": {"text": "The second"}},
    },
    "funding": {
        "title": "Funding",
        "kind": "measure",
        "unit": "months",
        "minimum": 0,
        "bands": [{"from": 0, "level": 0}, {"from": 6, "level": 3}],
    },
    "income": {
        "title": "Income",
        "kind": "measure",
        "unit": "pounds",
        "minimum": 1,
        "linear": {"worst": 1, "best": 1000, "scale": "log"},
    },
    "speed": {"title": "Speed", "kind": "measure", "unit": "days", "linear": {"worst": 20, "best": 0}},
    "view": {
        "title": "View",
        "kind": "survey",
        "options": ["An IT project", "A change to how we care"],
        "scores": [0, 100],
    },
    "trust": {"title": "Trust", "kind": "survey", "options": ["No", "Some", "Yes"], "top": 1},
}
FOUR_KINDS_ANSWERS: Table = {
    "leader": 3,
    "basics": {"items": {"plan": "yes", "test": "no"}},
    "shares": {"items": {"one": "yes", "two": "partly"}},
    "funding": {"value": 7},
    "income": {"value": 31.6},
    "speed": {"value": 5},
    "view": {"counts": [4, 12]},
    "trust": {"counts": [5, 5, 10]},
}


def write(path: Path, table: Table) -> str:
    """Writes a table as a TOML file and returns its path."""
    path.write_text(tomli_w.dumps(table), encoding="utf-8")
    return str(path)


def assessment(answers: Table, rubric: str = "rubric.toml", subject: str = SUBJECT) -> Table:
    """An assessment file's table."""
    return {
        "format": "nhsdx.assessment/1",
        "rubric": rubric,
        "assessment": {"subject": subject, "date": DATE},
        "answers": answers,
    }


def small_assessment(folder: Path, answers: Table, name: str = "assessment.toml", subject: str = SUBJECT) -> str:
    """Writes the small rubric and an assessment with these answers into a folder; returns the assessment's path."""
    write(folder / "rubric.toml", small_rubric())
    return write(folder / name, assessment(answers, subject=subject))


def results(*arguments: str) -> Any:  # noqa: ANN401 - JSON holds anything
    """The parsed output of `nhsdx assess --format json`."""
    run = nhsdx("assess", *arguments, "--format", "json")
    assert run.code == 0, run.err
    return json.loads(run.out)


def without_null(value: object) -> object:
    """JSON data without the keys whose value is null, as in TOML."""
    if isinstance(value, dict):
        return {key: without_null(part) for key, part in value.items() if part is not None}
    return [without_null(part) for part in value] if isinstance(value, list) else value


def in_new_process(*arguments: str, environment: Mapping[str, str], cwd: Path = ROOT, encoding: str = "utf-8") -> Run:
    """Runs `nhsdx` as a separate process with these environment variables, and stdout and stderr as pipes."""
    ended = subprocess.run(
        [sys.executable, "-m", "nhsdx", *arguments],
        cwd=cwd,
        env=clean_environment() | dict(environment),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    return Run(ended.returncode, ended.stdout.decode(encoding), ended.stderr.decode(encoding))


def clean_environment() -> dict[str, str]:
    """This process's environment without the variables that affect width, colour and encoding."""
    decisive = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM", "PYTHONIOENCODING", "PYTHONUTF8", "LANG", "LC_ALL")
    return {name: value for name, value in os.environ.items() if name not in decisive}
