"""The columns of a table: which ones have answers, and which ones are unknown or missing."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from nhsdx.commands.batch.gaps import find_missing_columns
from nhsdx.commands.batch.rows import FILE, SUBJECT, VOICE
from nhsdx.errors import NhsdxError
from nhsdx.model import Finding, InvalidInputError, Rubric, quote_word, suggest, suggest_one_of
from nhsdx.scoring import Instrument
from nhsdx.tables.columns import (
    DATE,
    PROFILE,
    list_answer_columns,
    list_context_columns,
    list_part_columns,
)
from nhsdx.tables.map import BATCH_MAP_FORMAT, BatchMap
from nhsdx.tables.words import find_headings, fold_word, match_headings

LABELS = (SUBJECT, DATE, VOICE, PROFILE, FILE)
"""Known columns without answers."""
MOST_LISTED = 20
VERY_NEAR = 0.85
"""How similar a heading must be to a name before nhsdx suggests a match, if no heading is recognised."""


def check_headers(
    found: Sequence[str],
    instrument: Instrument,
    translation: BatchMap | None,
    *,
    keep: Sequence[str],
    profile: str | None,
    where: str,
) -> list[Finding]:
    """Warnings about unknown columns, about columns that are missing, and about answers that do not count.

    `keep` lists the columns to be kept, including the columns that the map keeps. Raises NhsdxError if a column to be
    kept or mapped does not exist, or if the table has no answers to any criterion.
    """
    rubric = instrument.answerable
    mapped = {} if translation is None else translation.columns
    kept = dict.fromkeys(find_headings(keep, found))
    _expect_columns([*find_headings(mapped, found), *kept], found, where)
    answers = list_answer_columns(rubric)
    labels = (*LABELS, *list_context_columns(rubric))
    meant = dict(zip(found, match_headings(found, mapped, [*answers, *labels]), strict=True))
    present = set(meant.values())
    if not present & set(answers):
        hint = f"expected columns such as {', '.join(_list_examples(rubric))}; or give other names with --map"
        raise NhsdxError(
            "no column of this table has answers to a criterion of the rubric", where, hint, code="unknown-column"
        )
    strange = [column for column in found if column not in kept and meant[column] not in {*labels, *answers}]
    outside = instrument.rubric.criteria.keys() - instrument.rubric.select_criteria(profile)
    titles = {
        fold_word(words): name for name, one in rubric.criteria.items() for words in (one.title, one.question or "")
    }
    return [
        *_find_unknown_columns(strange, answers, titles, where),
        *find_missing_columns(rubric, present, outside, where),
    ]


def find_groups(
    by: Sequence[str], translation: BatchMap | None, headings: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns to group by, and the columns that the map declares.

    Raises NhsdxError for columns that the map does not declare.
    """
    groups = None if translation is None else translation.groups
    declared = tuple(dict.fromkeys(find_headings(() if groups is None else groups.columns, headings)))
    wanted = tuple(find_headings(by, headings))
    line = f"groups.columns = [{', '.join(map(quote_word, dict.fromkeys(wanted)))}]"
    if wanted and translation is None:
        message = "results can be grouped only by columns that a map declares"
        hint = f'write a file with the lines format = "{BATCH_MAP_FORMAT}" and {line}, and give it with --map'
        raise NhsdxError(message, "--group-by", hint, code="group-column")
    for column in wanted:
        if column not in declared:
            message = f"the map does not allow groups by {quote_word(column)}"
            hint = suggest_one_of(column, declared) if declared else f"write at the top of the map: {line}"
            raise NhsdxError(message, "--group-by", hint, code="group-column")
    if len(set(wanted)) < len(wanted):
        hint = "give each column only once"
        raise NhsdxError("a column is given twice", "--group-by", hint, code="group-column")
    return wanted, declared


def _list_examples(rubric: Rubric) -> list[str]:
    """The names of a few columns, as examples of columns with answers to the rubric's criteria."""
    answers = ((name, *list_part_columns(name, criterion)) for name, criterion in rubric.criteria.items())
    return [columns[-1] for columns in answers][:3]


def _expect_columns(wanted: Sequence[str], found: Sequence[str], where: str) -> None:
    """Raises an error for columns that do not exist.

    If none of the given columns exists, the first line may contain answers, so only very similar headings are
    suggested.
    """
    missing = [column for column in wanted if column not in found]
    message = "the table has no column {}"
    remedies = {column: suggest_one_of(column, found) for column in missing}
    if len(missing) == len(wanted):
        near = {column: suggest(column, found, VERY_NEAR).removeprefix("; ") for column in missing}
        remedies = {column: near[column] or "check the headings of the table" for column in missing}
    if missing:
        raise InvalidInputError(
            tuple(
                Finding("unknown-column", "error", message.format(quote_word(column)), where, remedy)
                for column, remedy in remedies.items()
            )
        )


def _find_unknown_columns(
    strange: Sequence[str], answers: Sequence[str], titles: Mapping[str, str], where: str
) -> Iterator[Finding]:
    """A warning for each column without answers. `titles` says which criterion each title and question belongs to."""
    for column in strange[:MOST_LISTED]:
        word = fold_word(column)
        same = difflib.get_close_matches(word, titles, n=1, cutoff=VERY_NEAR)
        near = [titles[one] for one in same] or difflib.get_close_matches(word, answers, n=1, cutoff=0.75)
        remedy = "if this is intended, add --keep; if the column has answers, map it"
        if near:
            line = f"{quote_word(column)} = {quote_word(near[0])}"
            remedy = f"did you mean {quote_word(near[0])}? if so, write in the map, under [columns]: {line}"
        message = f"column {quote_word(column)} has no answers; it is copied unchanged"
        yield Finding("unknown-column", "warning", message, where, remedy)
    if len(strange) > MOST_LISTED:
        message = f"{len(strange) - MOST_LISTED} more columns have no answers"
        yield Finding("unknown-column", "warning", message, where, "if this is intended, add --keep for each")
