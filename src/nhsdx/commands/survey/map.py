"""Which columns of a survey's responses have the answers to a rubric's criteria, and which make up scales."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Literal, NamedTuple, TypedDict

from pydantic import Field

from nhsdx.commands.survey.disclosure.protection import LEAST
from nhsdx.commands.survey.instruments import INSTRUMENTS, SurveyInstrument, make_likert
from nhsdx.commands.survey.programs.names import ProgramName
from nhsdx.model import (
    Digest,
    FileModel,
    Id,
    KnownId,
    Many,
    Problem,
    Rubric,
    SurveyCriterion,
    Text,
    quote_word,
    suggest_one_of,
)
from nhsdx.scoring import compute_questions_digest
from nhsdx.tables.answer_words import EVERY_COLUMN, AnswerWords
from nhsdx.tables.readers.text_blocks import Encoding
from nhsdx.tables.table_map import ColumnNames, TableMap
from nhsdx.tables.words import fold_word

QUESTIONNAIRE_FORMAT = "nhsdx.questionnaire/1"
USED_ONCE = "use the column of a statement or scale only once: two results could reveal what one person answered"


class Question(FileModel):
    """The column with the answers to a survey criterion, or a column for each of the criterion's statements.

    `answers` gives other spellings for the criterion's options, and `answers_of` for a statement's own options.
    Statements that were `not_asked` have no column.
    """

    column: Text | None = None
    columns: dict[KnownId, Text] = Field(default_factory=dict)
    not_asked: Many[KnownId] = ()
    answers: dict[Text, Text] = Field(default_factory=dict)
    answers_of: dict[KnownId, dict[Text, Text]] = Field(default_factory=dict)

    def list_columns(self) -> list[str]:
        """All columns with answers to this question."""
        return [*self.columns.values()] + ([] if self.column is None else [self.column])

    def find_column(self, statement: str) -> str:
        """The column of a statement; for a question without statements, the question's column."""
        return self.columns[statement] if self.column is None else self.column

    def list_words(self, name: str, criterion: SurveyCriterion) -> AnswerWords:
        """The words of the criterion's options."""
        codes = {option: place for place, option in enumerate(criterion.options)}
        return AnswerWords(name, ("criteria", name, "answers"), codes, self.answers)

    def list_statement_keys(self) -> dict[str, object]:
        """The keys that are only for criteria with statements."""
        return {"columns": self.columns, "not-asked": self.not_asked, "answers-of": self.answers_of}

    def list_statement_words(self, name: str, criterion: SurveyCriterion) -> dict[str, AnswerWords]:
        """The words for the options of each statement that was asked: its own options, or the criterion's."""
        common, words = self.list_words(name, criterion), {}
        for statement in sorted(self.columns):
            own = criterion.statements[statement].options if statement in criterion.statements else ()
            codes = {option: place for place, option in enumerate(own)}
            path = ("criteria", name, "answers-of", statement)
            given = self.answers_of.get(statement, {})
            words[statement] = AnswerWords(f"{name}.{statement}", path, codes, given) if own else common
        return words


class ScaleItems(FileModel):
    """The columns of an instrument's items, in the instrument's own order. `answers` gives the number for each word.

    `points` and `reversed` are only for `likert`; `reversed` lists the items, numbered from 1, that are worded the
    other way round.
    """

    instrument: Literal["sus", "oric", "nomad", "likert"]
    columns: Annotated[Many[Text], Field(min_length=1, max_length=100)]
    answers: dict[Text, int] = Field(default_factory=dict)
    points: Annotated[int, Field(ge=2, le=11)] = 5
    reversed: Many[Annotated[int, Field(ge=1, le=100)]] = ()

    def find_instrument(self) -> SurveyInstrument:
        """The published instrument, or a scale of the user's own."""
        if self.instrument == "likert":
            return make_likert(len(self.columns), self.points, self.reversed)
        return INSTRUMENTS[self.instrument]

    def list_words(self, name: str) -> AnswerWords:
        """The words for the points of the scale's items."""
        instrument = self.find_instrument()
        codes = {str(point): point for point in range(instrument.lowest, instrument.highest + 1)}
        return AnswerWords(name, ("scales", name, "answers"), codes, self.answers)


class InvitedPeople(FileModel):
    """How many people were asked: the `number` in all, or the `numbers` for each value in a column."""

    number: Annotated[int, Field(ge=1, le=10**9)] | None = None
    column: Text | None = None
    numbers: dict[Text, Annotated[int, Field(ge=1, le=10**9)]] = Field(default_factory=dict)


class RowChoice(FileModel):
    """The rows in which a column has one of the given words or, if no words are given, is not empty."""

    column: Text
    values: Many[Text] = ()


class GroupRules(FileModel):
    """The columns by which results may be shown, how many may be used at once, and the smallest group that is shown."""

    columns: ColumnNames
    depth: Annotated[int, Field(ge=1, le=8)] | None = None
    minimum: Annotated[int, Field(ge=LEAST, le=10**6)] | None = None


class Questionnaire(TableMap):
    """A map: what the columns in a file of responses mean. The map gives its rubric in the same way as an assessment.

    `questions` is the digest of what was asked, if the map was made with a form. `voice` says whose view a new
    assessment gives, `date` is the day on which the survey closed, and `evidence` is the evidence grade of its answers.
    `finished` and `exclude` say which rows count. `words` has the words that mean the same in all questions, and
    `headings` other headings that the columns may have.
    """

    format: Literal["nhsdx.questionnaire/1"]
    rubric: Text | None = None
    source: ProgramName | None = None
    voice: Id = "respondents"
    date: datetime.date | None = None
    evidence: KnownId | None = None
    finished: RowChoice | None = None
    exclude: Many[RowChoice] = ()
    team: Text | None = None
    groups: GroupRules | None = None
    invited: InvitedPeople | None = None
    criteria: dict[KnownId, Question] = Field(default_factory=dict)
    scales: dict[Id, ScaleItems] = Field(default_factory=dict)
    words: dict[Text, Annotated[dict[Text, int | Text], Field(min_length=1)]] = Field(default_factory=dict)
    questions: Digest | None = None
    headings: dict[Text, Annotated[Many[Text], Field(min_length=1)]] = Field(default_factory=dict)

    def find_digest_problems(self, rubric: Rubric) -> Iterator[Problem]:
        """A problem if the map was made with a form that asks other questions."""
        if self.questions not in (None, compute_questions_digest(rubric)):
            message = f"the form that came with this map has questions or options that {rubric.reference} does not have"
            remedy = "give the rubric from which the form was made (--rubric FILE); nhsdx migrate updates old answers"
            yield Problem(("questions",), "rubric-version", message, remedy)

    def find_heading_problems(self) -> Iterator[Problem]:
        """Problems with other headings: one for a column that the map does not have, or one given for two columns."""
        taken = {fold_word(name): name for name in self.columns}
        for name, others in self.headings.items():
            if name not in self.columns:
                message = f"this map has no column {quote_word(name)}"
                remedy = suggest_one_of(name, sorted(self.columns))
                yield Problem(("headings", name), "unknown-reference", message, remedy, at_key=True)
            for place, other in enumerate(others):
                if taken.setdefault(fold_word(other), name) != name:
                    message = f"{quote_word(other)} is given as a heading of two columns"
                    yield Problem(("headings", name, place), "duplicate", message, "delete one of them")

    def list_headings(self) -> Iterator[str]:
        """Every heading that a column with answers may have."""
        for name in self.answer_columns:
            yield from (name, *self.headings.get(name, ()))

    @property
    def every_word(self) -> Mapping[str, int | str]:
        """The words that mean the same in all questions."""
        return self.words.get(EVERY_COLUMN, {})

    @property
    def group_columns(self) -> tuple[str, ...]:
        """The columns by which results may be shown."""
        return () if self.groups is None else tuple(self.groups.columns)

    def list_words(self, rubric: Rubric) -> Iterator[AnswerWords]:
        """The words of every question and scale that the rubric or an instrument defines."""
        for name, question in self.criteria.items():
            criterion = rubric.criteria.get(name)
            if isinstance(criterion, SurveyCriterion):
                words = [question.list_words(name, criterion), *question.list_statement_words(name, criterion).values()]
                yield from {one.path: one for one in words}.values()
        yield from (scale.list_words(name) for name, scale in self.scales.items())

    @property
    def answer_columns(self) -> set[str]:
        """The columns with answers."""
        answers = {column for one in self.criteria.values() for column in one.list_columns()}
        return answers | {column for one in self.scales.values() for column in one.columns}

    @property
    def summed_columns(self) -> set[str]:
        """The columns of statements and scales.

        Whether a respondent counts depends on how many of these columns the respondent answered.
        """
        statements = {column for one in self.criteria.values() for column in one.columns.values()}
        return statements | {column for one in self.scales.values() for column in one.columns}

    def count_uses(self, find: Callable[[str], str] = fold_word) -> Mapping[str, int]:
        """How many criteria, statements and scales use each column; `find` gives the column with the given name."""
        uses = [name for one in self.criteria.values() for name in one.list_columns()]
        uses += [name for scale in self.scales.values() for name in {*scale.columns}]
        counts = Counter(map(find, uses))
        return {name: counts[find(name)] for name in uses}

    @property
    def columns(self) -> set[str]:
        """All columns that the map gives."""
        others = [*self.exclude, *(one for one in (self.finished, self.invited) if one is not None)]
        given = (one.column for one in others if one.column is not None)
        team = () if self.team is None else (self.team,)
        return self.answer_columns | {*self.group_columns, *team, *given}


class FileChoices(TypedDict, total=False):
    """Options that replace keys of the map: how to read the file of responses."""

    encoding: Encoding | None
    sheet: str | None
    source: ProgramName | None


class LoadedQuestionnaire(NamedTuple):
    """A questionnaire without problems, the rubric that has its questions, and the name used to find this rubric."""

    questionnaire: Questionnaire
    rubric: Rubric
    rubric_name: str
