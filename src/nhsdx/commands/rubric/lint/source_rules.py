"""Rules about claims, sources and evidence."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.rubric.lint.rule import Hit, Rule
from nhsdx.model.criteria import ChecklistCriterion, Criterion, LevelCriterion
from nhsdx.model.rubric import Rubric


def _is_judged(criterion: Criterion) -> bool:
    """Whether somebody judges the answer. The figures of measures and surveys are data themselves."""
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
    grades = rubric.evidence_grades
    if grades and grades[-1].supports < rubric.top_level:
        message = f"the strongest grade supports level {grades[-1].supports} of {rubric.top_level}"
        yield Hit(("evidence-grades", len(grades) - 1, "supports"), message)


def _find_assumed_evidence(rubric: Rubric) -> Iterator[Hit]:
    supports = {grade.id: grade.supports for grade in rubric.evidence_grades}
    for name, criterion in rubric.criteria.items():
        default = criterion.evidence_default
        if default is not None and _is_judged(criterion) and supports[default] > min(supports.values()):
            message = f"an answer without evidence counts as {default}"
            yield Hit(("criteria", name, "evidence-default"), message)


SOURCE_RULES = (
    Rule(
        code="untraced-criterion",
        severity="warning",
        title="A criterion cites neither a claim nor a source, although others do",
        why="Readers assume that every question is based on the argument the rubric cites; this one has no basis.",
        example="""\
[criteria.funding]
dimension = "leadership"
title = "Funding"
question = "Is the vision paid for?"
levels = ["Nobody pays for it.", "Money is promised for it.", "Money is spent on it."]
""",
        remedy="Add `claims` or `sources`, or remove the criterion.",
        check=_find_untraced_criteria,
    ),
    Rule(
        code="uncited-source",
        severity="warning",
        title="No criterion cites a source",
        why="A listed source that supports nothing gives the rubric an authority it does not have.",
        example="""\
[sources.wachter-2016]
title = "Making IT Work"
year = 2016
""",
        remedy="Add it to the `sources` of the criteria that it supports, or remove it.",
        check=_find_uncited_sources,
    ),
    Rule(
        code="unidentifiable-source",
        severity="info",
        title="A source has a title but no author, year or address",
        why="Nobody can look it up, so nobody can check what it is cited for.",
        example="""\
[sources.making-it-work]
title = "Making IT Work"
[criteria.vision]
dimension = "leadership"
title = "Vision"
question = "Is there a vision?"
levels = ["Nothing is written.", "A plan is written.", "The plan guides decisions."]
sources = ["making-it-work"]
""",
        remedy="Add `author`, `year` or `url`.",
        check=_find_unidentifiable_sources,
    ),
    Rule(
        code="unchecked-sources",
        severity="warning",
        title="Every source of a criterion was cited from memory",
        why="Nobody has checked that the sources say what the criterion cites them for.",
        example="""\
[sources.wachter-2016]
title = "Making IT Work"
year = 2016
certainty = "from-memory"
[criteria.vision]
dimension = "leadership"
title = "Vision"
question = "Is there a vision?"
levels = ["Nothing is written.", "A plan is written.", "The plan guides decisions."]
sources = ["wachter-2016"]
""",
        remedy="Look one of them up and update its `certainty`, or cite a source that somebody has read.",
        check=_find_unchecked_sources,
    ),
    Rule(
        code="no-evidence-asked",
        severity="warning",
        title="The rubric grades evidence, but a criterion does not say what evidence to ask for",
        why="Assessors then bring whatever they have, and organisations with the same practice get different scores.",
        example="""\
[[evidence-grades]]
id = "assertion"
label = "Said by the leader assessed"
supports = 1
[[evidence-grades]]
id = "record"
label = "A dated record"
supports = 2
[criteria.vision]
dimension = "leadership"
title = "Vision"
question = "Is there a vision?"
levels = ["Nothing is written.", "A plan is written.", "The plan guides decisions."]
claims = ["S1"]
""",
        remedy="Add `evidence`: the documents or data that would show the level.",
        check=_find_criteria_without_evidence,
    ),
    Rule(
        code="no-grade-supports-top",
        severity="error",
        title="No evidence grade supports the top level",
        why="However strong the evidence, the evidenced score can never reach the top, which looks like a shortcoming.",
        example="""\
[[evidence-grades]]
id = "assertion"
label = "Said by the leader assessed"
supports = 0
[[evidence-grades]]
id = "record"
label = "A dated record"
supports = 1
""",
        remedy="Let the strongest grade support the top level, or add a stronger one.",
        check=_find_unsupported_top_level,
    ),
    Rule(
        code="evidence-assumed",
        severity="warning",
        title="A judgement without evidence counts as evidenced",
        why="Giving no evidence then scores better than giving weak evidence. Only data need no further evidence.",
        example="""\
[[evidence-grades]]
id = "assertion"
label = "Said by the leader assessed"
supports = 1
[[evidence-grades]]
id = "record"
label = "A dated record"
supports = 2
[criteria.vision]
dimension = "leadership"
title = "Vision"
question = "Is there a vision?"
levels = ["Nothing is written.", "A plan is written.", "The plan guides decisions."]
evidence = ["The strategy paper"]
evidence-default = "record"
claims = ["S1"]
""",
        remedy="Remove `evidence-default`; keep it only for measures and surveys.",
        check=_find_assumed_evidence,
    ),
)
