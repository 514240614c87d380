"""Rules about claims, sources and evidence."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.rubric.lint.rule import Checks, Hit
from nhsdx.model import ChecklistCriterion, Criterion, LevelCriterion, Rubric


def _is_judged(criterion: Criterion) -> bool:
    """Whether the answer is a judgement; the figures of measures and surveys are data."""
    return isinstance(criterion, LevelCriterion | ChecklistCriterion)


def _find_untraced_criteria(rubric: Rubric) -> Iterator[Hit]:
    is_traced = {name: bool(item.claims or item.sources) for name, item in rubric.criteria.items()}
    for name, has_trace in is_traced.items():
        if any(is_traced.values()) and not has_trace:
            yield Hit(("criteria", name), "the criterion cites neither a claim nor a source")


def _find_uncited_sources(rubric: Rubric) -> Iterator[Hit]:
    cited = {source for criterion in rubric.criteria.values() for source in criterion.sources}
    for name in rubric.sources:
        if name not in cited:
            yield Hit(("sources", name), "no criterion cites this source")


def _find_unidentifiable_sources(rubric: Rubric) -> Iterator[Hit]:
    for name, source in rubric.sources.items():
        if source.author is None and source.year is None and source.url is None:
            yield Hit(("sources", name), "the source has only a title")


def _find_unchecked_sources(rubric: Rubric) -> Iterator[Hit]:
    for name, criterion in rubric.criteria.items():
        certainties = {rubric.sources[source].certainty for source in criterion.sources}
        if certainties == {"from-memory"}:
            yield Hit(("criteria", name, "sources"), "every source of the criterion was cited from memory")


def _find_criteria_without_evidence(rubric: Rubric) -> Iterator[Hit]:
    for name, criterion in rubric.criteria.items():
        if rubric.evidence_grades and _is_judged(criterion) and not criterion.evidence:
            yield Hit(("criteria", name), "the criterion does not say what evidence to ask for")


def _find_unsupported_top_level(rubric: Rubric) -> Iterator[Hit]:
    grades, top = rubric.evidence_grades, rubric.name_level(rubric.top_level)
    if grades and grades[-1].supports < rubric.top_level:
        message = f"the strongest grade supports only level {rubric.name_level(grades[-1].supports)} of {top}"
        yield Hit(("evidence-grades", len(grades) - 1, "supports"), message)
    for name, criterion in rubric.criteria.items():
        supported = criterion.evidence_supports.get(grades[-1].id, rubric.top_level) if grades else rubric.top_level
        if supported < rubric.top_level:
            message = (
                f"in this criterion, the strongest grade supports only level {rubric.name_level(supported)} of {top}"
            )
            yield Hit(("criteria", name, "evidence-supports", grades[-1].id), message)


def _find_assumed_evidence(rubric: Rubric) -> Iterator[Hit]:
    supports = {grade.id: grade.supports for grade in rubric.evidence_grades}
    for name, criterion in rubric.criteria.items():
        default = criterion.evidence_default
        if default is not None and _is_judged(criterion) and supports[default] > min(supports.values()):
            message = f"an answer without evidence counts as {default}"
            yield Hit(("criteria", name, "evidence-default"), message)


def _find_defaults_that_age(rubric: Rubric) -> Iterator[Hit]:
    ageing = {grade.id for grade in rubric.evidence_grades[1:] if grade.max_age_months is not None}
    for name, criterion in rubric.criteria.items():
        # Everybody knows when a survey was made.
        if criterion.evidence_default in ageing and criterion.evidence_ages and criterion.kind != "survey":
            message = f"an answer without evidence counts as {criterion.evidence_default} only if it gives a date"
            yield Hit(("criteria", name, "evidence-default"), message)


def _find_missing_check(rubric: Rubric) -> Iterator[Hit]:
    """A hit if the rubric does not say when its sources were checked.

    An index made only of measures is exempt: its sources explain its method.
    """
    if rubric.sources and rubric.rubric.checked is None and any(map(_is_judged, rubric.criteria.values())):
        yield Hit(("rubric",), "the rubric does not say when its sources were checked")


SOURCE_CHECKS: Checks = {
    "untraced-criterion": _find_untraced_criteria,
    "uncited-source": _find_uncited_sources,
    "unidentifiable-source": _find_unidentifiable_sources,
    "unchecked-sources": _find_unchecked_sources,
    "no-evidence-asked": _find_criteria_without_evidence,
    "no-grade-supports-top": _find_unsupported_top_level,
    "evidence-assumed": _find_assumed_evidence,
    "evidence-default-ages": _find_defaults_that_age,
    "no-check-date": _find_missing_check,
}
