"""What a page says about the program that exported a file, and about rows that do not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nhsdx.commands.survey.programs.known import PROGRAMS
from nhsdx.commands.survey.programs.names import ProgramName, Reason
from nhsdx.documents.phrases import count_words, join_words

REASONS: dict[Reason, tuple[str, str]] = {
    "preview": ("preview", "previews"),
    "test": ("test", "tests"),
    "spam": ("marked as spam", "marked as spam"),
    "unfinished": ("unfinished", "unfinished"),
    "rejected": ("rejected by a reviewer", "rejected by a reviewer"),
    "other-form": ("of another form or event", "of another form or event"),
    "excluded": ("excluded by the map", "excluded by the map"),
    "empty": ("empty", "empty"),
}
"""For each reason, how a page describes one row that is left out, and several such rows."""
UNMARKED: dict[Reason, str] = {"preview": "previews", "test": "tests", "spam": "spam", "unfinished": "unfinished"}


def describe_source(
    source: ProgramName,
    looks_like: ProgramName | None,
    responses: int | None,
    left_out: Mapping[Reason, int],
    unmarked: Sequence[Reason],
) -> Iterator[str]:
    """Sentences about the program, how many rows count, how many do not, and which kinds of rows are not marked."""
    rows = sum(left_out.values())
    kind = "a plain table" if source == "plain" else f"an export from {PROGRAMS[source].title}"
    counted = "" if responses is None else f"{count_words(responses, 'response')}; "
    out = f"{count_words(rows, 'row') if rows else 'no row'} left out{_list_reasons(left_out)}"
    yield f"Read as {kind}: {counted}{out}."
    if looks_like is not None:
        title = PROGRAMS[looks_like].title
        looks = f"The file looks like an export from {title}, but the map says that it is plain"
        yield f"{looks}: rows are counted however {title} marks them."
    if unmarked:
        remedy = "" if unmarked == ("unfinished",) else ": to leave rows out, write exclude in the map"
        what = join_words([UNMARKED[reason] for reason in unmarked]).replace(" and ", " or ")
        yield f"The file does not say which responses are {what}, so any such responses are counted{remedy}."


def _list_reasons(left_out: Mapping[Reason, int]) -> str:
    """The number of rows for each reason, in the order in which the reasons are defined."""
    parts = [count_words(left_out[reason], *texts) for reason, texts in REASONS.items() if reason in left_out]
    return f" ({', '.join(parts)})" if parts else ""
