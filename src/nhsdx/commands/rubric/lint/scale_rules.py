"""Rules about the scores that answers can reach, and about settings without effect."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.rubric.lint.reach import find_reach, is_reachable
from nhsdx.commands.rubric.lint.rule import Hit, Rule
from nhsdx.model.criteria import ChecklistCriterion, Criterion, MeasureCriterion, SurveyCriterion
from nhsdx.model.finding import Path
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.scale import Scale, compare

FEWEST_RESPONDENTS = 5


def _find_flat_criteria(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    for name, criterion in rubric.criteria.items():
        low, high = find_reach(criterion, scale)
        if compare(low, high) == 0:
            yield Hit(("criteria", name), f"every answer scores {low:g}")


def _find_unreachable_levels(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    for name, criterion in rubric.criteria.items():
        low, high = find_reach(criterion, scale)
        best = scale.find_level(high)
        if compare(low, high) < 0 and best < rubric.top_level:
            yield Hit(("criteria", name), f"the best answer reaches level {best} of {rubric.top_level}")


def _find_free_points(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    for name, criterion in rubric.criteria.items():
        low, high = find_reach(criterion, scale)
        if compare(scale.scores[0], low) < 0 and compare(low, high) < 0:
            yield Hit(("criteria", name), f"the worst answer scores {low:g}; level 0 scores {scale.scores[0]:g}")


def _find_unreachable_bands(rubric: Rubric) -> Iterator[Hit]:
    for name, criterion in rubric.criteria.items():
        if not isinstance(criterion, MeasureCriterion):
            continue
        for position, band in enumerate(criterion.bands or ()):
            if not is_reachable(criterion, position):
                message = f"no value within the measure's bounds falls into the band from {band.from_:g}"
                yield Hit(("criteria", name, "bands", position), message)


def _find_uncosted_steps(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    uses_steps = any(criterion.steps for criterion in rubric.criteria.values())
    for name, criterion in rubric.criteria.items():
        # Nobody plans work on something that is not counted.
        if not uses_steps or rubric.dimensions[criterion.dimension].advisory:
            continue
        costed, best = len(criterion.steps), scale.find_level(find_reach(criterion, scale)[1])
        if costed < best and (costed or criterion.kind == "level"):
            path: Path = ("criteria", name, "steps") if costed else ("criteria", name)
            yield Hit(path, f"the effort of reaching level {costed + 1} is not given")


def _find_identifiable_respondents(rubric: Rubric) -> Iterator[Hit]:
    for name, criterion in rubric.criteria.items():
        if isinstance(criterion, SurveyCriterion) and criterion.minimum_respondents < FEWEST_RESPONDENTS:
            path = ("criteria", name, "minimum-respondents")
            yield Hit(path, f"{criterion.minimum_respondents} respondents are enough to show a result")


def _find_settings_without_effect(rubric: Rubric) -> Iterator[Hit]:
    if rubric.evidence_grades and rubric.evidence_grades[0].max_age_months is not None:
        path = ("evidence-grades", 0, "max-age-months")
        yield Hit(path, "the weakest grade never ages, because there is no weaker one")
    for name, criterion in rubric.criteria.items():
        yield from _find_idle_checklist_settings(criterion, ("criteria", name))


def _find_idle_checklist_settings(criterion: Criterion, path: Path) -> Iterator[Hit]:
    if not isinstance(criterion, ChecklistCriterion):
        return
    if criterion.scoring == "staged":
        if "partly_counts" in criterion.model_fields_set and 0 < criterion.partly_counts < 1:
            yield Hit((*path, "partly-counts"), "a staged checklist does not count part of an item")
        return
    for position, item in enumerate(criterion.items):
        if item.level is not None:
            yield Hit((*path, "items", position, "level"), "a checklist scored by share does not use levels")


SCALE_RULES = (
    Rule(
        code="flat-criterion",
        severity="error",
        title="Every answer to a criterion has the same score",
        why="The criterion takes weight from the others in its dimension, but its score is always the same.",
        example="""\
[criteria.funding]
kind = "measure"
dimension = "leadership"
title = "Funding after go-live"
unit = "months"
bands = [{ from = 0, level = 1 }, { from = 6, level = 1 }]
claims = ["S1"]
""",
        remedy="Give the bands or options different scores, and check the measure's bounds.",
        check=_find_flat_criteria,
    ),
    Rule(
        code="unreachable-level",
        severity="warning",
        title="No answer to a criterion reaches the top level",
        why="Nobody can reach the top of the scale, however good, so the missing points look like a weakness.",
        example="""\
[criteria.handover]
kind = "checklist"
dimension = "leadership"
title = "Handover"
question = "What is in place for a handover?"
items = [{ id = "plan", text = "A handover plan is written.", level = 1 }]
claims = ["S1"]
""",
        remedy="Add an item, a band or an option that is worth the top level, or widen the measure's bounds.",
        check=_find_unreachable_levels,
    ),
    Rule(
        code="free-points",
        severity="warning",
        title="Even the worst answer to a criterion scores above level 0",
        why="Points that everybody gets lift every score and hide the gaps, as in a survey scored from 1 to 5.",
        example="""\
[criteria.mood]
kind = "survey"
dimension = "leadership"
title = "Mood"
question = "Would you recommend the system to a colleague?"
options = ["Never", "Perhaps", "Certainly"]
scores = [20, 60, 100]
claims = ["S1"]
""",
        remedy="Give the worst band, option or value the score of level 0.",
        check=_find_free_points,
    ),
    Rule(
        code="unreachable-band",
        severity="warning",
        title="A band lies outside the measure's own bounds",
        why="No value can fall into the band, so either the band or the bounds must be wrong.",
        example="""\
[criteria.funding]
kind = "measure"
dimension = "leadership"
title = "Funding after go-live"
unit = "months"
minimum = 0
maximum = 24
bands = [{ from = 0, level = 0 }, { from = 12, level = 2 }, { from = 36, level = 2 }]
claims = ["S1"]
""",
        remedy="Move the band between `minimum` and `maximum`, or correct them.",
        check=_find_unreachable_bands,
    ),
    Rule(
        code="uncosted-step",
        severity="info",
        title="The effort is given for some steps to the top level, but not for all of them",
        why="A plan cannot compare a step of unknown effort with the others.",
        example="""\
[criteria.vision]
dimension = "leadership"
title = "Vision"
question = "Is there a vision?"
levels = ["Nothing is written.", "A plan is written.", "The plan guides decisions."]
claims = ["S1"]
steps = [{ to = 1, effort = 5 }]
""",
        remedy="Give the effort of every step up to the highest level that the criterion can reach.",
        check=_find_uncosted_steps,
    ),
    Rule(
        code="identifiable-respondents",
        severity="warning",
        title="The result of a survey may be shown with fewer than five respondents",
        why="In a team of four everybody knows who gave the one bad mark; people then stop answering honestly.",
        example="""\
[criteria.mood]
kind = "survey"
dimension = "leadership"
title = "Mood"
question = "Would you recommend the system to a colleague?"
options = ["Never", "Perhaps", "Certainly"]
scores = [0, 50, 100]
minimum-respondents = 3
claims = ["S1"]
""",
        remedy="Set `minimum-respondents` to 5 or more; without it the minimum is 11.",
        check=_find_identifiable_respondents,
    ),
    Rule(
        code="setting-without-effect",
        severity="warning",
        title="A setting has no effect on any result",
        why="Its author expected it to change the scores, and it does not.",
        example="""\
[criteria.handover]
kind = "checklist"
scoring = "share"
dimension = "leadership"
title = "Handover"
question = "What is in place for a handover?"
items = [{ id = "plan", text = "A handover plan is written.", level = 1 }]
claims = ["S1"]
""",
        remedy="Remove the setting, or choose a kind of scoring that uses it.",
        check=_find_settings_without_effect,
    ),
)
