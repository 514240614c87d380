"""An assessment: the answers of one voice about one subject on one date."""

import datetime
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import Discriminator, Field, Tag, WithJsonSchema

from nhsdx.model.base import LEVEL_NAME_FORMS, LEVEL_NAME_SCHEMA, FileModel, Id, KnownId, Many, Number, Percent, Text
from nhsdx.model.expectation import Expectation

ASSESSMENT_FORMAT = "nhsdx.assessment/1"
SUBJECT_PLACEHOLDER = "Name of the organisation, system or programme"
ROLE_PLACEHOLDER = "Role, not name"
PLACEHOLDERS = frozenset({SUBJECT_PLACEHOLDER, ROLE_PLACEHOLDER, "…", "..."})
"""The texts in a new file that a person must replace; each text that is still there causes a finding."""


class Status(StrEnum):
    """The status of an answer without a value."""

    UNKNOWN = "unknown"
    NOT_DUE = "not-due"
    NOT_APPLICABLE = "not-applicable"


class ItemState(StrEnum):
    """The answer to one item of a checklist."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


AnswerData: TypeAlias = int | float | str | list[int] | dict[str, str]
AnswerTable: TypeAlias = dict[str, Any]
StatusWord: TypeAlias = Annotated[Status, Field(strict=False)]


class Answer(FileModel):
    """One answer: a value in the form that the criterion's kind needs, or a status, and the evidence for the answer.

    `level` is the answer to a level criterion. `items` has the answer to each item of a checklist, by id; an item that
    is not listed is unknown. `value` is the value of a measure, in the measure's unit. `counts` says how many
    respondents of a survey chose each option. `mean` is the mean score of the `respondents` of a survey with
    statements, 0-100. `invited` is how many people were invited to answer the survey.
    """

    level: Annotated[int, LEVEL_NAME_SCHEMA] | None = None
    items: dict[KnownId, Annotated[ItemState, Field(strict=False)]] | None = None
    value: Number | None = None
    counts: Many[Annotated[int, Field(ge=0, le=10**12)]] | None = None
    mean: Percent | None = None
    respondents: Annotated[int, Field(ge=1, le=10**12)] | None = None
    invited: Annotated[int, Field(ge=1, le=10**12)] | None = None
    status: StatusWord | None = None
    reason: Text | None = None
    evidence: KnownId | None = None
    seen: datetime.date | None = None
    why: Text | None = None
    documents: Many[KnownId] = ()

    @property
    def count_of_people(self) -> int | None:
        """How many people answered a survey; None if the criterion is not a survey."""
        return self.respondents if self.counts is None else sum(self.counts)

    @property
    def is_known(self) -> bool:
        """Whether the answer has a value, rather than a status."""
        return self.status is None

    def build_value_data(self) -> AnswerData:
        """The value of a known answer, as JSON: a level, a measure, counts, a mean or the items of a checklist."""
        if self.level is not None:
            return self.level
        if self.value is not None:
            return self.value
        if self.counts is not None:
            return list(self.counts)
        if self.mean is not None:
            return self.mean
        return {item: state.value for item, state in (self.items or {}).items()}

    def build_data(self) -> AnswerTable:
        """The answer as JSON. A key is left out if it was not given or has its default value."""
        return self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


ANSWER_KEYS = frozenset(field.alias or name for name, field in Answer.model_fields.items())
"""The keys of an answer. No item's id may be one of these: tables have a column `criterion.key` for each key."""


BARE_WORD_SCHEMA = WithJsonSchema({"anyOf": [{"enum": [status.value for status in Status]}, LEVEL_NAME_FORMS[1]]})
"""A status, or a level number that contains letters; this number becomes the level's place when a file is read."""


def find_answer_form(value: object) -> Literal["number", "word", "table"]:
    """The form in which an answer is written: a bare number, a status word or a table."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number"
    return "word" if isinstance(value, str) else "table"


AnswerForm: TypeAlias = Annotated[
    Annotated[Answer, Tag("table")]
    | Annotated[int | float, Field(ge=-1e15, le=1e15), Tag("number")]
    | Annotated[StatusWord, Tag("word"), BARE_WORD_SCHEMA],
    Discriminator(find_answer_form),
]


class About(FileModel):
    """Who was assessed and when, and whose view the answers give. Assessors are given as roles, not by name."""

    subject: Text
    date: datetime.date
    voice: Id = "self"
    assessors: Many[Text] = ()
    notes: Text | None = None


class EvidenceDocument(FileModel):
    """A document that is given as evidence for one or more answers."""

    title: Text
    date: datetime.date | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    url: Text | None = None


ActionState: TypeAlias = Literal["open", "done", "dropped"]


class Action(FileModel):
    """What somebody will do about a criterion or some of its items.

    The owner is given as a role. A dropped action needs a `reason`.
    """

    criterion: KnownId
    items: Many[KnownId] = ()
    what: Text
    owner: Text
    due: datetime.date
    state: ActionState = "open"
    reason: Text | None = None


class AssessmentFile(FileModel):
    """An assessment, as written in an assessment file.

    `context` gives the chosen option for each fact that the rubric asks about.
    """

    format: Literal["nhsdx.assessment/1"]
    rubric: Text
    profile: KnownId | None = None
    assessment: About
    expect: Expectation | None = None
    context: dict[KnownId, Text] = Field(default_factory=dict)
    answers: dict[KnownId, AnswerForm] = Field(default_factory=dict)
    documents: dict[Id, EvidenceDocument] = Field(default_factory=dict)
    actions: Many[Action] = ()


class AnswerChange(NamedTuple):
    """A hypothetical answer: its key, such as `clinical-safety.officer-named`, and the old and the new value.

    An evidence grade, an evidence date or a number of people invited is None if it is not given.
    """

    key: str
    before: str | None
    after: str | None

    @property
    def is_real(self) -> bool:
        """Whether the new value differs from the old one."""
        return self.before != self.after


class Assessment(NamedTuple):
    """An assessment in which every answer is checked against the rubric and written out in full.

    `hypothetical` lists the answers that were changed to see what would follow; nobody gave these answers.
    """

    about: About
    profile: str | None
    answers: Mapping[str, Answer]
    documents: Mapping[str, EvidenceDocument]
    context: Mapping[str, str] = MappingProxyType({})
    actions: tuple[Action, ...] = ()
    hypothetical: tuple[AnswerChange, ...] = ()


Amount: TypeAlias = Annotated[float, Field(ge=0, le=1e9)]


class EffortFile(FileModel):
    """The effort of steps, by criterion and then by item, level or evidence. All other efforts come from the rubric.

    `default` is the effort of any step that is not listed, and `evidence` is the effort of providing evidence.
    """

    format: Literal["nhsdx.effort/1"]
    unit: Text | None = None
    default: Amount | None = None
    evidence: Amount | None = None
    effort: dict[KnownId, dict[Id, Amount]] = Field(default_factory=dict)
