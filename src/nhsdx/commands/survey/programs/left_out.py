"""Which rows of an export count, and how many are left out for each reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from nhsdx.commands.survey.map import Questionnaire, RowChoice
from nhsdx.commands.survey.programs.export import ROW, Responses
from nhsdx.commands.survey.programs.layout import DigitRule, ExportRule, Layout, Reasons, RowCounts, Verdict, WordRule
from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.model import quote_word, suggest_one_of
from nhsdx.tables.engines.polar import ROWS_AT_ONCE
from nhsdx.tables.readers.parts import ROW as NUMBER
from nhsdx.tables.words import fold_answer

REASON = "reason"
COUNTS = "counts"

Frame = Any
Judge = Callable[[str], Verdict]
Expression = Any
"""A Polars expression. Polars is imported only if it is needed."""


def leave_out(responses: Responses, layout: Layout, questionnaire: Questionnaire, where: str) -> Responses:
    """The responses that count, in the rows of an export. Raises NhsdxError for words whose meaning is not known."""
    polars = import_extra("polars", "batch")
    polars.Config.set_streaming_chunk_size(ROWS_AT_ONCE)
    number = (polars.col(NUMBER) - layout.skipped).alias(ROW)
    frame = responses.frame.slice(layout.skipped).with_columns(number).drop(NUMBER)
    _refuse_slips(frame, responses, layout, questionnaire, where)
    reasons = [
        _build_reason(frame, rule, responses.headings, where) for rule in _list_rules(responses, layout, questionnaire)
    ]
    if not reasons:
        return replace(responses, frame=frame)
    sorted_ = frame.with_columns(polars.coalesce(*reasons, polars.lit(COUNTS)).alias(REASON))
    counts = dict(sorted_.group_by(REASON).agg(polars.len()).collect(engine="streaming").rows())
    left_out: RowCounts = {reason: counts[reason] for reason in sorted(counts) if reason != COUNTS}
    if questionnaire.exclude:
        # A word that no row has may be a slip, so the page says so.
        left_out.setdefault("excluded", 0)
    kept = sorted_.filter(polars.col(REASON) == COUNTS).drop(REASON)
    return replace(responses, frame=kept, left_out={**left_out, **responses.left_out})


def _list_rules(responses: Responses, layout: Layout, questionnaire: Questionnaire) -> Iterator[ExportRule]:
    """The map's rules, and the program's rules for other columns."""
    rules = [_build_rule(responses, choice, "excluded", "counts") for choice in questionnaire.exclude]
    own = {rule.place for rule in rules}
    finished = questionnaire.finished
    if finished is not None:
        rules.append(_build_rule(responses, finished, "counts", "unfinished"))
    yield from rules
    for rule in layout.rules:
        if rule.place not in own and not (finished is not None and _is_about_finishing(rule)):
            yield rule


def _refuse_slips(frame: Frame, responses: Responses, layout: Layout, questionnaire: Questionnaire, where: str) -> None:
    """Raises NhsdxError if the map excludes a word that the program does not use and that the column does not contain.

    The map's rule for a column replaces the survey program's rule. If the map's rule were wrong, responses that the
    program marks as previews or tests would be counted.
    """
    judges = {rule.place: rule.judge for rule in layout.rules if isinstance(rule, WordRule)}
    for choice in questionnaire.exclude:
        place = _find_place(responses, choice)
        if place in judges:
            _expect_words(choice, _list_words(frame, place), judges[place], where)


def _expect_words(choice: RowChoice, found: Sequence[str], judge: Judge, where: str) -> None:
    known = [word for word in sorted(found) if judge(fold_answer(word)) is not None]
    folded = set(map(fold_answer, found))
    for word in choice.values:
        if fold_answer(word) not in folded and judge(fold_answer(word)) is None:
            message = f"no row has {quote_word(word)} in the column {quote_word(choice.column)}"
            hint = suggest_one_of(word, known) if known else "write the word as it is in the file"
            raise NhsdxError(message, where, hint, code="unknown-reference")


def _find_place(responses: Responses, choice: RowChoice) -> int:
    """The place of a rule's column."""
    return int(responses.find_column(choice.column)[1:])


def _list_words(frame: Frame, place: int) -> list[str]:
    """The distinct cells of a column."""
    polars = import_extra("polars", "batch")
    cells = frame.select(polars.col(f"c{place}").fill_null("").unique())
    return [word for (word,) in cells.collect(engine="streaming").rows()]


def _build_rule(responses: Responses, choice: RowChoice, chosen: Verdict, other: Verdict) -> WordRule:
    """The rule for a column: what a chosen word says about its row, and what any other cell says.

    If the map lists no words, every cell that is not empty is chosen.
    """
    words = frozenset(map(fold_answer, choice.values))

    def judge(word: str) -> Verdict:
        return chosen if (word in words if words else word != "") else other

    return WordRule(_find_place(responses, choice), judge, frozenset())


def _build_reason(frame: Frame, rule: ExportRule, headings: Sequence[str], where: str) -> Expression:
    """The reason why a rule leaves a row out; null if the rule keeps the row."""
    polars = import_extra("polars", "batch")
    cell = polars.col(f"c{rule.place}").fill_null("")
    if isinstance(rule, DigitRule):
        return polars.when(~cell.str.contains("[1-9]")).then(polars.lit(rule.reason))
    verdicts = {word: rule.judge(fold_answer(word)) for word in _list_words(frame, rule.place)}
    unknown = sorted(word for word, verdict in verdicts.items() if verdict is None)
    if unknown:
        rows = frame.filter(cell.is_in(unknown)).select(polars.col(ROW).min()).collect(engine="streaming")
        raise _build_error(quote_word(headings[rule.place]), rows.item(), where)
    found = {word: None if verdict == COUNTS else verdict for word, verdict in verdicts.items()}
    return cell.replace_strict(list(found), list(found.values()), default=None, return_dtype=polars.String)


def _build_error(heading: str, row: int, where: str) -> NhsdxError:
    message = f"nhsdx does not know the word in row {row} of the column {heading}, so this row may not be a response"
    hint = f"to say which rows count, write finished or exclude in the map, with column = {heading} and values = [...]"
    return NhsdxError(message, where, hint, code="not-allowed")


def list_unmarked(layout: Layout, questionnaire: Questionnaire) -> Reasons:
    """Reasons for leaving out rows that neither an export nor its map marks, although such rows may exist."""
    left = layout.unmarked
    if questionnaire.finished is not None:
        left = tuple(reason for reason in left if reason != "unfinished")
    return tuple(reason for reason in left if reason == "unfinished" or not questionnaire.exclude)


def _is_about_finishing(rule: ExportRule) -> bool:
    return "unfinished" in (rule.reasons if isinstance(rule, WordRule) else (rule.reason,))
