"""Writes survey answers into an assessment, and works out which scores change."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from nhsdx.commands.survey.assessment.answers import SurveyAnswers
from nhsdx.commands.survey.assessment.replacing import (
    find_answered,
    find_unused_surveys,
    refuse_answered,
    refuse_other_questions,
)
from nhsdx.commands.survey.map import LoadedQuestionnaire
from nhsdx.files.source import SourceText, TextFile, parse_toml, read_source
from nhsdx.forms import Leaves, build_form, find_values
from nhsdx.forms.merge import build_target, change_file, format_assessment
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.model import OVERALL, Finding, ParentResult, Profile, Result
from nhsdx.scoring import Instrument, score_both


@dataclass(frozen=True, slots=True)
class AssessmentChange:
    """An assessment file with survey answers: its name and text, and the results before and after.

    `before` is None for a new assessment; `criteria` are the criteria with answers from the survey. Both results are
    scored with `profile`.
    """

    name: str
    text: str
    seen: datetime.date
    criteria: tuple[str, ...]
    before: Result | None
    after: Result
    profile: Profile | None = None

    def list_touched(self) -> list[ParentResult]:
        """The overall result and the dimensions that contain the survey's answers, with new scores, in rubric order."""
        dimensions, touched = self.after.dimensions, set()
        for name in self.criteria:
            node: str | None = self.after.criteria[name].dimension if name in self.after.criteria else None
            while node is not None:
                touched.add(node)
                node = dimensions[node].parent
        return [
            self.after.overall,
            *(one for name, one in dimensions.items() if name in touched and self._differs(one)),
        ]

    def _differs(self, node: ParentResult) -> bool:
        before = self.find_before(node.id)
        return before is None or before.scores != node.scores

    def list_findings(self) -> list[Finding]:
        """Findings about the survey's answers and their evidence."""
        places = {f"answers.{name}" for name in self.criteria}
        return [finding for finding in self.after.findings if finding.where in places]

    def find_before(self, node: str) -> ParentResult | None:
        """A node's figures before the survey's answers were added."""
        if self.before is None:
            return None
        return self.before.overall if node == OVERALL else self.before.dimensions[node]


def start_assessment(
    name: str, answers: SurveyAnswers, loaded: LoadedQuestionnaire, *, rubric: str, subject: str, date: datetime.date
) -> AssessmentChange:
    """A new assessment with only the survey's answers, to be written to the file `name`.

    Raises InvalidInputError or NhsdxError if the assessment is not valid for its rubric.
    """
    about = {"subject": subject, "date": date, "voice": loaded.questionnaire.voice}
    form = build_form(Instrument.of(loaded.rubric), rubric)
    text = format_assessment(form, find_values(about, ("assessment",)) | _list_values(answers))
    source = _parse(name, text)
    after, _ = _score(AssessmentLoader.of(source, loaded.rubric, loaded.rubric_name).load_source(source))
    return AssessmentChange(name, text, answers.seen, tuple(answers.tables), None, after)


def change_assessment(
    name: str, answers: SurveyAnswers, loaded: LoadedQuestionnaire, *, is_replacing: bool = False
) -> AssessmentChange:
    """An assessment file with the survey's answers, which replace unknown answers or are added at the end of the file.

    Everything else in the file stays as it is. Raises InvalidInputError if an answer is not valid for the rubric, or if
    the file already answers one of the criteria and `is_replacing` is false.
    """
    source = read_source(name)
    loader = AssessmentLoader.of(source, loaded.rubric, loaded.rubric_name)
    target = build_target(name, source, loader)
    refuse_other_questions(source, target.loaded.instrument.answerable, loaded.rubric, answers.tables)
    answered = find_answered(source, answers.tables)
    if answered and not is_replacing:
        refuse_answered(source, answered)
    gone = {path for path in target.leaves if path[0] == "answers" and path[1] in answers.tables}
    surveys = find_unused_surveys(source.data, answered)
    answers = _rename_document(answers, source.data.get("documents", {}).keys() - surveys)
    form = build_form(target.loaded.instrument, "", target.loaded.assessment.profile)
    # A survey on the same day has the same name: its table stays, with new values.
    gone |= {("documents", one) for one in surveys if one != answers.document}
    text = change_file(target, form, _list_values(answers), gone)
    before, profile = _score(target.loaded)
    after, _ = _score(loader.load_source(_parse(name, text)))
    return AssessmentChange(name, text, answers.seen, tuple(answers.tables), before, after, profile)


def describe_responses(name: str) -> dict[str, Any]:
    """The file of responses as a document of evidence, with its digest but not its content."""
    path = Path(name)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"title": f"Survey responses: {path.name}", "sha256": digest}


def _rename_document(answers: SurveyAnswers, taken: Collection[str]) -> SurveyAnswers:
    """The same answers. If another document already has the survey's name, the survey gets a new name."""
    names = (f"{answers.document}-{number}" for number in count(2))
    name = answers.document if answers.document not in taken else next(one for one in names if one not in taken)
    tables = {criterion: table | {"documents": [name]} for criterion, table in answers.tables.items()}
    return answers._replace(document=name, tables=tables)


def _list_values(answers: SurveyAnswers) -> Leaves:
    """The survey answers, and the survey itself as a document, by their paths in a file."""
    return find_values(answers.tables, ("answers",)) | find_values(
        answers.document_table, ("documents", answers.document)
    )


def _parse(name: str, text: str) -> SourceText:
    """The data in a changed file's text, which still has the byte order mark and line endings of the file."""
    return parse_toml(TextFile(name, Path(name).parent, text.removeprefix("\ufeff").replace("\r\n", "\n")))


def _score(loaded: LoadedAssessment) -> tuple[Result, Profile | None]:
    """An assessment's result, and the profile with which it was scored."""
    name = loaded.assessment.profile
    result = score_both(loaded.instrument, loaded.assessment, profile=name)
    return result, loaded.instrument.rubric.profiles.get(name or "")
