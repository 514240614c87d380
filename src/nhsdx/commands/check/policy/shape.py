"""The policy of a project: the conditions for its assessments, and what is waived for a while."""

import datetime
from collections.abc import Iterator
from typing import Annotated, Final, Literal, NamedTuple, TypeAlias

from pydantic import Discriminator, Field, Tag

from nhsdx.files.inside import leads_out
from nhsdx.model import (
    CHECK_CODES,
    FINDING_CODES,
    OVERALL,
    FileModel,
    KnownId,
    Many,
    Number,
    Path,
    Problem,
    Reading,
    Text,
    quote_word,
    suggest_one_of,
)

POLICY_FORMAT: Final = "nhsdx.policy/1"
# A gate is waived by its name; problems in the policy itself cannot be waived.
NOT_WAIVABLE = frozenset({"gate-not-clear", "policy-unused", "waiver-expired", "waiver-needless"})
WAIVABLE = tuple(code for code in (*FINDING_CODES, *CHECK_CODES) if code not in NOT_WAIVABLE)


class Threshold(NamedTuple):
    """The lowest score that a node may have, on the scale of its rubric; `reading` defaults to the check's reading."""

    node: str
    reading: Reading | None
    score: float


class Waiver(FileModel):
    """A waiver excuses a gate, or one kind of finding, up to a given day. Every use of a waiver is reported."""

    gate: KnownId | None = None
    finding: KnownId | None = None
    file: Text | None = None
    owner: Text
    reason: Text
    expires: datetime.date


class ReadingThresholds(FileModel):
    """The lowest score at which a node passes, for each reading that is given."""

    low: Number | None = None
    evidenced: Number | None = None
    claimed: Number | None = None
    high: Number | None = None


def find_threshold_form(value: object) -> Literal["number", "table"]:
    """Whether the threshold of a node is a bare score or a table by reading."""
    return "table" if isinstance(value, dict | ReadingThresholds) else "number"


NodeThreshold: TypeAlias = Annotated[
    Annotated[ReadingThresholds, Tag("table")] | Annotated[Number, Tag("number")], Discriminator(find_threshold_form)
]


def find_thresholds_form(value: object) -> Literal["number", "nodes"]:
    """Whether `fail-under` is one overall score, or a table by node."""
    return "nodes" if isinstance(value, dict) else "number"


Thresholds: TypeAlias = Annotated[
    Annotated[dict[KnownId, NodeThreshold], Tag("nodes")] | Annotated[Number, Tag("number")],
    Discriminator(find_thresholds_form),
]


class PolicyFile(FileModel):
    """The conditions that a project's assessments must meet, in `nhsdx.toml` or in `pyproject.toml`."""

    format: Literal["nhsdx.policy/1"] = POLICY_FORMAT
    on: Reading | None = Field(default=None, strict=False)
    fail_under: Thresholds | None = None
    fail_on_gate: bool = False
    fail_on_finding: Many[KnownId] = ()
    require_complete: bool = False
    no_regression: Text | None = None
    waivers: Many[Waiver] = ()

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """Every threshold, in the order of the file; a single number is the threshold for the overall score."""
        return tuple(self._list_thresholds())

    def _list_thresholds(self) -> Iterator[Threshold]:
        given = self.fail_under
        nodes = given if isinstance(given, dict) else {} if given is None else {OVERALL: given}
        for node, form in nodes.items():
            if isinstance(form, ReadingThresholds):
                for reading in Reading:
                    score = getattr(form, reading.value)
                    if score is not None:
                        yield Threshold(node, reading, score)
            else:
                yield Threshold(node, None, form)


def find_policy_problems(policy: PolicyFile) -> Iterator[Problem]:
    """The problems that make a policy unusable."""
    for position, code in enumerate(policy.fail_on_finding):
        yield from _find_code_problems(code, ("fail-on-finding", position), tuple(FINDING_CODES))
    for position, waiver in enumerate(policy.waivers):
        path = ("waivers", position)
        if (waiver.gate is None) == (waiver.finding is None):
            message = "a waiver excuses one gate, or one kind of finding"
            yield Problem(path, "waiver-form", message, 'expected one of: gate = "…", finding = "…"')
        if waiver.file is not None and leads_out(waiver.file):
            message = "this path leads outside the policy's folder"
            remedy = "expected a file in that folder; a waiver applies only to assessments of its own project"
            yield Problem((*path, "file"), "path-outside", message, remedy)
        if waiver.finding is not None:
            yield from _find_code_problems(waiver.finding, (*path, "finding"), WAIVABLE)


def _find_code_problems(code: str, path: Path, known: tuple[str, ...]) -> Iterator[Problem]:
    if code not in known:
        yield Problem(
            path, "unknown-reference", f"{quote_word(code)} is not the code of a finding", suggest_one_of(code, known)
        )
