"""The wording of each fact: readings, scores, answers, evidence and its age, and what was left out.

The wording of levels and averages is in `levels`, that of gates in `gates`, and that of next steps in `steps`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from nhsdx.analysis.common import COMMON_PROFILE
from nhsdx.documents.number_words import NOTHING, format_number, format_percent, format_score
from nhsdx.documents.phrases import count_words, name_from_id, shorten_title
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words.checks import DATE_PROBLEMS
from nhsdx.documents.words.hypothetical import describe_supposed
from nhsdx.model import (
    AS_SCORED,
    OVERALL,
    Certainty,
    CriterionResult,
    CriterionStatus,
    DisplayScale,
    EvidenceGrade,
    ItemState,
    NodeResult,
    ParentResult,
    Reading,
    Result,
    Scores,
    SurveyCriterion,
    name_level,
)

SHOWN_READINGS = (Reading.EVIDENCED, Reading.CLAIMED, Reading.LOW, Reading.HIGH)
"""The readings in the order in which every page shows them."""
HEADLINES = (Reading.EVIDENCED, Reading.CLAIMED)
"""The readings of the two headline scores, in the order in which they are shown."""
UNGRADED_READINGS = (Reading.CLAIMED, Reading.LOW, Reading.HIGH)
"""The readings to show if the rubric has no evidence grades: evidenced is then the same as claimed."""
READING_MEANINGS = {
    Reading.EVIDENCED: "as far as the evidence supports each answer; unknown answers left out",
    Reading.CLAIMED: "as answered; unknown answers left out",
    Reading.LOW: "as far as the evidence supports each answer; unknown answers at their {0}",
    Reading.HIGH: "as answered; unknown answers at their {1}",
}
LOW_AS_ANSWERED = "as answered; unknown answers at their {0}"
NOT_COUNTED = "(not counted)"
OVERALL_TITLE = "Overall"
TOO_FEW = "too few respondents to show"
UNDECIDED = "not known whether this is asked"
RELATIONS = {
    "equal": "the same as the heading",
    "subset": "part of the heading",
    "superset": "all of the heading, and more",
    "intersect": "some of the heading, and more",
}
"""How much of a heading in another framework a criterion covers."""
CERTAINTIES: dict[Certainty, str] = {
    "verified": "read in the original",
    "second-hand": "read about in another text",
    "from-memory": "not looked up",
}


def describe_relation(relation: str) -> str:
    """How much of a heading in a framework a criterion covers: `part of the heading`."""
    return RELATIONS[relation]


def describe_certainty(certainty: Certainty) -> str:
    """How sure the rubric's authors are of a source that they cite."""
    return f"{certainty} ({CERTAINTIES[certainty]})"


def describe_side(result: Result) -> str:
    """The assessment that a result belongs to: subject, date, voice, profile, date for judging evidence, and rubric."""
    about, rubric = result.assessment, result.rubric
    words = (clean(about.subject), about.date.isoformat(), *list_circumstances(result))
    return ", ".join((*words, rubric.reference))


def list_circumstances(result: Result) -> list[str]:
    """The voice and, if there are any, the hypothetical answers, the profile, and the date for judging evidence."""
    about = result.assessment
    words = [*([describe_supposed(result)] if result.hypothetical else []), f"voice {about.voice}"]
    if about.profile == COMMON_PROFILE:
        words.append(f"the {count_asked(result)} that both answered")
    elif about.profile is not None:
        words.append(f"profile {about.profile}")
    if about.as_of != about.date:
        words.append(f"evidence as of {about.as_of.isoformat()}")
    return words


def count_asked(result: Result) -> str:
    """How many criteria were asked: `34 criteria`."""
    return count_words(sum(one.status.is_asked for one in result.criteria.values()), "criterion", "criteria")


def describe_scoring(result: Result) -> str:
    """The rubric, the date and the circumstances of an assessment, on one line."""
    scored_with = f"{clean(result.rubric.title)} {result.rubric.version}"
    return " · ".join((scored_with, result.assessment.date.isoformat(), *list_circumstances(result)))


def name_node(node: NodeResult) -> str:
    """The title of a node in tables and charts; `Overall` for the overall score."""
    return OVERALL_TITLE if node.id == OVERALL else clean(node.title)


def describe_range(scores: Scores, shown: DisplayScale) -> str:
    """The range of a node, from low to high; a dash if there is none."""
    low, high = (format_score(scores[one], shown) for one in (Reading.LOW, Reading.HIGH))
    if low == high == NOTHING:
        return NOTHING
    return f"{low} to {high}" if "-" in low + high else f"{low}–{high}"


def has_grades(result: Result) -> bool:
    """Whether the rubric of a result has evidence grades. If it has none, no page mentions evidence."""
    return result.rubric.has_grades


def list_readings(result: Result) -> tuple[Reading, ...]:
    """The readings to show for a result, in a fixed order; without evidence grades, evidenced is left out."""
    return SHOWN_READINGS if has_grades(result) else UNGRADED_READINGS


def list_headlines(result: Result) -> tuple[Reading, ...]:
    """The readings of a result's headline scores, in a fixed order."""
    return HEADLINES if has_grades(result) else UNGRADED_READINGS[:1]


def describe_reading(result: Result, reading: Reading) -> str:
    """What a reading means in the rubric of a result."""
    meaning = LOW_AS_ANSWERED if reading is Reading.LOW and not has_grades(result) else READING_MEANINGS[reading]
    return meaning.format(*(("worst", "best") if result.rubric.shown.is_reversed else ("lowest", "highest")))


def describe_scores(scores: Scores, shown: DisplayScale, headlines: Sequence[Reading] = HEADLINES) -> str:
    """The headline scores in a fixed order: `45.7 evidenced, 55.6 claimed`."""
    return ", ".join(f"{format_score(scores[reading], shown)} {reading}" for reading in headlines)


def describe_readings(result: Result, scores: Scores, headlines: Sequence[Reading] = (), *, node: str = OVERALL) -> str:
    """The headline scores and the range in the wording of all pages: `45.7 evidenced, 55.6 claimed, range` and so on.

    If results of other rubrics are shown too, `headlines` are the readings shown for every result.
    """
    shown = result.rubric.find_shown(node)
    words = describe_scores(scores, shown, headlines or list_headlines(result))
    return f"{words}, range {describe_range(scores, shown)}"


def describe_own_figures(result: Result, node: str) -> str:
    """The scale on which a node's scores are shown: `shown from 0 to 10`; empty if it is the overall scale."""
    ends = result.rubric.find_shown(node).ends
    return "" if ends == result.rubric.shown.ends else f"shown from {clean(ends)}"


def describe_bar(result: Result, label: str, node: ParentResult) -> str:
    """What a range bar shows, in words."""
    if node.scores[Reading.HIGH] is None:
        return f"{label}: no score, because nothing in it applies"
    if node.scores[Reading.CLAIMED] is None:
        whole = describe_range(node.scores, result.rubric.find_shown(node.id))
        return f"{label}: {describe_unrated(node)}; the range is {whole}"
    return f"{label}: {describe_readings(result, node.scores, node=node.id)}"


def describe_unrated(node: ParentResult) -> str:
    """Why a node has a range and no score: `not rated: 1 of 9 known, 7 needed`."""
    unrated = node.unrated
    if unrated is None:
        return "not rated: no part of it has a score" if node.coverage else "nothing is known"
    known, share = f"not rated: {unrated.known} of {unrated.asked} known", unrated.minimum_coverage
    if unrated.minimum_known is not None:
        return f"{known}, {unrated.minimum_known} needed"
    needed = (
        "but not all that the first stage needs" if share is None else f"{format_percent(share)} of the weight needed"
    )
    return f"{known}, {needed}"


def describe_unrated_nodes(result: Result) -> str:
    """The dimensions that have a range and no score, each with the reason; empty if there are no such dimensions."""
    nodes = result.dimensions.values()
    return "; ".join(f"{name_node(one)} ({describe_unrated(one)})" for one in nodes if one.unrated)


def describe_status(status: CriterionStatus) -> str:
    """A status in words: `not due`."""
    return name_from_id(status.value)


def describe_answer(criterion: CriterionResult, unit: str = "") -> str:
    """An answer in a few words: a level, a value with its unit, counts, items by state, or the status."""
    if criterion.is_undecided or criterion.has_too_few_respondents:
        return f"unknown ({UNDECIDED if criterion.is_undecided else TOO_FEW})"
    shown = criterion.shown_answer
    if shown is None:
        return describe_status(criterion.status)
    if criterion.items is not None or isinstance(shown, dict):
        return describe_items(criterion.items or {}, criterion.not_asked)
    return _describe_value(criterion, shown, unit)


def _describe_value(criterion: CriterionResult, shown: float | str | list[int], unit: str) -> str:
    """An answer in a few words: a level, a value with its unit, or how many people replied."""
    if isinstance(shown, list):
        return describe_survey(shown, None if criterion.answer is None else criterion.answer.invited)
    own = next((mark for mark in criterion.own_scale if mark.number == shown), None)
    if own is not None:
        return name_level(own.number, clean(own.label))
    if criterion.kind == "level" or isinstance(shown, str):
        return f"level {shown}"
    if criterion.answer is not None and criterion.answer.respondents is not None:
        return _describe_mean(shown, criterion.answer.respondents, criterion.answer.invited)
    return f"{format_number(shown)} {clean(unit)}".rstrip()


def _describe_mean(mean: float, respondents: int, invited: int | None) -> str:
    """The respondents' mean score, which is always out of 100, with the number of respondents and of people invited."""
    words = f"{format_score(mean, AS_SCORED)} of 100, the mean score of {count_words(respondents, 'respondent')}"
    if invited is None:
        return f"{words}; number invited not given"
    return f"{words}; {invited} invited, {format_percent(respondents / invited)}"


def describe_survey(counts: Sequence[int], invited: int | None) -> str:
    """How many of the people invited replied: `129 replies of 460 invited, 28%`."""
    replies = count_words(sum(counts), "reply", "replies")
    if invited is None:
        return f"{replies}; number invited not given"
    return f"{replies} of {invited} invited, {format_percent(sum(counts) / invited)}"


def describe_options(asked: SurveyCriterion, counts: Sequence[int]) -> str:
    """How many people chose each option: `No: 3; Some: 10; Yes: 16`."""
    return "; ".join(f"{clean(option)}: {count}" for option, count in zip(asked.options, counts, strict=True))


def describe_items(items: Mapping[str, ItemState], not_asked: Collection[str] = ()) -> str:
    """How many items of a checklist have each answer: `items: 4 yes, 1 partly, 2 unknown`."""
    states = [state for name, state in items.items() if name not in not_asked]
    found = [f"{count} {describe_item_state(state)}" for state in ItemState if (count := states.count(state))]
    found += [f"{len(not_asked)} not asked"] if not_asked else []
    return f"{'item' if len(items) == 1 else 'items'}: {', '.join(found)}"


def describe_item_state(state: ItemState) -> str:
    """The answer to an item in words: `not applicable`."""
    return name_from_id(state.value)


def describe_evidence(criterion: CriterionResult) -> str:
    """The evidence grade given for an answer and, if the evidence counts as a weaker grade, that weaker grade."""
    if criterion.evidence is None:
        return "none"
    if criterion.counted_as == criterion.evidence:
        return name_from_id(criterion.evidence)
    why = DATE_PROBLEMS[criterion.evidence_date_problem]
    return f"{name_from_id(criterion.evidence)} ({why}: counts as {name_from_id(str(criterion.counted_as))})"


def describe_dated_evidence(criterion: CriterionResult) -> str:
    """The evidence for an answer, with the date of the evidence if given: `governance record, seen 2026-08-31`."""
    seen = None if criterion.answer is None else criterion.answer.seen
    return describe_evidence(criterion) + ("" if seen is None else f", seen {seen.isoformat()}")


def describe_grade(grade: EvidenceGrade) -> str:
    """An evidence grade's label up to its first comma or colon."""
    return shorten_title(clean(grade.label).split(",")[0].split(":")[0])
