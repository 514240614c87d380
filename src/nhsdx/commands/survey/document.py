"""A survey as a document: what each group answered, how certain the figures are, and what is hidden and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from nhsdx.commands.survey.assessment.into import AssessmentChange
from nhsdx.commands.survey.disclosure.protection import MINIMUM, Protection
from nhsdx.commands.survey.intervals import FEW_CLUSTERS, Interval
from nhsdx.commands.survey.outcome import PublicQuestion, PublicRating, PublicScale, SurveyReport
from nhsdx.commands.survey.programs.sentences import describe_source
from nhsdx.commands.survey.summary import BANDS, TOO_FEW, PublicGroup
from nhsdx.documents.page import (
    NOTHING,
    BarRow,
    Block,
    Callout,
    Column,
    Document,
    Heading,
    Listing,
    Paragraph,
    Sheet,
    StackedBars,
    Style,
    Table,
    Tone,
    clean,
    count_words,
    describe_ends,
    describe_range,
    format_day,
    format_percent,
    format_score,
    join_words,
    list_headlines,
    make_line,
    make_row,
    name_node,
    round_half_up,
)
from nhsdx.documents.parts import build_hints, explain_profile
from nhsdx.model import AS_SCORED, DisplayScale, ParentResult, Reading

GROUP = "Group"
HIDDEN_GROUP = "hidden"
FIGURES = tuple(Column(title, is_number=True) for title in ("People", "Score", "Share", "95% interval"))
RATE = Column("Rate", is_number=True)
RATE_NOTE = "Rate: those counted here as a share of all people invited. "
BAND_NAMES = (
    f"{BANDS[-1]} or more",
    *(f"{low} to below {high}" for low, high in reversed([*pairwise(BANDS)][1:])),
    f"below {BANDS[1]}",
)
"""The bands of respondents' own scores, the best first."""
OUT_OF_100 = "Scores of the survey are from 0 to 100 here."
MOST_NAMED = 5
"""Up to this many statements are listed one by one."""
SCALE = (Column(GROUP, share=3), *(Column(title, is_number=True) for title in ("People", "Mean", "95% interval")))


def build_document(report: SurveyReport, change: AssessmentChange | None = None) -> Document:
    """Each question with its answers by group, then scales, changes in an assessment, and numbers of invalid cells."""
    return Document(f"Survey: {clean(report.rubric_title)}", (Sheet(tuple(_list_blocks(report, change))),))


def _list_blocks(report: SurveyReport, change: AssessmentChange | None) -> Iterator[Block]:
    yield Heading(1, f"Survey: {clean(report.rubric_title)}", "title")
    yield Paragraph(make_line(f"{report.rubric}. {_describe_protection(report.protection)}"), Style.NOTE)
    rows = (report.responses, report.left_out, report.unmarked)
    yield from map(_build_note, describe_source(report.source, report.looks_like, *rows))
    if report.criteria and not report.shown.is_plain:
        yield _build_note(f"{OUT_OF_100} The rubric's own scale is {describe_ends(report.shown)}.")
    if report.silent_groups:
        groups = count_words(report.silent_groups, "group")
        yield _build_note(f"There are no answers from {groups} in [invited.numbers]: check the numbers in the map.")
    yield from map(_build_note, _explain_hidden(report))
    yield from build_hints(report.hints)
    for question in report.questions:
        yield from _build_question(question)
        yield from map(_build_note, _explain_blanks(question.groups[0], report.responses))
    for rating in report.ratings:
        yield from _build_rating(rating)
        yield from map(_build_note, _explain_blanks(rating.groups[0], report.responses))
    for number, scale in enumerate(report.scales, 1):
        yield from _build_scale(scale, number)
    if change is not None:
        yield from _build_change(change)
    yield from _build_left_out(report)


def _describe_protection(protection: Protection) -> str:
    text = f"Groups of fewer than {protection.minimum} respondents are hidden."
    if protection.minimum < MINIMUM:
        text += f" The rubric lowers this number from {MINIMUM}."
    if protection.hidden:
        text += f" Counts are rounded to the nearest {protection.multiple}"
        text += f", and a group's counts are hidden if one of them is from 1 to {protection.hidden}."
    return text


def _explain_hidden(report: SurveyReport) -> Iterator[str]:
    """How many groups are hidden, without saying which groups are small."""
    minimum = report.protection.minimum
    blocks = report.blocks
    if any(group.hidden == TOO_FEW for block in blocks for group in block.groups):
        needed = f"A result needs at least {minimum} people, and a few more if they are in different groups."
        yield f"Nothing is shown: too few people answered, or too few answered one of the questions. {needed}"
    elif report.hidden_groups:
        groups = f"{count_words(report.hidden_groups, 'group')} {'is' if report.hidden_groups == 1 else 'are'}"
        yield f"{groups} hidden: small groups, and others from which the small ones could be worked out."
        if all(len(block.groups) == 1 for block in blocks):
            yield "No group is shown. If [groups] in the map has several columns, delete one to see more groups."


def _build_question(question: PublicQuestion) -> Iterator[Block]:
    chosen = " or ".join(f"“{clean(question.options[place])}”" for place in question.chosen)
    has_rate = any(group.invited is not None for group in question.groups)
    yield Heading(2, clean(question.title), f"question-{question.id}")
    yield StackedBars(
        f"{RATE_NOTE if has_rate else ''}Score: 0 to 100. Share: those who chose {chosen}.",
        GROUP,
        tuple(clean(option) for option in reversed(question.options)),
        (FIGURES[0], RATE, *FIGURES[1:]) if has_rate else FIGURES,
        tuple(_build_bar(group, _list_figures(group, has_rate=has_rate)) for group in question.groups),
    )
    yield from _warn_of_unread(question.groups)
    yield from _warn_of_doubt(question.groups)
    yield from map(_build_note, _explain_rates(question.groups))
    yield from map(_build_note, _explain_teams(question.groups))


def _build_rating(rating: PublicRating) -> Iterator[Block]:
    """The mean of a criterion with statements, and how many respondents of each group are in each band of scores."""
    has_rate = any(group.invited is not None for group in rating.groups)
    yield Heading(2, clean(rating.title), f"question-{rating.id}")
    yield StackedBars(
        f"{RATE_NOTE if has_rate else ''}Score: 0 to 100, the mean of the respondents' own scores. "
        "The bars show how many respondents have a score in each band.",
        GROUP,
        BAND_NAMES,
        (FIGURES[0], RATE, FIGURES[1], FIGURES[3]) if has_rate else (FIGURES[0], FIGURES[1], FIGURES[3]),
        tuple(_build_bar(group, _list_rating_figures(group, has_rate=has_rate)) for group in rating.groups),
    )
    yield from _warn_of_unread(rating.groups)
    yield from _warn_of_doubt(rating.groups)
    if rating.not_asked:
        yield _build_note(rating.describe_not_asked())
    yield from map(_build_note, _explain_too_few(rating))
    yield from map(_build_note, _explain_rates(rating.groups))
    yield from map(_build_note, _explain_teams(rating.groups))


def _warn_of_unread(groups: Sequence[PublicGroup]) -> Iterator[Block]:
    """A warning if fewer than half of the answers to a question or statement can be read, overall or in one group."""
    for what, name in _list_news(groups, lambda group: group.unread):
        who = f"In {name}, fewer" if name else "Fewer"
        text = f"{who} than half of the answers to {what} could be read. Scores leave out unreadable answers."
        yield Callout(Tone.WARNING, text)


def _warn_of_doubt(groups: Sequence[PublicGroup]) -> Iterator[Block]:
    """A warning if many answers to a question or statement are invalid, overall or only in one group."""
    for what, name in _list_news(groups, lambda group: group.doubtful):
        text, where = PublicGroup.describe_doubt(what), f" in {name}" if name else ""
        done = "scores leave out the invalid ones. In the map, you can say what these answers mean."
        yield Callout(Tone.WARNING, f"{text[0].upper()}{text[1:]}{where}: {done}")


def _list_news(
    groups: Sequence[PublicGroup], select: Callable[[PublicGroup], Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """The questions or statements to warn about in each group, and the group's name: empty for all respondents."""
    for place, group in enumerate(groups):
        news = [name for name in select(group) if place == 0 or name not in select(groups[0])]
        if group.hidden is None and news:
            what = join_words(news) if len(news) <= MOST_NAMED else f"{len(news)} of the statements"
            yield what, _name_group(group) if place else ""


def _list_rating_figures(group: PublicGroup, *, has_rate: bool) -> tuple[str, ...]:
    people, mean, bounds = _list_scale_figures(group)
    return (people, format_percent(group.rate), mean, bounds) if has_rate else (people, mean, bounds)


def _explain_too_few(rating: PublicRating) -> Iterator[str]:
    """How many people overall answered too few of the statements."""
    count = rating.groups[0].left_out
    if count:
        yield rating.describe_left_out(count)


def _explain_blanks(everybody: PublicGroup, responses: int | None) -> Iterator[str]:
    """How many responses have no usable answer; nothing if one of the numbers needed is hidden."""
    if responses is None or everybody.respondents is None:
        return
    count = responses - everybody.respondents - (everybody.left_out or 0)
    if count > 0:
        yield f"{count_words(count, 'response has', 'responses have')} no usable answer here."


def _build_bar(group: PublicGroup, figures: tuple[str, ...]) -> BarRow:
    """A group's answers, the best option first."""
    if group.hidden is not None:
        return BarRow(_name_group(group), None, ("",) * len(figures), HIDDEN_GROUP)
    counts = tuple(count for count in reversed(group.counts or ()) if count is not None)
    if len(counts) < len(group.counts or ()) or not sum(counts):
        return BarRow(_name_group(group), None, figures, "not shown")
    return BarRow(_name_group(group), counts, figures)


def _list_figures(group: PublicGroup, *, has_rate: bool) -> tuple[str, ...]:
    people = NOTHING if group.respondents is None else str(group.respondents)
    interval = _format_shares(group.team_interval or group.share_interval)
    figures = (format_score(group.mean, AS_SCORED), format_percent(group.share), interval)
    return (people, format_percent(group.rate), *figures) if has_rate else (people, *figures)


def _name_group(group: PublicGroup) -> str:
    return ", ".join(map(clean, group.key)) or "All"


def _format_shares(interval: Interval | None) -> str:
    if interval is None:
        return NOTHING
    return f"{round_half_up(100 * interval.low, 0)}–{round_half_up(100 * interval.high, 0)}%"


def _build_note(text: str) -> Paragraph:
    return Paragraph(make_line(text), Style.NOTE)


def _explain_rates(groups: Sequence[PublicGroup]) -> Iterator[str]:
    if any(group.hidden is None and group.invited is not None and group.rate is None for group in groups):
        yield "There is no rate if more people answered than were invited: check [invited] in the map."


def _explain_teams(groups: Sequence[PublicGroup]) -> Iterator[str]:
    counted = [group for group in groups if group.hidden is None and group.teams is not None]
    if any(group.team_interval is not None for group in counted):
        text = "The interval allows for answers that are alike within teams; small teams are merged."
        few = f" The interval is uncertain if a group has fewer than {FEW_CLUSTERS} teams."
        yield text + few if any(group.few_teams for group in counted) else text
    if any(group.team_interval is None for group in counted):
        yield "If a group's teams are too few or too small, the interval does not allow for them."


def _build_scale(scale: PublicScale, number: int) -> Iterator[Block]:
    yield Heading(2, clean(scale.title), f"scale-{number}")
    rows = tuple(make_row(_name_group(group), *_list_scale_figures(group)) for group in scale.groups)
    yield Table(f"From {scale.lowest:g} to {scale.highest:g}; {scale.source}", SCALE, rows)
    yield from map(_build_note, _explain_teams(scale.groups))


def _list_scale_figures(group: PublicGroup) -> tuple[str, str, str]:
    if group.hidden is not None:
        return (HIDDEN_GROUP, "", "")
    interval = group.team_interval or group.mean_interval
    bounds = NOTHING if interval is None else f"{round_half_up(interval.low)}–{round_half_up(interval.high)}"
    return (str(group.respondents), NOTHING if group.mean is None else round_half_up(group.mean), bounds)


def _build_left_out(report: SurveyReport) -> Iterator[Block]:
    notes = [f"{clean(column)}: {count_words(count, 'invalid cell')}" for column, count in report.rejected.items()]
    if notes:
        yield Heading(2, "Left out", "left-out")
        yield Listing(tuple(map(make_line, notes)))


def _build_change(change: AssessmentChange) -> Iterator[Block]:
    """The scores that the answers change in an assessment, before and after, and findings about the answers."""
    headlines, shown = list_headlines(change.after), change.after.rubric.shown
    yield Heading(2, f"In the assessment {clean(change.name)}", "assessment")
    if change.profile is not None:
        yield _build_note(explain_profile(change.profile))
    columns = (*(reading.capitalize() for reading in headlines), "Range")
    rows = []
    for node in change.list_touched():
        before, own = change.find_before(node.id), change.after.rubric.find_shown(node.id)
        if before is not None:
            rows.append(make_row(f"{name_node(node)}, before", *_list_scores(before, own, headlines)))
        rows.append(make_row(f"{name_node(node)}, now", *_list_scores(node, own, headlines)))
    above = "" if shown.is_plain else " (above, they are 0 to 100)"
    caption = f"Scores: {describe_ends(shown)}{above}. The survey is dated {format_day(change.seen)}."
    yield Table(
        caption, (Column("Dimension", share=3), *(Column(title, is_number=True) for title in columns)), tuple(rows)
    )
    notes = [clean(finding.message) for finding in change.list_findings()]
    if notes:
        yield Listing(tuple(map(make_line, notes)))


def _list_scores(node: ParentResult, shown: DisplayScale, headlines: Sequence[Reading]) -> Iterator[str]:
    yield from (format_score(node.scores[reading], shown) for reading in headlines)
    yield describe_range(node.scores, shown)
