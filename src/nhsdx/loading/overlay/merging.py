"""An overlay's tables merged with those of its base, by key: the one place that knows how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nhsdx.loading.keys import list_keys_at
from nhsdx.model.finding import Path, Problem
from nhsdx.model.overlay import Change
from nhsdx.model.rubric import RubricFile
from nhsdx.model.suggest import quote_word, suggest_one_of

Data = dict[str, Any]
META = frozenset(field.alias or name for name, field in Change.model_fields.items())
MAY_CHANGE = {
    "dimensions": {"title", "why", "weight", "weight-reason", "aggregate"},
    "criteria": {
        *("title", "why", "weight", "weight-reason", "look-for", "evidence", "red-flags"),
        *("claims", "sources", "steps", "maps"),
    },
    "gates": {"when", "cap", "flag", "severity", "because", "remedy"},
    "profiles": {"title", "summary", "criteria", "without"},
    "evidence-grades": {"id", "max-age-months"},
}
"""What an overlay may change of an entry of its base, by section; all else would make it another entry."""
MAY_DROP = frozenset({"criteria", "gates", "profiles"})
ONLY_ADDED = ("sources", "frameworks")
TABLES = {"rubric", *ONLY_ADDED, *MAY_CHANGE} - {"evidence-grades"}
IDENTITY = ("id", "version", "title")
EXPLAINED: Data = {"aggregate": "mean", "licence": None, "scope": None, "use": {}}
"""The keys of the head that need a reason where they differ from the base's, and what they are if nothing is said."""
OWN = frozenset({"format", "extends", "overlay", "tests", "profile", "assessment", "expect", "answers", "documents"})
WHAT = {
    "dimensions": "dimension",
    "criteria": "criterion",
    "gates": "gate",
    "profiles": "profile",
    "evidence-grades": "evidence grade",
}
NEEDED = {"dimensions": {"title"}, "criteria": {"title", "dimension"}, "gates": {"when"}, "profiles": {"title"}}


@dataclass(slots=True)
class OverlayMerge:
    """The merged data, what each change says about itself, which file each value comes from, and what is wrong."""

    name: str
    base: Data
    data: Data
    changes: dict[Path, Data] = field(default_factory=dict)
    origins: dict[Path, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def entry(self, section: str, entry_id: str, given: object, path: Path) -> None:
        """Merges one entry of a section: changed, added or dropped."""
        held = self.data.setdefault(section, {})
        if not isinstance(given, Mapping) or not isinstance(held, dict):
            held[entry_id] = given
            return
        self.changes[path], said = _select_meta(given), _drop_meta(given)
        base = held.get(entry_id)  # not yet changed, but for what a dropped criterion left
        if given.get("drop") is True:
            self._drop(section, entry_id, base, said, path)
        elif base is None:
            self._add(section, entry_id, said, path)
        else:
            held[entry_id] = _merge_values(section, base, self.allowed(section, base, said, path))
        self._record_origins(section, entry_id, said)

    def _drop(self, section: str, entry_id: str, base: object, said: Data, path: Path) -> None:
        if base is None:
            self.problems.append(self._build_unknown_problem(section, entry_id, path))
        elif section not in MAY_DROP:
            message = f"an overlay cannot drop a {WHAT[section]}"
            remedy = "expected its criteria to be dropped, or its weight to be 0"
            self.problems.append(Problem((*path, "drop"), "overlay-change", message, remedy))
        elif said:
            remedy = "expected drop = true with reason, and nothing else"
            key = next(iter(said))
            message = "what is dropped cannot be changed as well"
            self.problems.append(Problem((*path, key), "overlay-change", message, remedy, at_key=True))
        else:
            self.data[section].pop(entry_id)
            if section == "criteria":
                self._remove_from_profiles(entry_id)

    def allowed(self, section: str, base: Data, said: Data, path: Path) -> Data:
        """What an overlay says of an entry, without the keys that it may not change: they stay as they are."""
        forbidden = list(_find_forbidden_changes(section, base, said, path))
        self.problems += forbidden
        return {key: value for key, value in said.items() if (*path, key) not in {one.path for one in forbidden}}

    def _remove_from_profiles(self, criterion: str) -> None:
        """A dropped criterion leaves the profiles of the base that list it."""
        for profile_id, profile in self.data.get("profiles", {}).items():
            for key in ("criteria", "without"):
                if isinstance(profile, dict) and isinstance(profile.get(key), list):
                    kept = [name for name in profile[key] if name != criterion]
                    self.data["profiles"][profile_id] = profile | {key: kept}

    def _add(self, section: str, entry_id: str, said: Data, path: Path) -> None:
        if not NEEDED[section] <= said.keys() and said.keys() <= MAY_CHANGE[section]:
            self.problems.append(self._build_unknown_problem(section, entry_id, path))
        else:
            self.data[section][entry_id] = said

    def _build_unknown_problem(self, section: str, entry_id: str, path: Path) -> Problem:
        message = f"{quote_word(entry_id)} is not a {WHAT[section]} of the base"
        remedy = suggest_one_of(entry_id, self.base.get(section, {}))
        return Problem(path, "unknown-reference", message, remedy, at_key=True)

    def _record_origins(self, section: str, entry_id: str, said: Data) -> None:
        self.origins |= {(section, entry_id, key): self.name for key in said}


def merge_overlay(name: str, base: Data, overlay: Data) -> OverlayMerge:
    """An overlay's data laid over those of its base; neither is changed.

    The base is whole; whatever is wrong comes from the overlay. Test vectors, and an assessment, are never the
    base's: its vectors say what the base does.
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
    """Leaves out what only dropped criteria cite."""
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


def _merge_section(found: OverlayMerge, section: str, given: Any) -> None:  # noqa: ANN401 - whatever a file holds
    if section == "evidence-grades" and isinstance(given, list):
        _merge_grades(found, given)
    elif section in TABLES and isinstance(given, dict):
        _merge_table(found, section, given)
    elif section == "levels":
        message = "an overlay cannot change the levels: both scores would not be of one scale"
        found.problems.append(Problem(("levels",), "overlay-change", message, "leave [[levels]] out"))
    else:
        found.data[section] = given


def _merge_table(found: OverlayMerge, section: str, given: Data) -> None:
    """A section that is a table: the head, entries that may be changed, or entries that may only be added."""
    if section == "rubric":
        _merge_header(found, given)
    elif section in ONLY_ADDED:
        _merge_additions(found, section, given)
    else:
        for entry_id, entry in given.items():
            found.entry(section, entry_id, entry, (section, entry_id))


def _merge_header(found: OverlayMerge, given: Data) -> None:
    """The head: what names the rubric is its own; all else, if it says nothing, is the base's, and needs a reason."""
    base = found.base["rubric"]
    about = {key: value for key, value in given.items() if key in META - {"drop", "departure"}}
    said = {key: value for key, value in given.items() if key not in about}
    inherited = {key: value for key, value in base.items() if key not in IDENTITY}
    use = {"use": _merge_use(base.get("use", {}), said["use"])} if isinstance(said.get("use"), dict) else {}
    head = {key: said[key] for key in IDENTITY if key in said} | inherited | said | use
    found.data["rubric"] = head
    found.origins |= {("rubric", key): found.name for key in said}
    if about or any(head.get(key, usual) != base.get(key, usual) for key, usual in EXPLAINED.items()):
        found.changes["rubric",] = about


def _merge_use(base: Data, said: Data) -> Data:
    """What a rubric is for; what it must not be used for, and its limits, are only added to."""
    use = base | said
    prohibited, limits = said.get("prohibited"), said.get("limits")
    if isinstance(prohibited, list):
        use["prohibited"] = prohibited + [one for one in base.get("prohibited", []) if one not in prohibited]
    if isinstance(limits, str) and limits and base.get("limits", "") not in limits:
        use["limits"] = f"{base['limits']} {limits}"
    return use


def _merge_grades(found: OverlayMerge, given: list[Any]) -> None:
    """Evidence grades by id: their ages alone may change."""
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
        message = f"{quote_word(grade['id'])} stands here twice"
        yield Problem((*path, "id"), "duplicate", message, "expected each grade once")
    seen.add(grade["id"])
    if grade.get("drop") is True:
        remedy = "expected another max-age-months, or nothing"
        yield Problem((*path, "drop"), "overlay-change", "an overlay cannot drop an evidence grade", remedy)


def _merge_grade(found: OverlayMerge, grades: dict[str, Data], grade: Data, path: Path) -> None:
    word, said = grade["id"], _drop_meta(grade)
    found.changes[path] = _select_meta(grade)
    grades[word] = grades[word] | found.allowed("evidence-grades", grades[word], said, path)
    found.origins |= {("evidence-grades", word, key): found.name for key in said if key != "id"}


def _select_meta(given: Mapping[str, Any]) -> Data:
    """What a change says about itself."""
    return {key: value for key, value in given.items() if key in META}


def _drop_meta(given: Mapping[str, Any]) -> Data:
    """What a change says of the entry."""
    return {key: value for key, value in given.items() if key not in META}


def _merge_additions(found: OverlayMerge, section: str, given: Data) -> None:
    """Sources and frameworks: no score hangs on them, so that adding one needs no reason; none is replaced."""
    held = found.base.get(section, {})
    for entry_id, entry in given.items():
        if entry_id in held and entry != held[entry_id]:
            message = f"{quote_word(entry_id)} is something else in the base"
            problem = Problem((section, entry_id), "overlay-id", message, "expected an id of its own", at_key=True)
            found.problems.append(problem)
        if isinstance(entry, dict):
            found.origins |= {(section, entry_id, key): found.name for key in entry}
    found.data[section] = held | given


def _find_forbidden_changes(section: str, base: Data, said: Data, path: Path) -> Iterator[Problem]:
    """The keys that an overlay changes and may not; one that is no key at all is left to be told so later."""
    place: Path = (section, "x") if section in NEEDED else (section, 0)
    known = list_keys_at(RubricFile, place, {section: {"x": base} if section in NEEDED else [base]})
    article = "an" if section == "evidence-grades" else "a"
    for key, value in said.items():
        if key in MAY_CHANGE[section] or key not in known or value == base.get(key):
            continue
        message = f"an overlay cannot change {quote_word(key)} of {article} {WHAT[section]} of its base"
        allowed = ", ".join(sorted(MAY_CHANGE[section] - {"id"}))
        also = f"; what asks something else is a new {WHAT[section]} with its own id" if section in NEEDED else ""
        remedy = f"expected changes to {allowed}{also}"
        yield Problem((*path, key), "overlay-change", message, remedy, at_key=True)


def _merge_values(section: str, base: Data, said: Data) -> Data:
    """An entry with what the overlay says of it; a profile's list takes the place of the base's, a gate's caps join."""
    if section == "profiles" and said.keys() & {"criteria", "without"}:
        base = {key: value for key, value in base.items() if key not in ("criteria", "without")}
    if section == "gates" and isinstance(said.get("cap"), dict):
        said = said | {"cap": base.get("cap", {}) | said["cap"]}
    return base | said
