"""Writes parts of answers in the form that options use, for the list of given and hypothetical answers."""

from __future__ import annotations

from nhsdx.model import Answer, ItemState, Path, Rubric, Status

UNKNOWN = Status.UNKNOWN.value
BESIDE = (("evidence",), ("seen",), ("invited",))
"""The parts of an answer that need not be given."""


def write_value(rubric: Rubric, answer: Answer | None, path: Path) -> str | None:
    """The value at a path in an answer, as text.

    The result is None for an evidence grade, evidence date or number of people invited that is not given.
    """
    name, part = str(path[1]), path[2:]
    if part in BESIDE:
        given = getattr(answer, str(part[0]), None)
        return None if given is None else str(given)
    if answer is None or answer.status is not None:
        return UNKNOWN if answer is None or answer.status is None else answer.status.value
    return _write_part(answer, part) if part else _write_whole(rubric, name, answer)


def _write_part(answer: Answer, part: Path) -> str:
    """Part of an answer as text: an item, a count, a mean or a number of respondents; `unknown` if not given."""
    if part[0] == "items":
        return (answer.items or {}).get(str(part[1]), ItemState.UNKNOWN).value
    given = answer.counts[int(part[1])] if part[0] == "counts" and answer.counts else getattr(answer, str(part[0]))
    return UNKNOWN if given is None else f"{given:.12g}"


def _write_whole(rubric: Rubric, name: str, answer: Answer) -> str:
    """A whole answer in a few words: a level, a number, or how many items have each answer."""
    if answer.level is not None:
        return str(rubric.name_levels(rubric.criteria[name])[answer.level])
    if answer.items is not None:
        states = list(answer.items.values())
        return ", ".join(f"{states.count(state)} {state.value}" for state in ItemState if state in states)
    value = answer.build_value_data()
    return ", ".join(map(str, value)) if isinstance(value, list) else f"{value:.12g}"
