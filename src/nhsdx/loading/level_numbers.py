"""Converts level numbers in the data of a file. Inside nhsdx, a level is a place on its scale, counted from 0.

No other module converts level numbers when files are read. The given data are not changed, so the path of each
problem still leads to the faulty value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from nhsdx.loading.keys import fits, is_in_places
from nhsdx.loading.level_words import ALL, OwnScales, OwnWords, collect_words, fold_text, share_scale, share_words
from nhsdx.model import (
    LevelName,
    Path,
    Problem,
    Rubric,
    Status,
    build_given_problem,
    build_name_problem,
    find_kind,
    name_places,
    quote_word,
)

KINDS = ("level", "checklist")
BOUNDS = ("at-least", "at-most")
OWN_IN_CONDITION = "expected a score between two of the criterion's own levels, as in above = 50 or below = 50"
OWN_IN_ASKED_WHEN = "expected the highest level of the rubric that the score of the criterion's own level reaches"
ANSWERS = (("answers", "*"), ("answers", "*", "level"))
VECTOR_ANSWERS = tuple(("tests", "*", *pattern) for pattern in ANSWERS)
NEEDS = (("criteria", "*", "needs"),)
COUNTS = (("criteria", "*", "not-applicable-counts"),)
CONDITIONS = (
    ("gates", "*", "when"),
    ("criteria", "*", "asked-when"),
    ("criteria", "*", "items", "*", "asked-when"),
    ("criteria", "*", "requires", "*"),
    ("criteria", "*", "items", "*", "requires", "*"),
    ("dimensions", "*", "stages", "*"),
    ("rubric", "stages", "*"),
)
LEVELS = (
    ("evidence-grades", "*", "supports"),
    ("criteria", "*", "evidence-supports", "*"),
    ("criteria", "*", "steps", "*", "to"),
    ("criteria", "*", "items", "*", "level"),
    ("criteria", "*", "levels-without-items", "*"),
    ("criteria", "*", "bands", "*", "level"),
    ("gates", "*", "cap", "*"),
    ("dimensions", "*", "stages", "*", "level"),
    ("rubric", "stages", "*", "level"),
    ("expect", "level"),
    ("expect", "*", "level"),
    ("tests", "*", "expect", "level"),
    ("tests", "*", "expect", "*", "level"),
)


class LevelScales(NamedTuple):
    """The level numbers of a rubric, and of each criterion with its own levels; empty if levels are counted from 0.

    `level_kinds` lists the criteria that are answered with a level, and `staged` lists the checklists that have levels.
    `words` gives the level number for each label and text of a criterion's own levels.
    """

    rubric: Sequence[LevelName]
    own: Mapping[str, Sequence[LevelName]]
    level_kinds: frozenset[str]
    staged: frozenset[str]
    words: Mapping[str, Mapping[str, LevelName]] = MappingProxyType({})

    @classmethod
    def of(cls, rubric: Rubric) -> LevelScales:
        """The level numbers of a rubric."""
        has_numbers = any(level.number is not None for level in rubric.levels)
        own = {name: one.own_levels for name, one in rubric.criteria.items() if one.own_levels}
        return cls.build(
            name_places(rubric.levels) if has_numbers else (),
            {name: name_places(found) for name, found in own.items()},
            {name: collect_words([level.model_dump() for level in found]) for name, found in own.items()},
            {name: one.kind for name, one in rubric.criteria.items()},
        )

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> LevelScales:
        """The valid scales in the data of a rubric file."""
        criteria = {name: one for name, one in _get_criteria(data).items() if isinstance(one, Mapping)}
        kinds = {name: find_kind(one) for name, one in criteria.items()}
        levels = {name: one.get("levels") for name, one in criteria.items() if kinds[name] == "level"}
        own = {name: numbers for name, one in levels.items() if (numbers := _read_numbers(one, must_be_tables=True))}
        words = {name: collect_words(criteria[name]["levels"]) for name in own}
        return cls.build(_read_numbers(data.get("levels"), must_be_tables=False), own, words, kinds)

    @classmethod
    def build(
        cls, rubric: Sequence[LevelName], own: OwnScales, words: OwnWords, kinds: Mapping[str, str]
    ) -> LevelScales:
        """The scales of the criteria, and a scale for the answer `all` if every criterion has the same own levels."""
        levels, staged = (frozenset(name for name, kind in kinds.items() if kind == one) for one in KINDS)
        shared = share_scale(own, levels | staged)
        return cls(rubric, shared, levels, staged, share_words(words) if ALL in shared else words)

    def find_number(self, path: Path, value: LevelName) -> LevelName:
        """The level number, if the value is the label or text of a criterion's own level; otherwise the value."""
        if not isinstance(value, str) or not fits(path, ANSWERS + VECTOR_ANSWERS):
            return value
        return self.words.get(str(path[path.index("answers") + 1]), {}).get(fold_text(value), value)

    def find_scale(self, path: Path) -> Sequence[LevelName]:
        """The numbers on the scale for a path; empty if no level belongs there, or if levels are counted from 0."""
        if fits(path, ANSWERS):
            return self.own.get(str(path[1]), self.rubric) if path[1] in self.level_kinds else ()
        if fits(path, VECTOR_ANSWERS):
            is_level = path[3] == "all" or path[3] in self.level_kinds | self.staged
            return self.own.get(str(path[3]), self.rubric) if is_level else ()
        if fits(path, COUNTS):
            return self.own.get(str(path[1]), self.rubric)
        is_bound = path[-1] in BOUNDS and is_in_places(path, CONDITIONS)
        return self.rubric if is_bound or fits(path, LEVELS) else ()


def _get_criteria(data: Mapping[str, Any]) -> Mapping[str, Any]:
    value = data.get("criteria")
    return value if isinstance(value, Mapping) else {}


def _read_numbers(levels: object, *, must_be_tables: bool) -> tuple[LevelName, ...]:
    """The numbers of the levels in a list; empty if the levels are counted from 0."""
    if not isinstance(levels, list) or not all(isinstance(level, Mapping) for level in levels):
        return ()
    has_numbers = must_be_tables or any("number" in level for level in levels)
    return tuple(level.get("number", place) for place, level in enumerate(levels)) if has_numbers else ()


def read_levels(data: Mapping[str, Any], scales: LevelScales) -> tuple[dict[str, Any], list[Problem]]:
    """The data of a file with each level number replaced by the level's place.

    A level that is not on its scale is a problem.
    """
    if not scales.rubric and not scales.own:
        return dict(data), []
    reading = _LevelReader(scales, [])
    read = {key: reading.convert(value, (key,)) if key in SECTIONS else value for key, value in data.items()}
    return read, reading.problems


def write_levels(data: Mapping[str, Any], scales: LevelScales) -> dict[str, Any]:
    """The data of a file with each level's place replaced by its number: the reverse of `read_levels`."""
    if not scales.rubric and not scales.own:
        return dict(data)
    return {key: _write(value, (key,), scales) if key in SECTIONS else value for key, value in data.items()}


def _write(value: Any, path: Path, scales: LevelScales) -> Any:  # noqa: ANN401 - any value that a file can have
    """A value from a file, in which the places of levels are replaced by level numbers."""
    if isinstance(value, Mapping):
        is_needs = fits(path, NEEDS) and bool(scales.rubric)
        names = {key: str(scales.rubric[int(key)]) if is_needs else key for key in value}
        return {names[key]: _write(part, (*path, key), scales) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_write(part, (*path, place), scales) for place, part in enumerate(value)]
    scale = scales.find_scale(path) if type(value) is int else ()
    return scale[value] if scale else value


SECTIONS = ("answers", "tests", "criteria", "evidence-grades", "gates", "expect", "dimensions", "rubric")


class _LevelReader(NamedTuple):
    """Reads the levels in a file, and collects the problems with these levels."""

    scales: LevelScales
    problems: list[Problem]

    def convert(self, value: Any, path: Path) -> Any:  # noqa: ANN401 - any value that a file can have
        """A value from a file, in which level numbers are replaced by the places of the levels."""
        if isinstance(value, Mapping):
            keys = self._convert_needs(value, path) if fits(path, NEEDS) else self._take_own_levels(value, path)
            return {key: self.convert(part, (*path, key)) for key, part in keys.items()}
        if isinstance(value, list):
            return [self.convert(part, (*path, place)) for place, part in enumerate(value)]
        scale = self.scales.find_scale(path) if type(value) in (int, float, str) else ()
        return self._find_place(value, scale, path) if scale and not _is_other_word(value, path) else value

    def _find_place(self, value: LevelName, scale: Sequence[LevelName], path: Path) -> int:
        value = value if value in scale else self.scales.find_number(path, value)
        found = next((place for place, name in enumerate(scale) if type(name) is type(value) and name == value), None)
        if found is None:
            is_word = isinstance(value, str) and path[0] != "answers"
            problem = build_name_problem(path, quote_word(value), scale) if is_word else None
            self.problems.append(problem or build_given_problem(path, value, scale))
        return found or 0

    def _take_own_levels(self, value: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
        """The table; if a bound gives one of a criterion's own levels, a level of the rubric replaces it.

        Each of these bounds is reported as a problem, because a bound must be a level of the rubric.
        """
        own = (
            self.scales.own.get(str(value.get("criterion")), ())
            if is_in_places((*path, "criterion"), CONDITIONS)
            else ()
        )
        wrong = [key for key in BOUNDS if isinstance(value.get(key), str) and value[key] in own]
        remedy = OWN_IN_ASKED_WHEN if "asked-when" in path else OWN_IN_CONDITION
        for key in wrong:
            message = f"{quote_word(value[key])} is one of the criterion's own levels, not a level of the rubric"
            self.problems.append(Problem((*path, key), "level-out-of-scale", message, remedy))
        # Any level will do, because a file with a problem is not scored.
        return {**value, **dict.fromkeys(wrong, self.scales.rubric[-1] if self.scales.rubric else 1)}

    def _convert_needs(self, needs: Mapping[str, Any], path: Path) -> dict[str, Any]:
        """The table, with each level number that is used as a key replaced by the level's place, as text."""
        places = {str(name): str(place) for place, name in enumerate(self.scales.rubric)}
        if not places:
            return dict(needs)
        for key in (key for key in needs if key not in places):
            problem = build_name_problem((*path, key), quote_word(key), self.scales.rubric)
            self.problems.append(problem._replace(at_key=True))
        return {places[key]: value for key, value in needs.items() if key in places}


def _is_other_word(value: object, path: Path) -> bool:
    """Whether a value is a word that may be given instead of a level: a status, or `met`."""
    return value in tuple(Status) if "answers" in path else value == "met" and path[-1] == "not-applicable-counts"
