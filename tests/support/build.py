"""Builds rubrics, assessments and results for tests, from plain tables or TOML text."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from nhsdx.loading.level_numbers import LevelScales, read_levels
from nhsdx.loading.whole.answers import expand_answer, find_answer_problems
from nhsdx.loading.whole.rubric import find_rubric_problems
from nhsdx.model.assessment import Assessment, AssessmentFile
from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.engine import score

Table: TypeAlias = dict[str, Any]
DATE = datetime.date(2026, 10, 1)


def rubric_from(source: Table | str) -> Rubric:
    """The rubric of a table or of TOML text, which must be valid."""
    table = tomllib.loads(source) if isinstance(source, str) else source
    table, unread = read_levels(table, LevelScales.read(table))
    assert unread == []
    rubric = Rubric.model_validate(table)
    assert list(find_rubric_problems(rubric)) == []
    return rubric


def assessment_from(
    rubric: Rubric,
    answers: Mapping[str, Any],
    date: datetime.date = DATE,
    profile: str | None = None,
    context: Mapping[str, str] = MappingProxyType({}),
) -> Assessment:
    """An assessment with these answers, in any form allowed in a file; each must fit its criterion."""
    table: Table = {
        "format": "nhsdx.assessment/1",
        "rubric": rubric.reference,
        "assessment": {"subject": "Marlowe Vale (fictional)", "date": date},
        "answers": dict(answers),
    }
    table, unread = read_levels(table, LevelScales.of(rubric))
    assert unread == []
    read = AssessmentFile.model_validate(table)
    for name, form in read.answers.items():
        assert list(find_answer_problems(rubric, rubric.criteria[name], form, ("answers", name))) == []
    full = {name: expand_answer(rubric.criteria[name], form) for name, form in read.answers.items()}
    return Assessment(about=read.assessment, profile=profile, answers=full, documents={}, context=context)


def scored(
    rubric: Table | str,
    answers: Mapping[str, Any],
    date: datetime.date = DATE,
    profile: str | None = None,
    context: Mapping[str, str] = MappingProxyType({}),
) -> Result:
    """The result of these answers to this rubric."""
    whole = rubric_from(rubric)
    return score(whole, assessment_from(whole, answers, date, profile, context))


def flat_rubric(criteria: Table, *, levels: int | list[float] = 6, aggregate: str = "mean", **parts: object) -> Table:
    """A rubric with one dimension, `all-of-it`, for criteria that may be left out; levels may have scores."""
    scores: list[float | None] = [None] * levels if isinstance(levels, int) else list(levels)
    dimension = {"title": "All of it", "aggregate": aggregate}
    usual = {"dimension": "all-of-it", "may-be-left-out": ["not-applicable", "not-due"]}
    return {
        "format": "nhsdx.rubric/1",
        "rubric": {"id": "flat", "version": "1.0.0", "title": "Flat"},
        "levels": [
            {"label": f"Level {number}"} | ({} if given is None else {"score": given})
            for number, given in enumerate(scores)
        ],
        "dimensions": {"all-of-it": dimension},
        "criteria": {name: usual | {"title": name} | table for name, table in criteria.items()},
        **parts,
    }


def level_criterion(levels: int = 6, **parts: object) -> Table:
    """A level criterion with a descriptor for each of this many levels."""
    return {"levels": [f"descriptor {number}" for number in range(levels)], **parts}
