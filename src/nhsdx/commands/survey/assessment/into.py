"""Writes the answers of a survey into an assessment, and measures what they change."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import tomli_w

from nhsdx.commands.survey.assessment.answers import SurveyAnswers
from nhsdx.commands.survey.assessment.replacing import find_answered, forget_answers, refuse_answered
from nhsdx.commands.survey.map import LoadedQuestionnaire
from nhsdx.extras import build_missing_error
from nhsdx.files.source import SourceText, TextFile, parse_toml, read_text
from nhsdx.files.toml_positions import find_toml_spans
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import ASSESSMENT_FORMAT, OVERALL, Finding, ParentResult, Profile, Result
from nhsdx.model import Path as KeyPath
from nhsdx.scoring import score_both


@dataclass(frozen=True, slots=True)
class AssessmentChange:
    """An assessment with the answers of a survey: its name and text, and its results before and after.

    `before` is None for a new assessment; `criteria` are those that the survey answers. Both results use `profile`.
    """

    name: str
    text: str
    seen: datetime.date
    criteria: tuple[str, ...]
    before: Result | None
    after: Result
    profile: Profile | None = None

    def list_touched(self) -> list[ParentResult]:
        """The whole, and the dimensions whose scores change, in the rubric's order; as they are now."""
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
        """Findings about these answers and their evidence."""
        places = {f"answers.{name}" for name in self.criteria}
        return [finding for finding in self.after.findings if finding.where in places]

    def find_before(self, node: str) -> ParentResult | None:
        """The figures of a node without the answers of the survey."""
        if self.before is None:
            return None
        return self.before.overall if node == OVERALL else self.before.dimensions[node]


def start_assessment(
    name: str, answers: SurveyAnswers, loaded: LoadedQuestionnaire, *, rubric: str, subject: str, date: datetime.date
) -> AssessmentChange:
    """A new assessment by the respondents with these answers only, to be written under a name.

    Raises InvalidInputError or NhsdxError if it does not fit its rubric.
    """
    head = {
        "format": ASSESSMENT_FORMAT,
        "rubric": rubric,
        "assessment": {"subject": subject, "date": date, "voice": loaded.questionnaire.voice},
    }
    text = f"{tomli_w.dumps(head)}\n{_format_new(answers, answers.tables)}"
    source = _parse(name, text)
    after, _ = _score(AssessmentLoader.of(source, loaded.rubric, loaded.rubric_name), source)
    return AssessmentChange(name, text, answers.seen, tuple(answers.tables), None, after)


def change_assessment(
    name: str, answers: SurveyAnswers, loaded: LoadedQuestionnaire, *, is_replacing: bool = False
) -> AssessmentChange:
    """An assessment file with these answers: in place of unknown ones, the others at its end. Everything else stays.

    Raises InvalidInputError if the file already answers some of the criteria, unless these answers are replaced, and if
    an answer does not fit its rubric.
    """
    file = read_text(name)
    source = parse_toml(file)
    loader = AssessmentLoader.of(source, loaded.rubric, loaded.rubric_name)
    before, profile = _score(loader, source)
    given = source.data.get("answers", {})
    answered = find_answered(source, answers.tables)
    if answered and not is_replacing:
        refuse_answered(source, answered)
    if answered:
        file = file._replace(text=forget_answers(source, answered))
        source = parse_toml(file)
    answers = _rename_document(answers, source.data.get("documents", {}))
    replaced = [criterion for criterion in answers.tables if criterion in given]
    text = _replace_unknown(file.text, {name: answers.tables[name] for name in replaced})
    added = {name: table for name, table in answers.tables.items() if name not in replaced}
    text = f"{text.rstrip()}\n\n{_format_new(answers, added)}"
    after, _ = _score(loader, _parse(name, text))
    return AssessmentChange(name, text, answers.seen, tuple(answers.tables), before, after, profile)


def describe_responses(name: str) -> dict[str, Any]:
    """The file of responses as a document of evidence; its content stays where it is."""
    path = Path(name)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"title": f"Survey responses: {path.name}", "sha256": digest}


def _rename_document(answers: SurveyAnswers, taken: Collection[str]) -> SurveyAnswers:
    """The same answers, with a name for the survey that no other document has."""
    names = (f"{answers.document}-{number}" for number in count(2))
    name = answers.document if answers.document not in taken else next(one for one in names if one not in taken)
    tables = {criterion: table | {"documents": [name]} for criterion, table in answers.tables.items()}
    return answers._replace(document=name, tables=tables)


def _format_new(answers: SurveyAnswers, tables: Mapping[str, dict[str, Any]]) -> str:
    """The answers of some criteria, and the survey as a document, as they are written at the end of a file."""
    parts = [f"[answers.{name}]\n{_format_lines(table)}\n" for name, table in tables.items()]
    parts.append(f"[documents.{answers.document}]\n{tomli_w.dumps(answers.document_table)}")
    return "\n".join(parts)


def _replace_unknown(text: str, tables: Mapping[str, dict[str, Any]]) -> str:
    """The text with these answers in place of unknown ones, whichever way those are written."""
    if not tables:
        return text
    source = text.encode()
    spans = find_toml_spans(source)
    if spans is None:
        raise build_missing_error("tree-sitter-toml", "tree-sitter tree-sitter-toml")
    made, last = "", 0
    for statement in spans.statements:
        words = spans.text(statement.start, statement.end)
        answer = _write_answer(statement.path, words, tables)
        if answer is not None:
            made += spans.text(last, statement.start) + answer
            last = statement.end
    return made + spans.text(last, len(source))


def _write_answer(path: KeyPath, words: str, tables: Mapping[str, dict[str, Any]]) -> str | None:
    """The text that replaces a statement: the status of one of these criteria, or its whole answer on one line."""
    section, name, *rest = (*path, "", "")[: max(len(path), 2)]
    if section != "answers" or name not in tables or words.startswith("["):
        return None
    key = words.partition("=")[0].rstrip()
    if not rest:
        return f"{key} = {{ {', '.join(_format_lines(tables[str(name)]).splitlines())} }}"
    return _format_lines(tables[str(name)], key.removesuffix("status"))


def _format_lines(table: Mapping[str, Any], lead: str = "") -> str:
    return "\n".join(f"{lead}{key} = {_format_value(value)}" for key, value in table.items())


def _format_value(value: object) -> str:
    """A number, a day, an id or a list of these, as TOML."""
    if isinstance(value, list):
        return f"[{', '.join(map(_format_value, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _parse(name: str, text: str) -> SourceText:
    return parse_toml(TextFile(name, Path(name).parent, text))


def _score(loader: AssessmentLoader, source: SourceText) -> tuple[Result, Profile | None]:
    """The result of an assessment, and its profile. Raises InvalidInputError or NhsdxError with all its problems."""
    loaded = loader.load_source(source)
    name = loaded.assessment.profile
    result = score_both(loaded.instrument, loaded.assessment, profile=name)
    return result, loaded.instrument.rubric.profiles.get(name or "")
