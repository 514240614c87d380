"""How many people were asked. A missing number for a group that answered is an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.release_plan import Key
from nhsdx.commands.survey.counts import ResponseCounter
from nhsdx.commands.survey.disclosure.public_groups import EVERYONE
from nhsdx.commands.survey.map import InvitedPeople, Questionnaire
from nhsdx.documents.phrases import count_words, join_words
from nhsdx.errors import NhsdxError
from nhsdx.model import Finding, InvalidInputError, count_alike, quote_word
from nhsdx.tables.hints.cells import quote_value

CODE = "invited-incomplete"
MOST_ROWS = 5
OTHERWISE = "or give only number = TOTAL in [invited]; a word that is not a group can be listed in `nothing`"


def count_silent(questionnaire: Questionnaire, counter: ResponseCounter, minimum: int) -> int:
    """How many of the groups that were asked gave no answers.

    Raises NhsdxError if nobody answered from any of the map's groups, because the numbers must then belong to another
    survey. Raises InvalidInputError if people answered from groups whose number is missing, because the total would be
    too low.
    """
    invited = questionnaire.invited
    if invited is None or invited.column is None:
        return 0
    words = counter.find_words(invited.column)
    silent = [word for word in invited.numbers if word not in words]
    if len(silent) == len(invited.numbers):
        message = f"none of the words in [invited.numbers] is in the column {quote_word(invited.column)}"
        hint = "for each word in that column, give the number of people asked; or delete [invited]"
        raise NhsdxError(message, counter.where, hint, code="unknown-reference")
    rules = questionnaire.rules
    missing = {
        word: found
        for word, found in sorted(words.items())
        if word not in invited.numbers and rules.find_key(word) not in rules.keys
    }
    shown, more = count_alike(_list_missing(invited, missing, counter.where, minimum), counter.where)
    if shown:
        raise InvalidInputError((*shown, *more))
    return len(silent)


def _list_missing(
    invited: InvitedPeople, missing: dict[str, tuple[int, int]], where: str, minimum: int
) -> Iterator[Finding]:
    """Errors for groups whose numbers are missing; the error for a small group gives a row, not the group's name."""
    column = quote_word(invited.column)
    known = [word for word, (people, _) in missing.items() if people >= minimum]
    for word in known:
        answered = f"people answered from {quote_word(word)} in the column {column}"
        message = f"{answered}, but [invited.numbers] has no number for this word"
        remedy = f"add the line {quote_value(word)} = NUMBER to [invited.numbers] in the map; {OTHERWISE}"
        yield Finding(CODE, "error", message, where, remedy)
    rows = sorted(row for word, (_, row) in missing.items() if word not in known)
    if rows:
        listed = join_words([str(row) for row in rows[:MOST_ROWS]]) + (" and others" if len(rows) > MOST_ROWS else "")
        groups = f"[invited.numbers] has no number for {count_words(len(rows), 'small group')} that answered"
        message = f"{groups}: see row{'s' if len(rows) > 1 else ''} {listed} of the column {column}"
        remedy = f'for each such group, add "THE WORD IN ITS ROW" = NUMBER to [invited.numbers] in the map; {OTHERWISE}'
        yield Finding(CODE, "error", message, where, remedy)


def count_invited(questionnaire: Questionnaire, by: Sequence[str]) -> dict[Key, int]:
    """How many people were asked: in all, and in each group if `by` is the column for which the map gives numbers."""
    invited = questionnaire.invited
    if invited is None:
        return {}
    groups = {(value,): number for value, number in invited.numbers.items()} if list(by) == [invited.column] else {}
    return {EVERYONE: invited.number or sum(invited.numbers.values())} | groups
