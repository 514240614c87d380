"""Assessments with everything that a form can take, and how tests pass them through a medium."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, NamedTuple

import tomli_w
from hypothesis import strategies as st

from nhsdx.forms import Form, Leaves, build_form, list_leaves
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from tests.support.build import Table
from tests.support.laws.strategies import Case, cases

DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2027, 12, 31))
SIGNS = "abc XYZ äß’“”—…€𝛼漢 '\"\\#=+-@;,|<>&{}[]()0123456789%\n\t"
TEXTS = st.text(SIGNS, min_size=1, max_size=40).map(str.strip).filter(bool)
LINES = TEXTS.map(lambda text: " ".join(text.split()))


class Sample(NamedTuple):
    """An assessment in a folder with its rubric, its form and its values."""

    loaded: LoadedAssessment
    form: Form
    leaves: Leaves


@st.composite
def filled_tables(draw: st.DrawFn) -> tuple[Table, Table]:
    """A rubric, and an assessment of it with context, notes, documents and actions."""
    case: Case = draw(cases())
    documents = {f"doc-{n}": draw(_documents()) for n in range(draw(st.integers(0, 3)))}
    answers = {name: draw(_with_notes(answer, list(documents))) for name, answer in case.answers.items()}
    # An empty table means the same as no table, and a form cannot distinguish them.
    answers = {name: answer for name, answer in answers.items() if answer != {"items": {}}}
    assessment: Table = {
        "format": "nhsdx.assessment/1",
        "rubric": "rubric.toml",
        **({} if case.profile is None else {"profile": case.profile}),
        "assessment": {
            "subject": draw(TEXTS),
            "date": case.date,
            **draw(st.sampled_from([{}, {"voice": "clinicians"}])),
            **draw(st.fixed_dictionaries({}, optional={"notes": TEXTS, "assessors": st.lists(LINES, min_size=1)})),
        },
        "context": case.context,
        "answers": answers,
        "documents": documents,
        "actions": draw(st.lists(_actions(case), max_size=3)),
    }
    return case.rubric, assessment


@st.composite
def _with_notes(draw: st.DrawFn, answer: Any, documents: list[str]) -> Any:  # noqa: ANN401 - any form of an answer
    if not isinstance(answer, dict):
        return answer
    more: Table = draw(st.fixed_dictionaries({}, optional={"why": TEXTS}))
    has_documents: bool = draw(st.booleans())
    if documents and has_documents:
        more["documents"] = draw(st.lists(st.sampled_from(documents), min_size=1, unique=True))
    return answer | more


def _documents() -> st.SearchStrategy[Table]:
    optional = {"date": DAYS, "sha256": st.just("0f" * 32), "url": TEXTS}
    return st.fixed_dictionaries({"title": TEXTS}, optional=optional)


@st.composite
def _actions(draw: st.DrawFn, case: Case) -> Table:
    name = draw(st.sampled_from(list(case.rubric["criteria"])))
    items = list(case.rubric["criteria"][name].get("items", {}))
    action: Table = {"criterion": name, "what": draw(TEXTS), "owner": draw(TEXTS), "due": draw(DAYS)}
    has_items: bool = draw(st.booleans())
    if items and has_items:
        action["items"] = draw(st.lists(st.sampled_from(items), min_size=1, unique=True))
    state = draw(st.sampled_from(["open", "done", "dropped"]))
    return action | {"state": state} | ({"reason": draw(TEXTS)} if state == "dropped" else {})


def write_sample(folder: Path, tables: tuple[Table, Table]) -> Sample:
    """The sample of a rubric and an assessment, written into a folder."""
    rubric, assessment = tables
    (folder / "rubric.toml").write_text(tomli_w.dumps(rubric), encoding="utf-8")
    (folder / "assessment.toml").write_text(tomli_w.dumps(assessment), encoding="utf-8")
    return load_sample(folder / "assessment.toml")


def load_sample(path: Path) -> Sample:
    """The sample of an assessment file."""
    loaded = AssessmentLoader().load(str(path))
    form = build_form(loaded.instrument, str(loaded.source.data["rubric"]), loaded.assessment.profile)
    return Sample(loaded, form, list_leaves(loaded.assessment, loaded.instrument.answerable))
