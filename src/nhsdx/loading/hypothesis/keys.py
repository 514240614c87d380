"""The keys with which an option can change answers to a rubric, spelt like the column headings of a table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from nhsdx.model import (
    OVERALL,
    ChecklistCriterion,
    OneOf,
    Path,
    Problem,
    Rubric,
    SurveyCriterion,
    find_nearest,
    quote_word,
    suggest,
)

CONTEXT = "context"
FORM = "expected a criterion or a part of its answer, as in {}"


def list_keys(rubric: Rubric) -> dict[str, Path]:
    """Every key that an option can give, with the path of the value to change in an assessment file."""
    return {key: path for name in rubric.criteria for key, path in _list_keys_of(rubric, name)} | {
        f"{CONTEXT}.{name}": (CONTEXT, name) for name in rubric.context
    }


def _list_keys_of(rubric: Rubric, name: str) -> Iterator[tuple[str, Path]]:
    """The keys for one criterion, for its statements or options, and for its evidence."""
    criterion, path = rubric.criteria[name], ("answers", name)
    yield name, path
    if isinstance(criterion, ChecklistCriterion):
        yield from ((f"{name}.{item}", (*path, "items", item)) for item in criterion.items)
    if isinstance(criterion, SurveyCriterion):
        counts = () if criterion.statements else range(len(criterion.options))
        yield from ((f"{name}.option.{at + 1}", (*path, "counts", at)) for at in counts)
        words = ("mean", "respondents", "invited") if criterion.statements else ("invited",)
        yield from ((f"{name}.{word}", (*path, word)) for word in words)
    if rubric.evidence_grades:
        yield from ((f"{name}.{word}", (*path, word)) for word in ("evidence", "seen"))


def build_key_problem(rubric: Rubric, key: str, keys: Mapping[str, Path]) -> Problem:
    """The problem to report for a key that this rubric does not have, with the key that was probably meant."""
    head, _, part = key.partition(".")
    if key == OVERALL or key in rubric.dimensions:
        return _build_score_problem(rubric, key, keys)
    own = [one.partition(".")[2] for one in keys if one.startswith(f"{head}.")]
    if part and own:
        what = "question about the context" if head == CONTEXT else f"part of {head}"
        return Problem((), "unknown-reference", f"{quote_word(part)} is not a {what}", OneOf(part, own))
    message = f"{quote_word(head if part else key)} is not a criterion of {rubric.reference}"
    remedy = FORM.format(find_example(keys, rubric.criteria)) + _suggest_key(rubric, key, keys)
    return Problem((), "unknown-reference", message, remedy)


def _build_score_problem(rubric: Rubric, key: str, keys: Mapping[str, Path]) -> Problem:
    """The problem to report if an option tries to change a node's score.

    The remedy suggests an answer to change instead.
    """
    below = [name for name, one in rubric.criteria.items() if key in (OVERALL, one.dimension)]
    message = f"the score of {quote_word(key)} cannot be set, because scores follow from answers"
    remedy = f"change an answer, as in {find_example(keys, below or rubric.criteria)}"
    return Problem((), "unknown-reference", message, remedy)


def _suggest_key(rubric: Rubric, key: str, keys: Mapping[str, Path]) -> str:
    """The key that was probably meant: the key of an item with this id, a key with similar spelling, or a criterion."""
    of_items = [one for one, path in keys.items() if path[2:3] == ("items",) and path[-1] == key]
    near = find_nearest(key, list(keys))
    meant = [*of_items, *([near] if near else [])]
    return f'; did you mean "{meant[0]}"?' if meant else suggest(key.partition(".")[0], [*rubric.criteria, CONTEXT])


def find_example(keys: Mapping[str, Path], criteria: Collection[str]) -> str:
    """An example of a change that an option can make to the given criteria.

    The example changes the answer to a statement or, if there are no statements, to a whole criterion.
    """
    found = [key for key, path in keys.items() if path[0] == "answers" and path[1] in criteria]
    item = next((key for key in found if keys[key][2:3] == ("items",)), None)
    return f"{found[0]}=unknown" if item is None else f"{item}=yes"
