"""Checks criteria of every kind against their rubric."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.loading.whole.answer_words import find_bounds, write_name
from nhsdx.loading.whole.levels import find_counts_problems, find_needs_problems, find_own_level_problems
from nhsdx.model import (
    ANSWER_KEYS,
    Band,
    BaseCriterion,
    ChecklistCriterion,
    Criterion,
    LevelCriterion,
    Linear,
    MeasureCriterion,
    Path,
    Problem,
    Rubric,
    Statement,
    SurveyCriterion,
    build_level_problem,
    find_duplicates,
    find_reference_problem,
    format_range,
    name_places,
    quote_word,
    suggest_one_of,
)


def find_criterion_problems(rubric: Rubric, criterion: Criterion, path: Path) -> Iterator[Problem]:
    """Everything wrong with a criterion whose table has the right shape."""
    yield from find_reference_problem((*path, "dimension"), criterion.dimension, rubric.dimensions, "a dimension")
    for position, source in enumerate(criterion.sources):
        yield from find_reference_problem((*path, "sources", position), source, rubric.sources, "a source")
    yield from find_duplicates((*path, "sources"), criterion.sources)
    yield from find_duplicates((*path, "claims"), criterion.claims)
    if criterion.evidence_default is not None:
        grades = [grade.id for grade in rubric.evidence_grades]
        place = (*path, "evidence-default")
        yield from find_reference_problem(place, criterion.evidence_default, grades, "an evidence grade")
    yield from _find_support_problems(rubric, criterion, (*path, "evidence-supports"))
    yield from find_duplicates((*path, "may-be-left-out"), criterion.may_be_left_out)
    yield from find_counts_problems(rubric, criterion, (*path, "not-applicable-counts"))
    yield from _find_step_problems(rubric, criterion, path)
    yield from _find_map_problems(rubric, criterion, (*path, "maps"))
    yield from _find_replacement_problems(rubric, criterion, (*path, "replaces"))
    if isinstance(criterion, LevelCriterion):
        yield from find_own_level_problems(rubric, criterion, (*path, "levels"))
    elif isinstance(criterion, ChecklistCriterion):
        yield from _find_checklist_problems(rubric, criterion, path)
    elif isinstance(criterion, MeasureCriterion):
        yield from _find_measure_problems(rubric, criterion, path)
    else:
        yield from _find_survey_problems(criterion, path)


def _find_support_problems(rubric: Rubric, criterion: BaseCriterion, path: Path) -> Iterator[Problem]:
    """A problem if a grade is unknown, a level is not on the scale, or a higher grade supports a lower level."""
    grades = [grade.id for grade in rubric.evidence_grades]
    for grade, level in criterion.evidence_supports.items():
        yield from find_reference_problem((*path, grade), grade, grades, "an evidence grade", at_key=True)
        if level > rubric.top_level:
            yield build_level_problem((*path, grade), rubric, level)
    if not criterion.evidence_supports:
        return
    below: tuple[str, int] | None = None
    for one in rubric.evidence_grades:
        level = criterion.evidence_supports.get(one.id, one.supports)
        if below is not None and level < below[1]:
            place = (*path, one.id) if one.id in criterion.evidence_supports else path
            names = [rubric.name_level(min(at, rubric.top_level)) for at in (level, below[1])]
            weaker = f"the weaker grade {quote_word(below[0])} supports level {names[1]}"
            message = f"here {quote_word(one.id)} supports level {names[0]}, although {weaker}"
            yield Problem(place, "grade-order", message, f"expected level {names[1]} or higher")
        below = one.id, level


def _find_step_problems(rubric: Rubric, criterion: BaseCriterion, path: Path) -> Iterator[Problem]:
    targets = [step.to for step in criterion.steps]
    expected = list(range(1, len(targets) + 1))
    if targets and (targets != expected or targets[-1] > rubric.top_level):
        message = "the steps do not lead from each level to the next"
        names = list(map(str, name_places(rubric.levels)))
        first = "1, 2, 3" if rubric.levels[0].number is None else ", ".join(names[1:4])
        remedy = f"expected steps with to = {first}, … without a gap or repeat, and none above {names[-1]}"
        yield Problem((*path, "steps"), "steps-order", message, remedy)


def _find_map_problems(rubric: Rubric, criterion: BaseCriterion, path: Path) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for position, entry in enumerate(criterion.maps):
        framework = rubric.frameworks.get(entry.framework)
        if framework is None:
            place = (*path, position, "framework")
            yield from find_reference_problem(place, entry.framework, rubric.frameworks, "a framework")
        elif entry.ref not in framework.headings:
            what = f"a heading of the framework {quote_word(entry.framework)}"
            yield from find_reference_problem((*path, position, "ref"), entry.ref, framework.headings, what)
        elif (entry.framework, entry.ref) in seen:
            message = f"{quote_word(entry.ref)} of {quote_word(entry.framework)} is listed twice"
            yield Problem((*path, position, "ref"), "duplicate", message, "expected each heading once")
        seen.add((entry.framework, entry.ref))


def _find_replacement_problems(rubric: Rubric, criterion: BaseCriterion, path: Path) -> Iterator[Problem]:
    """A problem if an old id has more than one successor, or is still in use."""
    yield from find_duplicates(path, criterion.replaces)
    for position, old in enumerate(criterion.replaces):
        if old in rubric.criteria:
            message = f"{quote_word(old)} is a criterion of this rubric, so it cannot be replaced"
            yield Problem((*path, position), "duplicate", message, "expected an id that only earlier versions have")
            continue
        name, first = next((name, other) for name, other in rubric.criteria.items() if old in other.replaces)
        if first is not criterion:
            message = f"{quote_word(old)} is already replaced by {quote_word(name)}"
            yield Problem((*path, position), "duplicate", message, "expected one criterion to replace it")


def _find_checklist_problems(rubric: Rubric, criterion: ChecklistCriterion, path: Path) -> Iterator[Problem]:
    items = (*path, "items")
    for name in criterion.items:
        if name in ANSWER_KEYS:
            message = f"{quote_word(name)} is reserved, because tables have a column of that name"
            remedy = f"expected an id other than {', '.join(sorted(ANSWER_KEYS))}"
            yield Problem((*items, name), "reserved-id", message, remedy, at_key=True)
    left_out = criterion.items_may_be_left_out or ()
    for position, name in enumerate(left_out):
        if name not in criterion.items:
            place = (*path, "items-may-be-left-out", position)
            message = f"{quote_word(name)} is not an item of this checklist"
            yield Problem(place, "unknown-reference", message, suggest_one_of(name, criterion.items))
    yield from find_duplicates((*path, "items-may-be-left-out"), left_out)
    yield from find_needs_problems(criterion, (*path, "needs"))
    if criterion.scoring == "staged":
        yield from _find_item_level_problems(rubric, criterion, items)
    elif not any(item.weight for item in criterion.items.values()):
        yield Problem(items, "bad-weight", "every item has a weight of 0", "expected at least one weight above 0")


def _find_item_level_problems(rubric: Rubric, criterion: ChecklistCriterion, path: Path) -> Iterator[Problem]:
    for name, item in criterion.items.items():
        if not item.level:
            message = "an item of a staged checklist needs the level that the item belongs to"
            remedy = f"expected level = {format_range(1, rubric.top_level)}"
            if rubric.levels[0].number is not None:
                remedy = f"expected a level above {rubric.name_level(0)}"
            yield Problem((*path, name, "level"), "item-level", message, remedy)
        elif item.level > rubric.top_level:
            yield build_level_problem((*path, name, "level"), rubric, item.level)
    yield from _find_gap_problems(rubric, criterion, path[:-1])


def _find_gap_problems(rubric: Rubric, criterion: ChecklistCriterion, path: Path) -> Iterator[Problem]:
    """A problem for each level that is missing from `levels-without-items`, or is wrongly in this list."""
    levels = {item.level for item in criterion.items.values() if item.level}
    gaps = set(range(1, min(max(levels, default=0), rubric.top_level) + 1)) - levels
    given = criterion.levels_without_items
    if missing := sorted(gaps.difference(given)):
        message = f"no item belongs to level {rubric.name_level(missing[0])}, although a higher level has items"
        names = ", ".join(write_name(name_places(rubric.levels)[level]) for level in sorted(gaps))
        remedy = f"expected items for this level or, if it has none, levels-without-items = [{names}]"
        yield Problem((*path, "items"), "level-gap", message, remedy)
    for position, level in enumerate(given):
        place = (*path, "levels-without-items", position)
        if level > rubric.top_level:
            yield build_level_problem(place, rubric, level)
        elif level in given[:position]:
            message = f"level {rubric.name_level(level)} is listed twice"
            yield Problem(place, "duplicate", message, "remove one of them")
        elif level not in gaps:
            message = f"level {rubric.name_level(level)} is not a gap: it has items, or no higher level has any"
            yield Problem(place, "level-gap", message, "remove it")


def _find_measure_problems(rubric: Rubric, criterion: MeasureCriterion, path: Path) -> Iterator[Problem]:
    if (criterion.bands is None) == (criterion.linear is None):
        message = 'a measure needs either "bands" or "linear"'
        yield Problem(path, "measure-form", message, "expected one of: bands = […], linear = { worst = 0, best = 24 }")
    yield from _find_bounds_problems(criterion, path)
    if criterion.linear is not None:
        yield from _find_line_problems(criterion.linear, (*path, "linear"))
    if criterion.bands is not None:
        yield from _find_band_problems(rubric, criterion, (*path, "bands"))


def _find_bounds_problems(criterion: MeasureCriterion, path: Path) -> Iterator[Problem]:
    """A problem if a maximum is not above the lowest value that a minimum, first band or log scale allows."""
    lowest, highest = find_bounds(criterion)
    if criterion.linear is not None and criterion.linear.scale == "log":
        lowest = max(lowest or 0.0, 0.0)
    if lowest is not None and highest is not None and lowest >= highest:
        message = f"the maximum, {highest:g}, is no higher than the lowest value, {lowest:g}"
        yield Problem((*path, "maximum"), "measure-bounds", message, f"expected a maximum above {lowest:g}")


def _find_line_problems(line: Linear, path: Path) -> Iterator[Problem]:
    if line.worst == line.best:
        message = "worst and best are the same value"
        yield Problem(path, "measure-bounds", message, "expected two different values")
    if line.scale == "log" and min(line.worst, line.best) <= 0:
        message = "a log scale cannot show 0 or less"
        yield Problem(path, "measure-bounds", message, "expected worst and best above 0")


def _find_band_problems(rubric: Rubric, criterion: MeasureCriterion, path: Path) -> Iterator[Problem]:
    bands = criterion.bands or ()
    if not bands:
        yield Problem(path, "bands-order", "there is no band", "expected at least one band")
        return
    for position, band in enumerate(bands):
        yield from _find_worth_problems(rubric, band, (*path, position))
        yield from _find_start_problems(bands[:position], band, (*path, position))
    if criterion.minimum is not None and criterion.minimum < bands[0].start:
        message = f"values from {criterion.minimum:g} to {bands[0].start:g} belong to no band"
        yield Problem((*path, 0, "from"), "bands-order", message, "expected the first band to start at the minimum")


def _find_start_problems(before: Sequence[Band], band: Band, path: Path) -> Iterator[Problem]:
    """A problem if a band does not say where it begins, or does not begin higher than the bands before it."""
    key = "from" if band.above is None else "above"
    if (band.from_ is None) == (band.above is None):
        message = 'a band needs either "from" or "above"'
        yield Problem(path, "bands-order", message, "expected one of: from = 15, above = 15")
    elif not before and band.above is not None:
        message = "the first band does not include the value at which it begins"
        yield Problem((*path, "above"), "bands-order", message, f"expected from = {band.start:g}")
    elif before and (band.start, key == "above") <= (before[-1].start, before[-1].above is not None):
        message = "this band starts no higher than the one before it"
        yield Problem((*path, key), "bands-order", message, "expected bands with rising `from` or `above`")


def _find_worth_problems(rubric: Rubric, band: Band, path: Path) -> Iterator[Problem]:
    if (band.level is None) == (band.score is None):
        message = 'a band needs either "level" or "score"'
        yield Problem(path, "band-worth", message, "expected one of: level = 2, score = 40")
    if band.level is not None and band.level > rubric.top_level:
        yield build_level_problem((*path, "level"), rubric, band.level)


def _find_survey_problems(criterion: SurveyCriterion, path: Path) -> Iterator[Problem]:
    yield from find_duplicates((*path, "options"), criterion.options)
    if criterion.statements and criterion.scores is None:
        message = "a survey with statements needs a score for each option"
        yield Problem(path, "survey-form", message, "expected scores = [0, 50, 100], one per option")
    elif (criterion.scores is None) == (criterion.top is None):
        message = 'a survey needs either "scores" or "top"'
        yield Problem(path, "survey-form", message, "expected one of: scores = [0, 50, 100], top = 2")
    if criterion.scores is not None and len(criterion.scores) != len(criterion.options):
        message = f"{len(criterion.scores)} scores for {len(criterion.options)} options"
        yield Problem((*path, "scores"), "count-mismatch", message, "expected one score per option")
    for name, statement in criterion.statements.items():
        yield from _find_statement_problems(criterion, statement, (*path, "statements", name))
    if criterion.top is not None and criterion.top >= len(criterion.options):
        message = '"top" includes every option'
        remedy = f"expected top = {format_range(1, len(criterion.options) - 1)}"
        yield Problem((*path, "top"), "survey-form", message, remedy)


def _find_statement_problems(criterion: SurveyCriterion, statement: Statement, path: Path) -> Iterator[Problem]:
    """A problem if a statement's own options are fewer than two, are not all different, or do not each have a score."""
    yield from find_duplicates((*path, "options"), statement.options)
    if not statement.options and statement.scores is None:
        return
    if len(statement.options) < 2:  # noqa: PLR2004 - a choice needs two options
        message = "a statement that has its own options needs at least 2 options"
        yield Problem(path, "survey-form", message, 'expected options = ["No", "Yes"], and scores = [0, 100]')
    elif statement.scores is None and len(statement.options) != len(criterion.options):
        message = f"the statement has {len(statement.options)} options, but there are {len(criterion.options)} scores"
        yield Problem((*path, "options"), "count-mismatch", message, "expected scores beside them, one per option")
    elif statement.scores is not None and len(statement.scores) != len(statement.options):
        message = f"{len(statement.scores)} scores for {len(statement.options)} options"
        yield Problem((*path, "scores"), "count-mismatch", message, "expected one score per option")
