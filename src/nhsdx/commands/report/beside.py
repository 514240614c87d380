"""Other results in a report: other voices on the same subject, and an older result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nhsdx.analysis.case import Case
from nhsdx.analysis.common import CommonCases, score_on_common
from nhsdx.commands.compare.document import build_change
from nhsdx.commands.compare.model import Comparison
from nhsdx.documents.page import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Style,
    Table,
    clean,
    count_words,
    describe_levels,
    describe_status,
    format_score,
    list_headlines,
    make_line,
    make_row,
    name_gate,
    name_node,
    nest_headings,
)
from nhsdx.documents.parts import build_checks_of_each
from nhsdx.errors import NhsdxError
from nhsdx.model import OVERALL, CriterionResult, CriterionStatus, GateState, Reading, Result

NO_AVERAGE = "Nothing is averaged. Where voices differ, discuss what each has seen."
NOTHING_SHARED = "The voices have no answered criterion in common, so their scores cannot be compared."


@dataclass(frozen=True, slots=True)
class Voices:
    """The cases of a report with their names. The report is about the first case.

    `common` has the same cases, scored on the criteria that all of them answered; None if there is only one case.
    """

    cases: tuple[Case, ...]
    names: tuple[str, ...]
    common: CommonCases | None

    @classmethod
    def of(cls, cases: Sequence[Case]) -> Voices:
        """The voices of the given cases. The cases are scored again only once, for all pages."""
        names = name_voices([case.result for case in cases])
        return cls(tuple(cases), tuple(names), score_on_common(cases) if len(cases) > 1 else None)

    @property
    def main(self) -> Case:
        """The case that the report is about."""
        return self.cases[0]

    @property
    def results(self) -> list[Result]:
        """The result of each voice."""
        return [case.result for case in self.cases]


def build_voices(voices: Voices) -> Iterator[Block]:
    """Several voices about one subject, side by side, and where they differ."""
    common, names, results = voices.common, voices.names, voices.results
    if common is None:
        return
    scored = [case.result for case in common.cases]
    yield Heading(2, "Voices side by side", "voices")
    if not common.criteria:
        yield Paragraph(make_line(NOTHING_SHARED))
        return
    yield Paragraph(make_line(f"{_describe_common(common, names, results)} {NO_AVERAGE}"), Style.NOTE)
    columns = (Column("", share=3), *(Column(name, is_number=True, share=2) for name in names))
    yield Table(
        "Each voice's scores on the criteria that all voices answered", columns, tuple(_list_voices_rows(scored))
    )
    yield from _build_differences(results, names)
    others = list(zip(names, results, strict=True))[1:]
    yield from nest_headings(build_checks_of_each(others), "voices-")


def _list_voices_rows(scored: Sequence[Result]) -> Iterator[tuple[Cell, ...]]:
    """The scores of the whole and of each dimension that has a score, by voice, and the gates that are not clear."""
    nodes = [OVERALL, *(name for name, one in scored[0].dimensions.items() if one.coverage is not None)]
    for node in nodes:
        yield from _build_voices_rows(scored, node)
    yield make_row("Gates not clear", *map(_list_gates_not_clear, scored))


def _describe_common(common: CommonCases, names: Sequence[str], results: Sequence[Result]) -> str:
    """How many criteria all voices answered, and how many each voice answered."""
    answered = [sum(one.status is CriterionStatus.ANSWERED for one in result.criteria.values()) for result in results]
    each = ", ".join(f"{name} {count}" for name, count in zip(names, answered, strict=True))
    shared = count_words(len(common.criteria), "criterion is", "criteria are")
    return f"{shared} answered by all voices, and only these are compared (answered by each: {each})."


def _build_voices_rows(scored: Sequence[Result], name: str) -> Iterator[tuple[Cell, ...]]:
    """The scores of a node, by voice.

    Voices are compared on criteria that all of them answered, so there is no range.
    """
    nodes, shown = [one.find_node(name) for one in scored], scored[0].rubric.find_shown(name)
    for reading in list_headlines(scored[0]):
        scores = (format_score(node.scores[reading], shown) for node in nodes)
        yield make_row(f"{name_node(nodes[0])}, {reading}", *scores)


def _list_gates_not_clear(result: Result) -> str:
    return (
        ", ".join(name_gate(gate.id, gate.title) for gate in result.gates if gate.state is not GateState.CLEAR)
        or "none"
    )


def _build_differences(results: Sequence[Result], names: Sequence[str]) -> Iterator[Block]:
    found = find_voice_differences(results)
    if not found:
        yield Paragraph(make_line("The voices claim the same level for every criterion that they answered."))
        return
    columns = (
        Column("Criterion", share=3),
        *(Column(name, share=2) for name in names),
        Column("Claimed levels apart", is_number=True),
    )
    rows = tuple(
        make_row(
            clean(one.criteria[0].title),
            *(_describe_criterion(results[0], own) for own in one.criteria),
            str(one.spread),
        )
        for one in found
    )
    yield Table("Criteria for which the voices claim different levels, the largest difference first", columns, rows)


def _describe_criterion(result: Result, criterion: CriterionResult) -> str:
    is_answered = criterion.status is CriterionStatus.ANSWERED
    return describe_levels(result, criterion) if is_answered else describe_status(criterion.status)


def build_change_since(comparison: Comparison | None, *, with_notes: bool = True) -> Iterator[Block]:
    """What changed since an older result, and why the scores moved, as `nhsdx compare` shows it."""
    if comparison is not None:
        yield Heading(2, "Change since last time", "change")
        yield from nest_headings(build_change(comparison, with_notes=with_notes), "change-")


@dataclass(frozen=True, slots=True)
class VoiceDifference:
    """A criterion as each voice answered it, and how many levels apart the voices' claims are."""

    criteria: tuple[CriterionResult, ...]
    spread: int


def expect_one_subject(cases: Sequence[Case]) -> None:
    """Raises NhsdxError `incomparable` unless all cases have the same subject, rubric and profile."""
    first = cases[0]
    for other in cases[1:]:
        if _get_subject(other) != _get_subject(first):
            message = "these assessments do not all have the same subject, rubric and profile"
            hint = "give assessments of the same subject; each organisation has its own report"
            raise NhsdxError(message, f"{first.name} and {other.name}", hint, code="incomparable")


def _get_subject(case: Case) -> tuple[str, str, str | None]:
    return case.result.assessment.subject, case.instrument.stamp.scoring_digest, case.profile


def name_voices(results: Sequence[Result]) -> list[str]:
    """The names of the voices; a voice that answered more than once also has a date and, if needed, a number."""
    voices = [result.assessment.voice for result in results]
    dated = [f"{result.assessment.voice}, {result.assessment.date.isoformat()}" for result in results]
    names = voices if len(set(voices)) == len(voices) else dated
    return names if len(set(names)) == len(names) else [f"{name} ({at})" for at, name in enumerate(names, 1)]


def find_voice_differences(results: Sequence[Result]) -> tuple[VoiceDifference, ...]:
    """The criteria on which voices claim different levels: largest differences first, then in the rubric's order."""
    found = []
    for name in results[0].criteria:
        criteria = tuple(result.criteria[name] for result in results)
        known = [level for one in criteria if (level := one.levels[Reading.CLAIMED]) is not None]
        if len(known) > 1 and max(known) > min(known):
            found.append(VoiceDifference(criteria, max(known) - min(known)))
    return tuple(sorted(found, key=lambda one: -one.spread))
