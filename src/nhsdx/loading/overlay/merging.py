"""Merges the tables in an overlay with the tables in its base, key by key."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nhsdx.loading.overlay.allowed import (
    MAY_CHANGE,
    MAY_DROP,
    META,
    NEEDED,
    WHAT,
    Data,
    find_forbidden_changes,
    merge_values,
)
from nhsdx.model import Path, Problem, quote_word, suggest_one_of

ONLY_ADDED = ("sources", "frameworks", "context")
TABLES = {"rubric", *ONLY_ADDED, *MAY_CHANGE} - {"evidence-grades"}
IDENTITY = ("id", "version", "title")
EXPLAINED: Data = {
    "aggregate": "mean",
    "invert": False,
    "stages": [],
    "minimum-known": None,
    "minimum-coverage": None,
    "licence": None,
    "scope": None,
    "use": {},
    "how-to-answer": None,
    "words": {},
}
"""The keys of `[rubric]` that need a reason if they differ from the base, and their default values."""
OWN = frozenset(
    {"format", "extends", "overlay", "tests", "profile", "assessment", "expect", "answers", "documents", "actions"}
)


@dataclass(slots=True)
class OverlayMerge:
    """The merged data, the keys that describe each change, each value's file, and the problems found."""

    name: str
    base: Data
    data: Data
    changes: dict[Path, Data] = field(default_factory=dict)
    origins: dict[Path, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def merge_entry(self, section: str, entry_id: str, given: object, path: Path) -> None:
        """Merges one entry of a section, which the overlay changes, adds or drops."""
        held = self.data.setdefault(section, {})
        if not isinstance(given, Mapping) or not isinstance(held, dict):
            held[entry_id] = given
            return
        self.changes[path], values = _split(given, META)
        base = held.get(entry_id)  # as in the base, except for what a dropped criterion changed
        if given.get("drop") is True:
            self._drop(section, entry_id, base, values, path)
        elif base is None:
            self._add(section, entry_id, values, path)
        else:
            self._change(section, base, values, path)
        self.origins |= {(section, entry_id, key): self.name for key in values}

    def _drop(self, section: str, entry_id: str, base: object, values: Data, path: Path) -> None:
        if base is None:
            self.problems.append(self._build_unknown_problem(section, entry_id, path))
        elif section not in MAY_DROP:
            message = f"an overlay cannot drop a {WHAT[section]}"
            remedy = "drop its criteria instead, or set its weight to 0"
            self.problems.append(Problem((*path, "drop"), "overlay-change", message, remedy))
        elif values:
            remedy = "expected drop = true with reason, and nothing else"
            key = next(iter(values))
            message = "an entry cannot be both dropped and changed"
            self.problems.append(Problem((*path, key), "overlay-change", message, remedy, at_key=True))
        else:
            self.data[section].pop(entry_id)
            if section == "criteria":
                self._remove_from_profiles(entry_id)

    def _change(self, section: str, base: Data, values: Data, path: Path) -> None:
        """Changes an entry in the base. Each item that an overlay adds to a checklist is a separate change."""
        items = values.get("items")
        if section == "criteria" and items is not None and "items" not in base:
            message, remedy = "only a checklist has items", "add a new criterion with its own id"
            self.problems.append(Problem((*path, "items"), "overlay-change", message, remedy, at_key=True))
            del values["items"]
        if section != "criteria" or not isinstance(items, Mapping) or "items" not in base:
            self.data[section][path[1]] = merge_values(section, base, self.select_allowed(section, base, values, path))
            return
        del values["items"]
        allowed = self.select_allowed(section, base, values, path)
        added = self._merge_items(base["items"], items, path)
        self.data[section][path[1]] = base | allowed | {"items": base["items"] | added}
        if not values and not self.changes[path]:
            del self.changes[path]

    def _merge_items(self, base: Data, items: Mapping[str, Any], path: Path) -> Data:
        """The items that an overlay adds to a checklist. Each item needs a reason: its own, or its criterion's."""
        added: Data = {}
        for name, item in items.items():
            place = (*path, "items", name)
            if name in base:
                if item != base[name]:
                    message = "an overlay cannot change an item of its base"
                    remedy = "remove it here, or add another item with its own id"
                    self.problems.append(Problem(place, "overlay-change", message, remedy, at_key=True))
            elif isinstance(item, Mapping):
                own, added[name] = _split(item, META - {"drop", "departure"})
                self.changes[place] = self.changes[path] | own
                self.origins[place] = self.name
            else:
                added[name] = item
        return added

    def select_allowed(self, section: str, base: Data, values: Data, path: Path) -> Data:
        """The new values of an entry, without the keys that an overlay may not change."""
        forbidden = list(find_forbidden_changes(section, base, values, path))
        self.problems += forbidden
        return {key: value for key, value in values.items() if (*path, key) not in {one.path for one in forbidden}}

    def _remove_from_profiles(self, criterion: str) -> None:
        """Removes a dropped criterion from the profiles that list it."""
        for profile_id, profile in self.data.get("profiles", {}).items():
            for key in ("criteria", "without"):
                if isinstance(profile, dict) and isinstance(profile.get(key), list):
                    kept = [name for name in profile[key] if name != criterion]
                    self.data["profiles"][profile_id] = profile | {key: kept}

    def _add(self, section: str, entry_id: str, values: Data, path: Path) -> None:
        if not NEEDED[section] <= values.keys() and values.keys() <= MAY_CHANGE[section]:
            self.problems.append(self._build_unknown_problem(section, entry_id, path))
        else:
            self.data[section][entry_id] = values

    def _build_unknown_problem(self, section: str, entry_id: str, path: Path) -> Problem:
        message = f"{quote_word(entry_id)} is not a {WHAT[section]} of the base"
        remedy = suggest_one_of(entry_id, self.base.get(section, {}))
        return Problem(path, "unknown-reference", message, remedy, at_key=True)


def merge_overlay(name: str, base: Data, overlay: Data) -> OverlayMerge:
    """The data of an overlay merged with the data of its base, both of which stay unchanged.

    The base is valid, so every problem comes from the overlay. Test vectors and assessments are never taken from the
    base, because the base's vectors test only the base itself.
    """
    kept = {key: dict(value) if isinstance(value, dict) else value for key, value in base.items() if key not in OWN}
    own = {key: value for key, value in overlay.items() if key in OWN - {"extends", "overlay"}}
    found = OverlayMerge(name, base, kept | own)
    if "rubric" not in overlay:
        del found.data["rubric"]
    order = ("dimensions", "criteria", "gates", "profiles")
    for section in sorted(overlay.keys() - OWN, key=lambda key: (order.index(key) if key in order else -1, key)):
        _merge_section(found, section, overlay[section])
    _forget_sources(found)
    return found


def _forget_sources(found: OverlayMerge) -> None:
    """Removes the sources that only dropped criteria cite."""
    before, after = _list_cited_sources(found.base), _list_cited_sources(found.data)
    if isinstance(found.data.get("sources"), dict):
        kept = {name: one for name, one in found.data["sources"].items() if name in after or name not in before}
        found.data["sources"] = kept


def _list_cited_sources(data: Data) -> set[str]:
    criteria = data.get("criteria")
    if not isinstance(criteria, dict):
        return set()
    listed = [
        one["sources"] for one in criteria.values() if isinstance(one, dict) and isinstance(one.get("sources"), list)
    ]
    return {name for names in listed for name in names if isinstance(name, str)}


def _merge_section(found: OverlayMerge, section: str, given: Any) -> None:  # noqa: ANN401 - any value that a file can have
    if section == "evidence-grades" and isinstance(given, list):
        _merge_grades(found, given)
    elif section in TABLES and isinstance(given, dict):
        _merge_table(found, section, given)
    elif section == "levels":
        message = "an overlay cannot change the levels: the local and national scores would have different scales"
        found.problems.append(Problem(("levels",), "overlay-change", message, "remove [[levels]]"))
    else:
        found.data[section] = given


def _merge_table(found: OverlayMerge, section: str, given: Data) -> None:
    """Merges a section that is a table: `[rubric]`, entries that may change, or entries that may only be added."""
    if section == "rubric":
        _merge_header(found, given)
    elif section in ONLY_ADDED:
        _merge_additions(found, section, given)
    else:
        for entry_id, entry in given.items():
            found.merge_entry(section, entry_id, entry, (section, entry_id))


def _merge_header(found: OverlayMerge, given: Data) -> None:
    """Merges `[rubric]`. The id, version and title are new; other keys need a reason to differ from the base."""
    base = found.base["rubric"]
    reasons, own = _split(given, META - {"drop", "departure"})
    _, inherited = _split(base, IDENTITY)
    head = _split(own, IDENTITY)[0] | inherited | own
    if isinstance(own.get("report"), dict):
        head["report"] = base.get("report", {}) | own["report"]
    if isinstance(own.get("use"), dict):
        head["use"] = _merge_use(base.get("use", {}), own["use"])
    _keep_shown(found, base, own, head)
    found.data["rubric"] = head
    found.origins |= {("rubric", key): found.name for key in own}
    if reasons or any(head.get(key, usual) != base.get(key, usual) for key, usual in EXPLAINED.items()):
        found.changes["rubric",] = reasons


def _keep_shown(found: OverlayMerge, base: Data, own: Data, head: Data) -> None:
    """Keeps the way in which the base shows scores, which an overlay cannot change."""
    if "shown" in own and own["shown"] != base.get("shown"):
        message = "an overlay cannot change how scores are shown: the local and national scores could not be compared"
        found.problems.append(Problem(("rubric", "shown"), "overlay-change", message, "remove shown", at_key=True))
        head.pop("shown")
        head |= {"shown": base["shown"]} if "shown" in base else {}


def _split(table: Mapping[str, Any], keys: Collection[str]) -> tuple[Data, Data]:
    """The given keys of a table with their values, and the rest of the table."""
    chosen = {key: value for key, value in table.items() if key in keys}
    return chosen, {key: value for key, value in table.items() if key not in keys}


def _merge_use(base: Data, given: Data) -> Data:
    """Merges what a rubric may be used for: an overlay can only add prohibited uses and limits."""
    use = base | given
    prohibited, limits = given.get("prohibited"), given.get("limits")
    if isinstance(prohibited, list):
        use["prohibited"] = prohibited + [one for one in base.get("prohibited", []) if one not in prohibited]
    if isinstance(limits, str) and limits and base.get("limits", "") not in limits:
        use["limits"] = f"{base['limits']} {limits}"
    return use


def _merge_grades(found: OverlayMerge, given: list[Any]) -> None:
    """Merges evidence grades by id; only their age limits may change."""
    grades = {grade["id"]: grade for grade in found.base.get("evidence-grades", [])}
    seen: set[str] = set()
    for position, grade in enumerate(given):
        path = ("evidence-grades", position)
        word = grade.get("id") if isinstance(grade, dict) else None
        if isinstance(word, str) and word in grades:
            found.problems += _find_grade_problems(grade, seen, path)
            _merge_grade(found, grades, grade, path)
        else:
            message = "this is not an evidence grade of the base"
            remedy = suggest_one_of(word if isinstance(word, str) else "", grades)
            found.problems.append(Problem((*path, "id"), "unknown-reference", message, remedy))
    found.data["evidence-grades"] = list(grades.values())


def _find_grade_problems(grade: Data, seen: set[str], path: Path) -> Iterator[Problem]:
    if grade["id"] in seen:
        message = f"{quote_word(grade['id'])} is listed twice"
        yield Problem((*path, "id"), "duplicate", message, "expected each grade once")
    seen.add(grade["id"])
    if grade.get("drop") is True:
        remedy = "expected another max-age-months, or no entry for this grade"
        yield Problem((*path, "drop"), "overlay-change", "an overlay cannot drop an evidence grade", remedy)


def _merge_grade(found: OverlayMerge, grades: dict[str, Data], grade: Data, path: Path) -> None:
    word = grade["id"]
    found.changes[path], values = _split(grade, META)
    grades[word] = grades[word] | found.select_allowed("evidence-grades", grades[word], values, path)
    found.origins |= {("evidence-grades", word, key): found.name for key in values if key != "id"}


def _merge_additions(found: OverlayMerge, section: str, given: Data) -> None:
    """Merges sources and frameworks.

    Scores do not depend on sources or frameworks, so added entries need no reason. Entries of the base are never
    replaced.
    """
    held = found.base.get(section, {})
    for entry_id, entry in given.items():
        if entry_id in held and entry != held[entry_id]:
            message = f"{quote_word(entry_id)} is the id of a different entry in the base"
            problem = Problem((section, entry_id), "overlay-id", message, "expected another id", at_key=True)
            found.problems.append(problem)
        if isinstance(entry, dict):
            found.origins |= {(section, entry_id, key): found.name for key in entry}
    found.data[section] = held | given
