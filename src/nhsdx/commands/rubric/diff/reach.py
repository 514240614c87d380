"""What an overlay depends on in its base, and what a newer base would break in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from nhsdx.files.source import SourceText, read_source
from nhsdx.loading.overlay.allowed import META, NODE_KEYS
from nhsdx.loading.overlay.laying import apply_overlay
from nhsdx.loading.overlay.merging import IDENTITY
from nhsdx.loading.rubric_data import LoadedRubric
from nhsdx.model import OVERALL, Finding, InvalidInputError, Path, Problem, Rubric

ENTRIES = ("dimensions", "criteria", "gates", "profiles")
NAMED = ("dimensions", "criteria", "evidence-grades", "sources", "frameworks")
"""The sections with entries to which other entries refer by id."""
Sections: TypeAlias = Mapping[str, Mapping[Any, Mapping[str, Any]]]


def read_overlay(name: str) -> SourceText:
    """An overlay as it is written in its file. Raises InvalidInputError for a file without `extends`."""
    source = read_source(name)
    if "extends" not in source.data:
        remedy = 'expected a rubric file with extends = "ID@VERSION"'
        source.refuse([Problem((), "wrong-format", "this is not an overlay: it does not extend a rubric", remedy)])
    return source


def find_breaks(source: SourceText, old: LoadedRubric, new: LoadedRubric) -> tuple[Finding, ...]:
    """The problems that an overlay has with a newer base but not with the older one.

    Raises InvalidInputError for an overlay that was made for the older base but is not valid with that base.
    """
    before = _find_problems(source, old)
    if before and not any(one.code == "base-moved" for one in before):
        raise InvalidInputError(before)
    # The remedy of a problem may list entries of the base, which differ between bases.
    known = {(one.where, one.code, one.message) for one in before}
    after = (one for one in _find_problems(source, new) if one.code != "base-moved")
    return tuple(one for one in after if (one.where, one.code, one.message) not in known)


def _find_problems(source: SourceText, base: LoadedRubric) -> tuple[Finding, ...]:
    try:
        apply_overlay(source, base)
    except InvalidInputError as error:
        return error.findings
    return ()


def depends_on(data: Mapping[str, Any], *editions: Rubric) -> frozenset[Path]:
    """Every place in the given editions of its base that an overlay depends on.

    An overlay depends on the entries that it changes, drops or adds, and on everything to which these entries refer by
    id. An overlay also depends on all weights in a node in which it changes a weight, on the keys of the header that
    it sets and, if it has its own criteria or gates, on the levels. If a profile of the overlay lists a criterion, only
    the existence of the criterion matters.
    """
    sections = {section: _select_tables(data.get(section)) for section in ENTRIES}
    places = _find_changed_places(data, sections) | _find_named_places(sections)
    if sections["gates"] or any("dimension" in one for one in sections["criteria"].values()):
        places.add(("levels",))
    return frozenset(places.union(*(_find_weighed_places(data, sections, edition) for edition in editions)))


def _find_changed_places(data: Mapping[str, Any], sections: Sections) -> set[Path]:
    """The entries, evidence grades and keys of the header that an overlay contains."""
    listed, head = data.get("evidence-grades"), data.get("rubric")
    grades = _select_tables(dict(enumerate(listed)) if isinstance(listed, list) else None).values()
    keys = set(head) - META.union(IDENTITY) if isinstance(head, Mapping) else set()
    return {
        *((section, name) for section, entries in sections.items() for name in entries),
        *(("evidence-grades", str(grade.get("id"))) for grade in grades),
        *(("rubric", key) for key in keys),
    }


def _find_named_places(sections: Sections) -> set[Path]:
    """The places of all entries that an overlay may refer to by id."""
    places: set[Path] = set()
    for section, entries in sections.items():
        key = ("id",) if section == "profiles" else ()
        places |= {(named, word, *key) for word in _list_words(list(entries.values())) for named in NAMED}
    return places


def _list_words(value: object) -> Iterator[str]:
    """All texts in a value, keys included; the ids to which the value refers are among these texts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (word for pair in value.items() for part in pair for word in _list_words(part))
    elif isinstance(value, list):
        yield from (word for part in value for word in _list_words(part))


def _find_weighed_places(data: Mapping[str, Any], sections: Sections, base: Rubric) -> Iterator[Path]:
    """The weights and aggregations in a base, in every node whose weighting the overlay changes."""
    nodes = frozenset(_find_weighing_nodes(data, sections, base))
    yield from (place for node in nodes for place in _list_node_keys(node))
    for name, criterion in base.criteria.items():
        if criterion.dimension in nodes:
            yield from (("criteria", name, key) for key in ("weight", "dimension"))
    for name, dimension in base.dimensions.items():
        if (dimension.parent or OVERALL) in nodes:
            yield from (("dimensions", name, key) for key in ("weight", "parent", "advisory"))


def _list_node_keys(node: str) -> Iterator[Path]:
    """The keys that say how the score of a node is computed."""
    place: Path = ("rubric",) if node == OVERALL else ("dimensions", node)
    return ((*place, key) for key in NODE_KEYS)


def _find_weighing_nodes(data: Mapping[str, Any], sections: Sections, base: Rubric) -> Iterator[str]:
    """The nodes whose weighting an overlay changes: by a weight, an aggregation, or an added or dropped part."""
    head = data.get("rubric")
    if isinstance(head, Mapping) and head.keys() & set(NODE_KEYS):
        yield OVERALL
    yield from _find_nodes_of_dimensions(sections["dimensions"], base)
    for name, entry in sections["criteria"].items():
        if entry.keys() & {"weight", "drop", "dimension"}:
            yield _find_dimension(name, entry, base)


def _find_nodes_of_dimensions(entries: Mapping[str, Mapping[str, Any]], base: Rubric) -> Iterator[str]:
    for name, entry in entries.items():
        own = base.dimensions.get(name)
        if entry.keys() & set(NODE_KEYS):
            yield name
        if "weight" in entry or own is None:
            yield OVERALL if own is None else own.parent or OVERALL


def _find_dimension(name: str, entry: Mapping[str, Any], base: Rubric) -> str:
    """The dimension of a criterion: the one in the base or, if the base has none, the one in the overlay."""
    dimension = base.criteria[name].dimension if name in base.criteria else entry.get("dimension")
    return dimension if isinstance(dimension, str) else OVERALL


def _select_tables(section: object) -> dict[Any, Mapping[str, Any]]:
    """The entries of a section that are tables."""
    entries = section.items() if isinstance(section, Mapping) else ()
    return {key: entry for key, entry in entries if isinstance(entry, Mapping)}
