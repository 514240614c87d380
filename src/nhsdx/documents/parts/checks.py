"""What a reader of a result should check first: dates, documents, placeholders, and answers that do not count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.documents.blocks import Block, Heading, Line, Listing
from nhsdx.documents.parts.actions import name_action
from nhsdx.documents.phrases import count_words, join_words, line_with_lead
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words.checks import CHECKS, DOUBTS, TO_CHECK
from nhsdx.model import OVERALL, Finding, Result, parse_path

MOST_TITLES = 8


def group_checks(result: Result, node: str = OVERALL) -> dict[str, list[Finding]]:
    """The findings to check, grouped by code, in the order in which pages show them.

    If a node is given, only the findings about this node.
    """
    shown = [one for one in result.findings if node == OVERALL or node in _list_nodes(result, one)]
    groups = {code: [found for found in shown if found.code == code] for code in CHECKS}
    return {code: found for code, found in groups.items() if found}


def describe_checks(result: Result) -> str:
    """How many findings there are of each kind: `2 answers have evidence without a date; 1 action is overdue`."""
    return "; ".join(count_check(code, len(found)) for code, found in group_checks(result).items())


def build_checks(
    result: Result,
    most: int | None = MOST_TITLES,
    *,
    node: str = OVERALL,
    with_notes: bool = True,
) -> Iterator[Block]:
    """What to check before relying on the scores, with at most `most` criteria or places for each check.

    If `node` is a criterion or a dimension, the checks include only findings about this criterion, or about the
    criteria in this dimension.
    """
    groups = group_checks(result, node)
    if groups:
        yield Heading(2, TO_CHECK, "checks")
        lines = (_describe_group(result, code, found, most, with_notes=with_notes) for code, found in groups.items())
        yield Listing(tuple(lines))


def build_checks_of_each(results: Sequence[tuple[str, Result]]) -> Iterator[Block]:
    """What to check before relying on the scores of several results: a line for each result with something to check."""
    lines = [line_with_lead(f"{name}:", words) for name, result in results if (words := describe_checks(result))]
    if lines:
        yield Heading(2, TO_CHECK, "checks")
        yield Listing(tuple(lines))


def describe_doubts(result: Result) -> str:
    """How many answers lack a document or a usable date: `2 answers lack the document that their evidence needs`."""
    groups = group_checks(result)
    return join_words([count_words(len(groups[code]), *words) for code, words in DOUBTS.items() if code in groups])


def count_check(code: str, count: int) -> str:
    """How many answers, texts or actions a finding is about: `2 answers have evidence without a date`."""
    return count_words(count, *CHECKS[code])


def _describe_group(result: Result, code: str, found: list[Finding], most: int | None, *, with_notes: bool) -> Line:
    names = [_name_place(result, one, with_notes=with_notes) for one in found]
    left = 0 if most is None else len(names[most:])
    return line_with_lead(
        f"{count_check(code, len(found))}:", "; ".join([*names[:most], *([f"and {left} more"] if left else [])])
    )


def _list_nodes(result: Result, finding: Finding) -> tuple[str, ...]:
    """The criterion that a finding is about, directly or through an action, and the dimensions above this criterion."""
    match parse_path(finding.where):
        case ("answers", str(name), *_):
            about = name
        case ("actions", int(at), *_):
            about = result.actions[at].criterion
        case _:
            return ()
    criterion = result.criteria.get(about)
    return () if criterion is None else (about, *_list_dimensions(result, criterion.dimension))


def _list_dimensions(result: Result, name: str | None) -> Iterator[str]:
    while name is not None:
        yield name
        name = result.dimensions[name].parent


def _name_place(result: Result, finding: Finding, *, with_notes: bool) -> str:
    """What a finding is about: the title of a criterion, an action, or a place in the file."""
    match parse_path(finding.where):
        case ("answers", str(name), *_) if name in result.criteria:
            return clean(result.criteria[name].title)
        case ("actions", int(at)):
            action = result.actions[at]
            return f"{name_action((result,), action, with_notes=with_notes)} (due {action.due.isoformat()})"
        case _:
            return finding.where
