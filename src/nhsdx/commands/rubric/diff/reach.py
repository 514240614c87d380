"""What of a base an overlay rests on, and what a newer base would break in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nhsdx.files.source import SourceText, read_source
from nhsdx.loading.overlay.laying import apply_overlay
from nhsdx.loading.overlay.merging import IDENTITY, META
from nhsdx.loading.rubric_data import LoadedRubric
from nhsdx.model.base import OVERALL
from nhsdx.model.finding import Finding, InvalidInputError, Path, Problem
from nhsdx.model.rubric import Rubric

ENTRIES = ("dimensions", "criteria", "gates", "profiles")
NAMED = ("dimensions", "criteria", "evidence-grades", "sources", "frameworks")
"""The sections whose entries other entries name."""


def read_overlay(name: str) -> SourceText:
    """The file of an overlay, unmerged. Raises InvalidInputError for a file that extends nothing."""
    source = read_source(name)
    if "extends" not in source.data:
        remedy = 'expected a rubric file with extends = "ID@VERSION"'
        source.refuse([Problem((), "wrong-format", "this is no overlay: it extends nothing", remedy)])
    return source


def find_breaks(source: SourceText, old: LoadedRubric, new: LoadedRubric) -> tuple[Finding, ...]:
    """What is wrong with an overlay laid over a newer base, and is not over the older one.

    Raises InvalidInputError for an overlay that was made for the older base and is wrong there.
    """
    before = _find_faults(source, old)
    if before and not any(one.code == "base-moved" for one in before):
        raise InvalidInputError(before)
    # What to do about a fault names what the base has, and so differs from base to base.
    told = {(one.where, one.code, one.message) for one in before}
    after = (one for one in _find_faults(source, new) if one.code != "base-moved")
    return tuple(one for one in after if (one.where, one.code, one.message) not in told)


def _find_faults(source: SourceText, base: LoadedRubric) -> tuple[Finding, ...]:
    try:
        apply_overlay(source, base)
    except InvalidInputError as error:
        return error.findings
    return ()


def depends_on(data: Mapping[str, Any], *editions: Rubric) -> frozenset[Path]:
    """The places in a base that an overlay's data rest on, for its base as it was and as it is.

    These are the entries that it changes, drops or adds; what these name; what else is weighed where it weighs;
    the keys of the head that it gives; and the levels, if it has criteria or gates of its own. Of the criteria that
    a profile of it lists, only whether they are there.
    """
    sections = {section: _select_tables(data.get(section)) for section in ENTRIES}
    listed = data.get("evidence-grades")
    grades = _select_tables(dict(enumerate(listed)) if isinstance(listed, list) else None).values()
    head = data.get("rubric")
    places: set[Path] = {(section, name) for section, entries in sections.items() for name in entries}
    places |= {("evidence-grades", str(grade.get("id"))) for grade in grades}
    places |= (
        {("rubric", key) for key in head if key not in META.union(IDENTITY)} if isinstance(head, Mapping) else set()
    )
    for section, entries in sections.items():
        key = ("id",) if section == "profiles" else ()
        places |= {(named, word, *key) for word in _list_words(list(entries.values())) for named in NAMED}
    if sections["gates"] or any("dimension" in one for one in sections["criteria"].values()):
        places.add(("levels",))
    return frozenset(places.union(*(_find_weighed_places(data, sections, edition) for edition in editions)))


def _list_words(value: object) -> Iterator[str]:
    """Every text in a value, be it a key or not: among these are the ids that it names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (word for pair in value.items() for part in pair for word in _list_words(part))
    elif isinstance(value, list):
        yield from (word for part in value for word in _list_words(part))


def _find_weighed_places(data: Mapping[str, Any], sections: Mapping[str, Any], base: Rubric) -> Iterator[Path]:
    """Where a base says what is weighed, and how, in the nodes in which the overlay weighs otherwise."""
    nodes = frozenset(_find_weighing_nodes(data, sections, base))
    for node in nodes:
        yield ("rubric", "aggregate") if node == OVERALL else ("dimensions", node, "aggregate")
    for name, criterion in base.criteria.items():
        if criterion.dimension in nodes:
            yield from (("criteria", name, key) for key in ("weight", "dimension"))
    for name, dimension in base.dimensions.items():
        if (dimension.parent or OVERALL) in nodes:
            yield from (("dimensions", name, key) for key in ("weight", "parent", "advisory"))


def _find_weighing_nodes(data: Mapping[str, Any], sections: Mapping[str, Any], base: Rubric) -> Iterator[str]:
    """The nodes in which an overlay weighs otherwise: through a weight, an aggregation, or what it adds or drops."""
    if "aggregate" in _select_tables({"rubric": data.get("rubric")}).get("rubric", {}):
        yield OVERALL
    for name, entry in sections["dimensions"].items():
        if "aggregate" in entry:
            yield name
        if "weight" in entry or name not in base.dimensions:
            yield base.dimensions[name].parent or OVERALL if name in base.dimensions else OVERALL
    for name, entry in sections["criteria"].items():
        if entry.keys() & {"weight", "drop", "dimension"}:
            held = base.criteria[name].dimension if name in base.criteria else entry.get("dimension")
            yield held if isinstance(held, str) else OVERALL


def _select_tables(section: object) -> dict[Any, Mapping[str, Any]]:
    """The entries of a section that are tables."""
    entries = section.items() if isinstance(section, Mapping) else ()
    return {key: entry for key, entry in entries if isinstance(entry, Mapping)}
