"""Compares published results, or parts of them; numbers are compared at nine decimals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from nhsdx.model import Path, format_path
from nhsdx.scoring import compare_rounded

Json: TypeAlias = Any
WORDS = frozenset({"title", "because", "remedy", "message", "checked", "audience", "effort_unit"})
DIGITS = (4, 6, 9, 12, 17)
ECHOED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
"""Texts that look like ids and can be repeated in messages, unlike free text."""


class ResultDifference(NamedTuple):
    """One difference: its place, its code (`figure-changed` or `text-changed`), and a sentence that describes it."""

    path: Path
    code: str
    message: str


def find_differences(found: Json, made: Json, *, with_words: bool = True) -> Iterator[ResultDifference]:
    """Every difference between a result in a file and the recomputed result.

    Numbers are compared at nine decimals. Null and a missing key count as the same. The order of gates and findings
    does not matter. Unless `with_words` is true, texts that do not affect scores are not compared.
    """
    for one in _compare_json(found, made, ()):
        if with_words or one.code != "text-changed":
            yield one


def _compare_json(found: Json, made: Json, path: Path) -> Iterator[ResultDifference]:
    if isinstance(found, Mapping) and isinstance(made, Mapping):
        for key in {**made, **found}:
            yield from _compare_json(found.get(key), made.get(key), (*path, key))
    elif isinstance(found, list) and isinstance(made, list) and len(found) == len(made):
        for position, (one, other) in enumerate(zip(found, _reorder(found, made), strict=True)):
            yield from _compare_json(one, other, (*path, position))
    elif not _is_same(found, made):
        code = "text-changed" if _is_word(path) else "figure-changed"
        yield ResultDifference(path, code, _describe_difference(found, made, format_path(path)))


def _reorder(found: Sequence[Json], made: Sequence[Json]) -> list[Json]:
    """The recomputed gates or findings in the order of the file, because no digest depends on their order."""
    if not all(isinstance(entry, Mapping) for entry in (*found, *made)):
        return list(made)
    waiting = list(made)
    ordered: list[Json] = []
    for entry in found:
        partner = next((one for one in waiting if _find_name(one) == _find_name(entry)), None)
        ordered.append(partner)
        if partner is not None:
            waiting.remove(partner)
    return ordered


def _find_name(entry: Mapping[str, Json]) -> tuple[Json, ...]:
    return (entry.get("id"), entry.get("code"), entry.get("where"))


def _is_word(path: Path) -> bool:
    """Whether the value at a path is a text that does not affect scores, such as a gate's severity."""
    return path[-1] in WORDS or (path[0] == "gates" and path[-1] == "severity")


def _is_same(found: Json, made: Json) -> bool:
    if _is_number(found) and _is_number(made):
        return compare_rounded(found, made) == 0
    return type(found) is type(made) and bool(found == made)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _describe_difference(found: Json, made: Json, name: str) -> str:
    if _is_number(found) and _is_number(made):
        one, other = _format_apart(found, made)
        return f"{name} is {one} in the file, {other} recomputed"
    if isinstance(found, list) and isinstance(made, list):
        return f"{name} has {len(found)} entr{'y' if len(found) == 1 else 'ies'} in the file, {len(made)} recomputed"
    written, due = _format_value(found), _format_value(made)
    if written is None or due is None:
        return f"{name} differs from the recomputed value"
    return f"{name} is {written} in the file, {due} recomputed"


def _format_apart(found: float, made: float) -> tuple[str, str]:
    """Two numbers as text, with enough digits to show the difference."""
    shown = ((f"{found:.{digits}g}", f"{made:.{digits}g}") for digits in DIGITS)
    return next(pair for pair in shown if pair[0] != pair[1])


def _format_value(value: Json) -> str | None:
    """A plain value as text; None for free text, tables and lists, which messages do not repeat."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"' if ECHOED.fullmatch(value) else None
    return f"{value:.9g}" if _is_number(value) else None
