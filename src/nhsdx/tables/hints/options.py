"""Invalid cells in columns that have an unused option, or in which invalid cells outnumber the answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from nhsdx.tables.hints.cells import ColumnCells, Hint, Least, quote_key, quote_value, write_header, write_meaning
from nhsdx.tables.hints.words import LIKELY_NOTHING, find_near_word
from nhsdx.tables.meanings import ColumnKind

SHORT_CODE = re.compile(r"[a-z]{0,3}[0-9]{1,3}")
MOST_CODES = 12
TEXT = "THE TEXT"
UNSHOWN = "the same text, which is not shown, as it may be a person's own words"
UNSHOWN_TEXTS = "texts that are not shown, as they may be a person's own words"
MOST_HEADINGS = 3


class SharedCells(NamedTuple):
    """The columns of a question, or of statements or items that have the same options and the same table of words.

    The fields give, for each column, the number of cells with each option (None if this number is hidden), the numbers
    of readable and of invalid cells, and the texts in invalid cells. `people` gives, for each text, the number of
    responses with this text in any of the columns.
    """

    path: tuple[str, ...]
    options: tuple[str, ...]
    chosen: Mapping[str, tuple[int | None, ...]]
    readable: Mapping[str, int]
    wrong: Mapping[str, int]
    texts: Mapping[str, Mapping[str, int]]
    people: Mapping[str, int]

    @property
    def columns(self) -> list[str]:
        """The columns with invalid cells."""
        return [column for column, count in self.wrong.items() if count]

    def pool(self) -> ColumnCells:
        """The invalid cells of all columns, as if there were only one column.

        Each text counts once for each response.
        """
        return ColumnCells(join_headings(self.columns), ColumnKind.WORDS, self.options, self.path, self.people)

    def find_unused(self, columns: Sequence[str], least: Least) -> list[str]:
        """The options that nobody chose in the given columns; empty if too few people answered for this to be shown."""
        if any(0 < self.readable[column] < least.texts for column in columns):
            return []
        counts = [self.chosen[column] for column in columns]
        return [option for place, option in enumerate(self.options) if all(one[place] == 0 for one in counts)]


def find_option_hints(shared: SharedCells, least: Least) -> Iterator[Hint]:
    """Hints for texts that many people gave in columns with an unused option.

    Columns with mostly invalid cells also have hints.
    """
    places = _find_frequent(shared, least)
    covered = [column for column in shared.columns if any(column in columns for columns in places.values())]
    if places:
        yield _build_text_hint(shared, list(places), covered, least)
    rest = [column for column in shared.columns if column not in covered and _is_unread(shared, column, least)]
    yield from _find_repeats(shared, {*shared.columns}.difference(covered, rest), least)
    if rest:
        yield Hint(_describe_unread(shared, rest), (write_header(shared.path), _write_line(shared.path, TEXT, None)))


def _find_frequent(shared: SharedCells, least: Least) -> dict[str, list[str]]:
    """Texts given by enough people to be shown, each with its columns, if these columns have an unused option."""
    found = {}
    for text, count in shared.people.items():
        columns = [column for column in shared.columns if text in shared.texts[column]]
        if count >= least.texts and _is_unlike(text, shared.options) and shared.find_unused(columns, least):
            found[text] = columns
    return found


def _find_repeats(shared: SharedCells, columns: Collection[str], least: Least) -> Iterator[Hint]:
    """A remark on each column in which nobody chose a certain option, but a few people gave the same text.

    The form may have different wording for this option. Because so few people gave the text, neither the text nor the
    number of people is shown.
    """
    for column in sorted(columns):
        unused = shared.find_unused([column], least)
        texts = (text for text, count in shared.texts[column].items() if count > 1 and text not in LIKELY_NOTHING)
        if unused and any(shared.people.get(text, 0) < least.texts for text in texts):
            nobody = f"Nobody chose {_join([f'“{one}”' for one in unused], 'or')}"
            message = f"{nobody}, and one text is repeated in the invalid cells of {join_headings([column])}"
            line = _write_line(shared.path, TEXT, unused[0] if len(unused) == 1 else None)
            yield Hint(f"{message}. Is an option worded differently in the form?", (write_header(shared.path), line))


def _is_unlike(text: str, options: Sequence[str]) -> bool:
    """Whether a text is neither like an option nor like a word that means "no answer".

    Texts of these two kinds have their own hints.
    """
    return text not in LIKELY_NOTHING and find_near_word(text, options) is None


def _is_unread(shared: SharedCells, column: str, least: Least) -> bool:
    """Whether a column has more invalid cells than answers, apart from cells that have other hints."""
    texts = shared.texts[column]
    hinted = sum(
        count
        for text, count in texts.items()
        if shared.people.get(text, 0) >= least.texts and not _is_unlike(text, shared.options)
    )
    return shared.wrong[column] - hinted > shared.readable[column]


def _build_text_hint(shared: SharedCells, texts: Sequence[str], columns: Sequence[str], least: Least) -> Hint:
    """The hint for texts that may be shown, because enough people gave them. Only texts that are codes are quoted."""
    codes = sorted((text for text in texts if SHORT_CODE.fullmatch(text)), key=lambda one: (len(one), one))[:MOST_CODES]
    unused = shared.find_unused(columns, least)
    option = unused[0] if len(unused) == 1 and len(texts) == 1 else None
    lines = [_write_line(shared.path, code, option) for code in codes]
    if len(codes) < len(texts):
        lines.append(_write_line(shared.path, TEXT, option))
    message = _describe_frequent(shared, texts, columns, unused, _describe_texts(texts, codes))
    return Hint(message, (write_header(shared.path), *lines))


def _describe_frequent(
    shared: SharedCells, texts: Sequence[str], columns: Sequence[str], unused: Sequence[str], shown: str
) -> str:
    """The options that nobody chose in the given columns, and how many cells in these columns have each text."""
    where = join_headings(columns)
    if len(unused) == len(shared.options):
        return f"No answer in {where} could be read, and many of the cells have {shown}."
    nobody = f"Nobody chose {_join([f'“{one}”' for one in unused], 'or') or 'some of the options'}"
    if len(texts) > 1:
        return f"{nobody}, and many invalid cells of {where} have {shown}."
    count = shared.people[texts[0]]
    if len(columns) == 1:
        return f"{nobody}, and {count} invalid cells of {where} have {shown}."
    return f"{nobody}, and {count} responses have {shown}, in {where}."


def _describe_texts(texts: Sequence[str], codes: Sequence[str]) -> str:
    """A description of the texts. Only codes are quoted."""
    if len(texts) == 1:
        return f"the same code, {codes[0]}" if codes else UNSHOWN
    listed = f"the codes {_join(codes)}" if len(codes) > 1 else f"the code {_join(codes)}"
    others = "" if len(codes) == len(texts) else UNSHOWN_TEXTS
    return _join([one for one in (listed if codes else "", others) if one])


def _describe_unread(shared: SharedCells, columns: Sequence[str]) -> str:
    """A message about columns in which most or all cells are invalid, with the number of these cells."""
    count = sum(shared.wrong[column] for column in columns)
    if any(shared.readable[column] for column in columns):
        cells = "1 cell is" if count == 1 else f"{count} cells are"
        return f"Most answers in {join_headings(columns)} could not be read: {cells} invalid."
    cells = "the only cell that is not empty is" if count == 1 else f"all {count} cells that are not empty are"
    return f"No answer in {join_headings(columns)} could be read: {cells} invalid."


def _write_line(path: Sequence[str], text: str, option: str | None) -> str:
    """The map line that gives a text its meaning.

    If no option is given, the person who copies the line chooses one.
    """
    unsaid = quote_value("THE POINTS" if path[0] == "scales" else "THE OPTION")
    return f"{quote_key(text)} = {unsaid if option is None else write_meaning(path, option)}"


def join_headings(columns: Sequence[str]) -> str:
    """The first few headings of the given columns, for a message. Headings with spaces are in quotation marks."""
    shown = [f"“{one}”" if " " in one else one for one in columns[:MOST_HEADINGS]]
    more = len(columns) - len(shown)
    return _join([*shown, *([f"{more} more column{'s' if more > 1 else ''}"] if more else [])])


def _join(words: Sequence[str], last: str = "and") -> str:
    return " ".join(filter(None, (", ".join(words[:-1]), last if len(words) > 1 else "", *words[-1:])))
