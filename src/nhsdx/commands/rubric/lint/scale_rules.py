"""Rules about the scores that answers can reach, and about settings without effect."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nhsdx.commands.rubric.lint.rule import Checks, Hit
from nhsdx.commands.rubric.lint.weight_rules import list_node_places
from nhsdx.model import ChecklistCriterion, Criterion, MeasureCriterion, Path, Rubric, SurveyCriterion, format_range
from nhsdx.scoring import Scale, compare_rounded, find_score_range, is_reachable

FEWEST_RESPONDENTS = 5
LEADING_NUMBER = re.compile(r"(?:level |stage |step )?(\d+(?:\.\d+)?)\b", re.IGNORECASE)


def _find_flat_criteria(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    for name, criterion in rubric.criteria.items():
        low, high = find_score_range(criterion, scale)
        if compare_rounded(low, high) == 0:
            yield Hit(("criteria", name), f"every answer scores {low:g}")


def _find_unreachable_levels(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    for name, criterion in rubric.criteria.items():
        low, high = find_score_range(criterion, scale)
        best = scale.find_level(high)
        if compare_rounded(low, high) < 0 and best < rubric.top_level:
            yield Hit(("criteria", name), _describe_reach(rubric, criterion, best))


def _describe_reach(rubric: Rubric, criterion: Criterion, best: int) -> str:
    top = rubric.top_level
    if not _is_staged(criterion):
        return f"the best answer reaches only level {rubric.name_level(best)} of {rubric.name_level(top)}"
    if rubric.levels[0].number is None:
        return f"no item belongs to level {format_range(best + 1, top)}"
    return f"no item belongs to level {' or '.join(rubric.name_level(at) for at in range(best + 1, top + 1))}"


def _find_free_points(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    for name, criterion in rubric.criteria.items():
        low, high = find_score_range(criterion, scale)
        if isinstance(criterion, ChecklistCriterion) and criterion.levels_without_items:
            continue
        if compare_rounded(scale.scores[0], low) < 0 and compare_rounded(low, high) < 0:
            yield Hit(
                ("criteria", name),
                f"the worst answer scores {low:g}; level {rubric.name_level(0)} scores {scale.scores[0]:g}",
            )


def _find_unreachable_bands(rubric: Rubric) -> Iterator[Hit]:
    for name, criterion in rubric.criteria.items():
        if not isinstance(criterion, MeasureCriterion):
            continue
        for position, band in enumerate(criterion.bands or ()):
            if not is_reachable(criterion, position):
                start = f"{'from' if band.above is None else 'above'} {band.start:g}"
                message = f"no value within the measure's bounds falls into the band {start}"
                yield Hit(("criteria", name, "bands", position), message)


def _find_uncosted_steps(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    uses_steps = any(criterion.steps for criterion in rubric.criteria.values())
    for name, criterion in rubric.criteria.items():
        # Nobody plans work on something that is not counted.
        if not uses_steps or rubric.dimensions[criterion.dimension].advisory:
            continue
        costed, best = len(criterion.steps), scale.find_level(find_score_range(criterion, scale)[1])
        if costed < best and (costed or criterion.kind == "level"):
            path: Path = ("criteria", name, "steps") if costed else ("criteria", name)
            yield Hit(path, f"the effort of reaching level {rubric.name_level(costed + 1)} is not given")


def _is_staged(criterion: Criterion) -> bool:
    return isinstance(criterion, ChecklistCriterion) and criterion.scoring == "staged"


def _find_identifiable_respondents(rubric: Rubric) -> Iterator[Hit]:
    for name, criterion in rubric.criteria.items():
        if isinstance(criterion, SurveyCriterion) and criterion.minimum_respondents < FEWEST_RESPONDENTS:
            path = ("criteria", name, "minimum-respondents")
            yield Hit(path, f"{criterion.minimum_respondents} respondents would be enough to show a result")


def _find_settings_without_effect(rubric: Rubric) -> Iterator[Hit]:
    if rubric.evidence_grades and rubric.evidence_grades[0].max_age_months is not None:
        path = ("evidence-grades", 0, "max-age-months")
        yield Hit(path, "the weakest grade never ages, because there is no weaker one")
    for place, node in list_node_places(rubric):
        if node.invert and node.aggregate == "mean":
            yield Hit((*place, "invert"), "an inverted mean is the same as a plain mean")
    for name, criterion in rubric.criteria.items():
        yield from _find_idle_checklist_settings(criterion, ("criteria", name))
        yield from _find_idle_further_settings(criterion, ("criteria", name))


def _find_idle_further_settings(criterion: Criterion, path: Path) -> Iterator[Hit]:
    """Hits for the settings `not-applicable-counts` and `least-answered` where these have no effect."""
    may_be_left_out = "not-applicable" in criterion.may_be_left_out or (
        isinstance(criterion, ChecklistCriterion) and criterion.items_may_be_left_out != ()
    )
    if criterion.not_applicable_counts is not None and not may_be_left_out:
        yield Hit((*path, "not-applicable-counts"), "not-applicable is not an allowed answer here")
    is_plain = isinstance(criterion, SurveyCriterion) and not criterion.statements
    if is_plain and "least_answered" in criterion.model_fields_set:
        yield Hit((*path, "least-answered"), "the survey has no statements")


def _find_idle_checklist_settings(criterion: Criterion, path: Path) -> Iterator[Hit]:
    if not isinstance(criterion, ChecklistCriterion):
        return
    if criterion.steps and any(item.effort is not None for item in criterion.items.values()):
        yield Hit((*path, "steps"), "the items already give the effort")
    if criterion.scoring == "staged":
        if "partly_counts" in criterion.model_fields_set:
            yield Hit((*path, "partly-counts"), "in a staged checklist, a partly met item counts as not met")
        return
    idle = "a checklist scored by share does not use levels"
    if criterion.levels_without_items:
        yield Hit((*path, "levels-without-items"), idle)
    for name, item in criterion.items.items():
        if item.level is not None:
            yield Hit((*path, "items", name, "level"), idle)


def _find_labels_with_other_numbers(rubric: Rubric) -> Iterator[Hit]:
    """Labels that begin with a number other than the level's own, such as `Level 1` for level 0."""
    for place, level in enumerate(rubric.levels):
        found = LEADING_NUMBER.match(level.label)
        if found is not None and found[1] != rubric.name_level(place):
            message = f"the label begins with {found[1]}, but the number of the level is {rubric.name_level(place)}"
            yield Hit(("levels", place, "label"), message)


def _find_deciders_outside_profiles(rubric: Rubric) -> Iterator[Hit]:
    """Profiles that ask a criterion, but not the criterion whose answer decides whether the first is asked."""
    for profile in rubric.profiles:
        inside = rubric.select_criteria(profile)
        for name in sorted(inside):
            for decider in rubric.criteria[name].list_deciders():
                if decider not in inside:
                    message = f"asks {name}, but not {decider}, whose answer decides whether {name} is asked"
                    yield Hit(("profiles", profile), message)


SCALE_CHECKS: Checks = {
    "label-number": _find_labels_with_other_numbers,
    "decider-outside-profile": _find_deciders_outside_profiles,
    "flat-criterion": _find_flat_criteria,
    "unreachable-level": _find_unreachable_levels,
    "free-points": _find_free_points,
    "unreachable-band": _find_unreachable_bands,
    "uncosted-step": _find_uncosted_steps,
    "identifiable-respondents": _find_identifiable_respondents,
    "setting-without-effect": _find_settings_without_effect,
}
