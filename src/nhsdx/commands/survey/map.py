"""Which columns of a survey's responses answer a rubric's criteria, and which make up scales."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, NamedTuple, TypedDict

from pydantic import Field

from nhsdx.commands.survey.disclosure.protection import LEAST
from nhsdx.commands.survey.instruments import INSTRUMENTS, SurveyInstrument, make_likert
from nhsdx.commands.survey.programs.names import ProgramName
from nhsdx.model import FileModel, Id, Many, Rubric, Text
from nhsdx.tables.readers.text_blocks import Encoding

QUESTIONNAIRE_FORMAT = "nhsdx.questionnaire/1"


class Question(FileModel):
    """The column that answers a survey criterion; `answers` gives other spellings of the criterion's options."""

    column: Text
    answers: dict[Text, Text] = Field(default_factory=dict)


class ScaleItems(FileModel):
    """The columns of an instrument's items, in the instrument's own order. `answers` gives each word its number.

    `points` and `reversed`, items numbered from 1 that are worded the other way round, are for `likert` alone.
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


class Invited(FileModel):
    """How many people were asked, for each value of a column."""

    column: Text
    numbers: Annotated[dict[Text, Annotated[int, Field(ge=1, le=10**9)]], Field(min_length=1)]


class RowChoice(FileModel):
    """The rows in which a column has one of these words; without words, those in which it is not empty."""

    column: Text
    values: Many[Text] = ()


class GroupRules(FileModel):
    """The columns by which results may be shown, how many of them at once, and how many respondents a group needs."""

    columns: Annotated[Many[Text], Field(min_length=1, max_length=8)]
    depth: Annotated[int, Field(ge=1, le=8)] | None = None
    minimum: Annotated[int, Field(ge=LEAST, le=10**6)] | None = None


class Questionnaire(FileModel):
    """The meaning of the columns in a file of responses, for a rubric that is given as in an assessment.

    `date` is the day on which the survey closed, `evidence` the grade that its answers have as evidence, and
    `no_answer` lists the words that count as no answer. `finished` and `exclude` say which rows count.
    """

    format: Literal["nhsdx.questionnaire/1"]
    rubric: Text | None = None
    source: ProgramName | None = None
    encoding: Encoding | None = None
    sheet: Text | None = None
    date: datetime.date | None = None
    evidence: Id | None = None
    no_answer: Many[Text] = ("I do not know", "N/A")
    finished: RowChoice | None = None
    exclude: Many[RowChoice] = ()
    team: Text | None = None
    groups: GroupRules | None = None
    invited: Invited | None = None
    criteria: dict[Id, Question] = Field(default_factory=dict)
    scales: dict[Id, ScaleItems] = Field(default_factory=dict)

    @property
    def group_columns(self) -> tuple[str, ...]:
        """The columns by which results may be shown."""
        return () if self.groups is None else tuple(self.groups.columns)

    @property
    def columns(self) -> set[str]:
        """All columns that the map gives."""
        answers = {one.column for one in self.criteria.values()}
        items = {column for one in self.scales.values() for column in one.columns}
        return answers | items | {*self.group_columns} | ({self.team} if self.team is not None else set())


class FileChoices(TypedDict, total=False):
    """What the command line may say about the file of responses in place of the map."""

    encoding: Encoding | None
    sheet: str | None
    source: ProgramName | None


class LoadedQuestionnaire(NamedTuple):
    """A questionnaire without problems, and the rubric whose criteria it asks, with the name it was read by."""

    questionnaire: Questionnaire
    rubric: Rubric
    rubric_name: str
