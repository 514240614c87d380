"""Loads assessments, from their own files or from rubric files, and checks them against their rubrics."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.files.shipped import Reference, parse_reference
from nhsdx.files.source import (
    STDIN_NAME,
    SourceText,
    TextFile,
    is_file,
    parse_toml,
    read_source,
    read_text,
)
from nhsdx.loading.level_numbers import LevelScales, read_levels
from nhsdx.loading.rubric_data import (
    LoadedRubric,
    build_assessment,
    complete_problems,
    drop_consequences,
    find_format_problems,
    find_problems_in_answers,
)
from nhsdx.loading.rubric_file import is_rubric_file, load_rubric, load_shipped, parse_rubric
from nhsdx.loading.shape import validate
from nhsdx.model import (
    ASSESSMENT_FORMAT,
    RUBRIC_FORMAT,
    Assessment,
    AssessmentFile,
    Expectation,
    Finding,
    InvalidInputError,
    Problem,
    Rubric,
    list_findings,
    name_places,
)
from nhsdx.scoring import Instrument

STAND_INS: dict[str, Any] = {
    "format": ASSESSMENT_FORMAT,
    "rubric": "stand-in",
    "assessment": {"subject": "stand-in", "date": datetime.date.min},
}


WRONG_WORDS = ("unknown-reference", "answer-form", "wrong-type", "not-allowed", "level-out-of-scale", "out-of-bounds")
"""The codes of problems that a missing line can cause only if the line contains an answer's value."""
NO_VALUE = re.compile("has neither a value nor a status|is missing beside")


class LoadedAssessment(NamedTuple):
    """A valid assessment, its file, and the instrument that is used to score the assessment."""

    source: SourceText
    instrument: Instrument
    assessment: Assessment
    expect: Expectation | None

    @property
    def rubric(self) -> Rubric:
        """The rubric that the assessment was checked against and is scored with."""
        return self.instrument.rubric


@dataclass(frozen=True, slots=True)
class AssessmentLoader:
    """Reads assessments. A rubric that several assessments use is read only once."""

    rubric: str | None = None
    instruments: dict[str, Instrument] = field(default_factory=dict)

    @classmethod
    def of(cls, source: SourceText, rubric: Rubric, name: str) -> AssessmentLoader:
        """A loader for an assessment file.

        If the assessment gives the id of `rubric`, the loader reads that rubric from the file `name`.
        """
        named = source.data.get("rubric")
        reference = parse_reference(named) if isinstance(named, str) else None
        is_own = reference is not None and reference.id == rubric.rubric.id and reference.admits(rubric.rubric.version)
        return cls(name if is_own and is_rubric_file(name) else None)

    def load(self, name: str) -> LoadedAssessment:
        """The assessment in a file. Raises InvalidInputError or NhsdxError with all problems."""
        file = read_text(name)
        try:
            source = parse_toml(file)
        except InvalidInputError as error:
            found = (*error.findings, *self._find_in_rest(file))
            raise InvalidInputError(tuple(sorted(found, key=_find_line))) from None
        return self.load_source(source)

    def load_source(self, source: SourceText) -> LoadedAssessment:
        """The assessment in a file whose text has been read.

        Raises InvalidInputError or NhsdxError with all problems.
        """
        if source.data.get("format") == RUBRIC_FORMAT:
            return self._load_one_file(source)
        return self._load_two_files(source)

    def load_given_rubric(self, name: str) -> Instrument:
        """The instrument for a rubric given on the command line, by id or file. Raises the same errors as `load`."""
        try:
            return self._load_once(name, lambda: load_rubric(name))
        except InvalidInputError:
            raise
        except NhsdxError as error:
            raise NhsdxError(error.message, error.where or "--rubric", error.hint, code=error.code) from None

    def load_shipped_rubric(self, reference: Reference) -> Instrument:
        """The instrument for a rubric that comes with nhsdx. Raises NhsdxError if there is no such rubric."""
        return self._load_once(f"{reference.id}@{reference.version or ''}", lambda: load_shipped(reference))

    def _find_in_rest(self, file: TextFile) -> tuple[Finding, ...]:
        """The wrong words and values on the valid lines of a file that is not valid TOML."""
        from nhsdx.files.toml_syntax import set_faults_aside

        rest = set_faults_aside(file.text)
        # If a rubric lost some lines, correct answers would look wrong.
        if rest is None or "[criteria" in rest:
            return ()
        try:
            self.load_source(parse_toml(file._replace(text=rest)))
        except NhsdxError as error:
            findings = list_findings(error)
            return tuple(one for one in findings if one.code in WRONG_WORDS and _is_in_rest(one, file.name))
        return ()

    def _load_one_file(self, source: SourceText) -> LoadedAssessment:
        own = parse_rubric(source)
        rubric = own.rubric
        if rubric.assessment is None:
            is_stdin = source.name == STDIN_NAME
            where = "rubric.toml" if is_stdin else source.name
            message = "this is a rubric without an assessment, so there is nothing to score"
            hint = (
                f"{'save it as rubric.toml, then ' if is_stdin else ''}answer its questions with: "
                f"nhsdx interview {where} -o assessment.toml; or start an empty file with: "
                f"nhsdx new {where} -o assessment.toml"
            )
            raise NhsdxError(message, source.name, hint, code="no-assessment")
        instrument = own.instrument if self.rubric is None else self.load_given_rubric(self.rubric)
        if name_places(rubric.levels) != name_places(instrument.rubric.levels):
            message = "the level numbers of the rubric given with --rubric differ from those in this file"
            raise NhsdxError(message, source.name, "score the file without --rubric", code="incomparable")
        source.refuse(find_problems_in_answers(instrument.answerable, rubric))
        assessment = build_assessment(instrument.answerable, rubric)
        return LoadedAssessment(source, instrument, assessment, rubric.expect)

    def _load_two_files(self, source: SourceText) -> LoadedAssessment:
        problems = list(find_format_problems(source.data, (ASSESSMENT_FORMAT, RUBRIC_FORMAT)))
        if isinstance(source.data.get("format"), str) or "criteria" in source.data:
            source.refuse(problems)
        instrument, problem, findings = self._find_rubric(source)
        data, unread = source.data, list[Problem]()
        if instrument is not None:
            data, unread = read_levels(source.data, LevelScales.of(instrument.answerable))
        file, shape = validate(AssessmentFile, data | {"format": ASSESSMENT_FORMAT}, STAND_INS)
        problems += [*unread, *shape, *([] if problem is None else [problem])]
        if findings:
            raise InvalidInputError((*source.findings(problems), *findings))
        if instrument is not None:
            problems = list(complete_problems(instrument.answerable, file, problems, data))
        both = None if file is None or instrument is None else (file, instrument)
        file, instrument = source.expect(both, drop_consequences(problems, unread))
        assessment = build_assessment(instrument.answerable, file)
        return LoadedAssessment(source, instrument, assessment, file.expect)

    def _find_rubric(self, source: SourceText) -> tuple[Instrument | None, Problem | None, tuple[Finding, ...]]:
        """The instrument for an assessment, or the problem or findings that explain why there is none."""
        try:
            return self.load_rubric_of(source, source.data.get("rubric")), None, ()
        except InvalidInputError as error:
            return None, None, error.findings
        except NhsdxError as error:
            if error.where:
                return None, None, (Finding(error.code, "error", error.message, error.where, error.hint),)
            return None, Problem(("rubric",), error.code, error.message, error.hint), ()

    def load_rubric_of(self, source: SourceText, named: object) -> Instrument | None:
        """The instrument for the rubric given on the command line, or else for the rubric that the file gives, if any.

        Raises the same errors as `load`.
        """
        if self.rubric is not None:
            return self.load_given_rubric(self.rubric)
        if not isinstance(named, str):
            return None
        reference = parse_reference(named)
        if reference is not None and reference.version is not None:
            try:
                return self._load_once(named, lambda: load_shipped(reference))
            except NhsdxError as error:
                if error.code != "rubric-not-found":
                    raise
                hint = f"if the rubric's file is elsewhere, give the file with --rubric; {error.hint}"
                raise NhsdxError(error.message, hint=hint, code=error.code) from None
        if not named.endswith(".toml"):
            message = "this is not the id or path of a rubric"
            hint = (
                'expected a shipped rubric with its version, as in "nhs-digital-leadership@2", '
                'or the path of a rubric file, starting from the folder of this file, as in "rubric.toml"'
            )
            raise NhsdxError(message, hint=hint, code="rubric-not-found")
        hint = "move the rubric into the folder of this file, or give it with --rubric"
        path = source.expect_inside(named, hint)
        if not is_file(path):
            hint = "expected the path of a rubric file, starting from the folder of this file"
            raise NhsdxError("the rubric file was not found", hint=hint, code="rubric-not-found")
        return self._load_once(str(path), lambda: parse_rubric(read_source(str(path))))

    def _load_once(self, name: str, load: Callable[[], LoadedRubric]) -> Instrument:
        if name not in self.instruments:
            self.instruments[name] = load().instrument
        return self.instruments[name]


def _is_in_rest(finding: Finding, name: str) -> bool:
    """Whether a finding is about a line of the file `name` and not about a missing value: a faulty line may have it."""
    return finding.where.startswith(f"{name}:") and not NO_VALUE.search(finding.message)


def _find_line(finding: Finding) -> int:
    """The line number in a finding's place, or 0 if the place has none."""
    line = finding.where.split(":")[-2:][0]
    return int(line) if line.isdecimal() else 0
