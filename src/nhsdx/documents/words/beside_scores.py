"""The wording beside a score: what is left out of the score, and the score before gates."""

from __future__ import annotations

from collections.abc import Sequence

from nhsdx.analysis.gaps import find_unknown_items, is_capped, is_counted
from nhsdx.documents.phrases import count_words
from nhsdx.documents.words.scores import describe_own_figures, describe_readings
from nhsdx.model import LeftOut, NodeResult, ParentResult, Reading, Result

KINDS = {"unknown": "unknown", "not_due": "not due", "not_applicable": "not applicable", "not_asked": "not asked"}
"""Why a criterion does not count, in words."""
ALL_COUNT = "none left out"


def describe_left_out(left_out: LeftOut) -> str:
    """How many criteria and statements do not count: `1 criterion not due; 12 statements unknown, 4 do not apply`.

    The text is empty if all criteria and statements count.
    """
    criteria = [(getattr(left_out, kind), words) for kind, words in KINDS.items()]
    unused = left_out.not_applicable_items
    items = ((left_out.unknown_items, "unknown"), (unused, "does not apply" if unused == 1 else "do not apply"))
    parts = (_count_kinds(criteria, "criterion", "criteria"), _count_kinds(items, "statement", "statements"))
    return "; ".join(part for part in parts if part)


def _count_kinds(counts: Sequence[tuple[int, str]], one: str, many: str) -> str:
    """The counts above 0, with the noun after the first count: `2 criteria unknown, 1 not due`."""
    found = [(number, words) for number, words in counts if number]
    if not found:
        return ""
    (first, words), *others = found
    return ", ".join([f"{count_words(first, one, many)} {words}", *(f"{number} {kind}" for number, kind in others)])


def format_left_out(left_out: LeftOut) -> str:
    """How many criteria do not count, in short for charts and tables: `2 unknown, 1 not due`; empty if all count."""
    return ", ".join(f"{count} {words}" for kind, words in KINDS.items() if (count := getattr(left_out, kind)))


def format_left_out_of_two(one: NodeResult, other: NodeResult, words: str) -> str:
    """How many criteria do not count in each of two scores of a node.

    `words` is the template to use if the two numbers differ.
    """
    nodes = (one, other)
    first, second = (format_left_out(node.left_out) if isinstance(node, ParentResult) else "" for node in nodes)
    return first if first == second else words.format(first or ALL_COUNT, second or ALL_COUNT)


def describe_beside(result: Result, node: ParentResult) -> str:
    """Remarks on the scores of a node: the node's own scale, if it has one, and how many criteria are left out."""
    return "; ".join(filter(None, (describe_own_figures(result, node.id), format_left_out(node.left_out))))


def describe_unknown_items(result: Result) -> str:
    """How many statements of answered criteria are unknown: `4 statements are unknown (1 does not count)`."""
    found = find_unknown_items(result)
    uncounted = sum(len(items) for name, items in found.items() if not is_counted(result, result.criteria[name]))
    words = count_words(sum(map(len, found.values())), "statement is", "statements are")
    return f"{words} unknown{describe_uncounted(uncounted)}"


def describe_uncounted(number: int) -> str:
    """How many of several things do not count in the overall score, as in ` (2 do not count)`; empty for 0."""
    return f" ({number} {'does' if number == 1 else 'do'} not count)" if number else ""


def describe_before_gates(result: Result, node: ParentResult, headlines: Sequence[Reading] = ()) -> str:
    """A node's scores before gates, as in `before gates 65.6 evidenced`; empty if no gate caps the scores."""
    if not is_capped(node):
        return ""
    return f"before gates {describe_readings(result, node.before_gates, headlines, node=node.id)}"


def describe_node_scores(result: Result, node: ParentResult) -> str:
    """The scores of a node and, if a gate caps them, the scores before gates."""
    before = describe_before_gates(result, node)
    return describe_readings(result, node.scores, node=node.id) + (f" ({before})" if before else "")
