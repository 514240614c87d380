"""Makes a local rubric from an overlay and its base, and finds every problem in the overlay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from nhsdx.files.shipped import list_shipped_ids
from nhsdx.files.source import SourceText
from nhsdx.loading.overlay.allowed import NODE_KEYS, Data
from nhsdx.loading.overlay.loosened import build_departure, find_departure_problems, find_loosened_gates, is_departure
from nhsdx.loading.overlay.merging import OverlayMerge, merge_overlay
from nhsdx.loading.rubric_data import LoadedRubric, build_rubric, find_format_problems
from nhsdx.loading.shape import list_shape_problems
from nhsdx.model import (
    OVERALL,
    RUBRIC_FORMAT,
    Change,
    Departure,
    OverlayHeader,
    OverlayOrigin,
    Path,
    Problem,
    Profile,
    Rubric,
    quote_word,
)
from nhsdx.scoring import compute_content_digest, compute_scoring_digest


def apply_overlay(source: SourceText, base: LoadedRubric) -> LoadedRubric:
    """The local rubric that an overlay makes. Raises InvalidInputError with all problems."""
    found = merge_overlay(source.name, dict(base.data), source.data)
    header, problems = _read_header(source, base)
    changes, incomplete = _read_changes(found, source.data.get("overlay", {}))
    national = base.rubric if base.origin is None else base.origin.national
    rubric, wrong = build_rubric(found.data, _build_question_adder(national))
    problems += [*find_format_problems(source.data, (RUBRIC_FORMAT,)), *found.problems, *incomplete]
    problems += [*(_place_problem(found, source, problem) for problem in wrong), *_find_reused_ids(found, base)]
    loosened = {} if rubric is None or wrong else find_loosened_gates(base.rubric, rubric)
    if not wrong:
        problems += find_departure_problems(found, source, changes, loosened)
    rubric, header = source.expect(None if rubric is None or header is None else (rubric, header), problems)
    own = tuple(build_departure(path, change) for path, change in changes.items() if is_departure(path, loosened))
    return LoadedRubric(
        source, rubric, found.data, _build_origin(base, rubric, found, own, _describe_move(header, base))
    )


def _build_origin(
    base: LoadedRubric, rubric: Rubric, found: OverlayMerge, own: tuple[Departure, ...], moved: str | None
) -> OverlayOrigin:
    """The origin of a local rubric: the origin of its base, with the overlay's own additions."""
    below = base.origin or _build_bottom_origin(base.rubric)
    return OverlayOrigin(
        national=below.national,
        answerable=_build_question_adder(below.national)(rubric),
        chain=(rubric.reference, *below.chain),
        departures=(*below.departures, *own),
        origins={**below.origins, **found.origins},
        retired=below.retired.union(path for path, change in found.changes.items() if change.get("drop") is True),
        moved=moved,
    )


def _build_bottom_origin(rubric: Rubric) -> OverlayOrigin:
    """The origin of a rubric that is not an overlay: the rubric itself."""
    return OverlayOrigin(national=rubric, answerable=rubric, chain=(rubric.reference,), departures=(), origins={})


def _read_header(source: SourceText, base: LoadedRubric) -> tuple[OverlayHeader | None, list[Problem]]:
    """The `[overlay]` table, and a problem if the base has changed in a way that can change scores."""
    data = source.data.get("overlay")
    if data is not None and not isinstance(data, Mapping):
        return None, [Problem(("overlay",), "wrong-type", '"overlay" has the wrong type', "expected a table")]
    if data is None:
        remedy = "expected " + "; ".join(["[overlay]", *format_pin_lines(base.rubric)])
        message = '"overlay" is missing: this table gives the base of the overlay'
        return None, [Problem((), "missing-key", message, remedy)]
    try:
        header = OverlayHeader.model_validate(data)
    except ValidationError as error:
        wrong = list_shape_problems(OverlayHeader, data, error)
        return None, [problem._replace(path=("overlay", *problem.path)) for problem in wrong]
    if header.base_scoring_digest == compute_scoring_digest(base.rubric):
        return header, []
    own, now = header.base_version, base.rubric.reference
    message = f"the base has changed: this overlay was made for version {own}, and {now} scores differently"
    remedy = (
        "check whether the changes matter here: nhsdx rubric diff OLD-BASE NEW-BASE --overlay "
        f"{source.name}; then write {'; '.join(format_pin_lines(base.rubric))}"
    )
    return header, [Problem(("overlay", "base-scoring-digest"), "base-moved", message, remedy)]


def format_pin_lines(base: Rubric) -> list[str]:
    """The lines for `[overlay]` that pin an overlay to the present state of its base."""
    return [
        f'base-version = "{base.rubric.version}"',
        f'base-scoring-digest = "{compute_scoring_digest(base)}"',
        f'base-content-digest = "{compute_content_digest(base)}"',
    ]


def _describe_move(header: OverlayHeader, base: LoadedRubric) -> str | None:
    if header.base_content_digest == compute_content_digest(base.rubric):
        return None
    return (
        f"made for {base.rubric.rubric.id} {header.base_version}; {base.rubric.rubric.version} only changes the "
        "wording, so all numbers are the same"
    )


def _read_changes(found: OverlayMerge, defaults: object) -> tuple[dict[Path, Change], list[Problem]]:
    """The reason for each change, who decided on the change, and when.

    `[overlay]` can give the last two for all changes.
    """
    given = defaults if isinstance(defaults, Mapping) else {}
    common = {key: given[key] for key in ("decided-by", "decided") if key in given}
    changes: dict[Path, Change] = {}
    problems: list[Problem] = []
    for path, given_here in found.changes.items():
        try:
            changes[path] = Change.model_validate({**common, **given_here})
        except ValidationError as error:
            wrong = list_shape_problems(Change, {**common, **given_here}, error)
            # A problem in [overlay] is reported only once, at its place there.
            own = (problem for problem in wrong if not common.keys() - given_here.keys() & set(problem.path))
            problems += [_place_change_problem(problem, path) for problem in own]
    return changes, problems


def _place_change_problem(problem: Problem, path: Path) -> Problem:
    is_common = problem.message.startswith(('"decided" is missing', '"decided-by" is missing'))
    remedy = f"{problem.remedy}, here or once in [overlay]" if is_common else problem.remedy
    return problem._replace(path=(*path, *problem.path), remedy=remedy)


def _place_problem(found: OverlayMerge, source: SourceText, problem: Problem) -> Problem:
    """A problem with the merged rubric, moved to the path in the overlay that causes the problem."""
    match problem.path:
        case ("evidence-grades", int() as position, *rest):
            return problem._replace(path=("evidence-grades", _find_own_place(found, source, position), *rest))
        case ("gates", str() as gate, "when", *_) if ("gates", gate, "when") not in found.origins:
            return _build_dropped_problem(found, problem, gate) if problem.code == "unknown-reference" else problem
        case ("criteria", str() as name, *_, "criterion") if _is_of_base(found, name, problem):
            return _build_decider_problem(found, problem, name)
        case ("dimensions", _, _, *_) | ("rubric", _, *_) if _is_of_base_node(found, problem.path):
            return _place_node_problem(found, problem)
        case ("dimensions", str() as name) if problem.path not in found.changes:
            return _place_dimension_problem(found, problem, name)
    return problem


def _find_own_place(found: OverlayMerge, source: SourceText, position: int) -> int:
    """The position of a grade in the overlay's list, which may differ from the grade's position in the base's list."""
    grade = found.data["evidence-grades"][position]
    own = [one.get("id") for one in source.data.get("evidence-grades", []) if isinstance(one, Mapping)]
    return own.index(grade["id"]) if grade.get("id") in own else 0


def _build_dropped_problem(found: OverlayMerge, problem: Problem, gate: str) -> Problem:
    """The problem to report if the overlay drops a criterion that a gate of the base depends on."""
    message = f"the shared gate {quote_word(gate)} depends on this criterion"
    remedy = "set weight = 0 to keep the gate, or drop the gate as well, as a departure"
    return _build_drop_problem(found, problem, message, remedy)


def _build_drop_problem(found: OverlayMerge, problem: Problem, message: str, remedy: str) -> Problem:
    """A problem with a reference to a criterion that the overlay drops, moved to the line that drops the criterion."""
    name = _read_value_at(found.data, problem.path)
    return Problem(("criteria", name, "drop"), "overlay-change", message, remedy)


def _is_of_base(found: OverlayMerge, name: str, problem: Problem) -> bool:
    """Whether a problem is about a base criterion whose `asked-when` refers to a criterion that the overlay drops."""
    return name in found.base["criteria"] and problem.code == "unknown-reference" and "asked-when" in problem.path


def _build_decider_problem(found: OverlayMerge, problem: Problem, name: str) -> Problem:
    message = f"whether {quote_word(name)} is asked depends on this criterion"
    remedy = "set weight = 0 to keep the question, or drop both"
    return _build_drop_problem(found, problem, message, remedy)


def _is_of_base_node(found: OverlayMerge, path: Path) -> bool:
    """Whether a path leads to a key that says how a node is scored, and that the overlay does not change."""
    place = path[: 2 if path[0] == "rubric" else 3]
    return place[-1] in NODE_KEYS and place not in found.origins


def _place_node_problem(found: OverlayMerge, problem: Problem) -> Problem:
    """A problem with how the base scores a node, moved to the change in the overlay that causes the problem."""
    node = OVERALL if problem.path[0] == "rubric" else str(problem.path[1])
    if problem.code == "unknown-reference" and "stages" in problem.path:
        message = f"the stages of {quote_word(node)} depend on this criterion"
        remedy = "give the node other stages as well, or keep the criterion"
        return _build_drop_problem(found, problem, message, remedy)
    tops = (path for path in found.changes if path[0] == "dimensions")
    causes = tops if node == OVERALL else (path for path in found.changes if _is_in_dimension(found, path, node))
    return problem._replace(path=next(causes, problem.path), message=f"in {quote_word(node)}, {problem.message}")


def _place_dimension_problem(found: OverlayMerge, problem: Problem, name: str) -> Problem:
    """A problem with a dimension that the overlay does not change, moved to the criterion that causes the problem."""
    if problem.code == "duplicate":
        return problem._replace(path=("criteria", name), message=f"{quote_word(name)} is also a dimension")
    if problem.code == "bad-weight":
        below = next((path[1:] for path in found.changes if _is_in_dimension(found, path, name)), ())
        return problem._replace(path=("criteria", *below))
    return problem


def _is_in_dimension(found: OverlayMerge, path: Path, dimension: str) -> bool:
    """Whether a change is about a criterion in the given dimension."""
    criteria = found.data["criteria"] | found.base["criteria"]
    return path[0] == "criteria" and criteria.get(path[1], {}).get("dimension") == dimension


def _read_value_at(data: Data, path: Path) -> str:
    value: Any = data
    for part in path:
        value = value[part]
    return str(value)


def list_taken_ids(base: LoadedRubric) -> frozenset[str]:
    """The ids that an overlay of this base cannot have.

    These are the ids of the base, of the rubrics that the base extends, and of the rubrics that come with nhsdx.
    """
    chain = (base.origin or _build_bottom_origin(base.rubric)).chain
    return frozenset(reference.split("@")[0] for reference in chain).union(list_shipped_ids())


def _find_reused_ids(found: OverlayMerge, base: LoadedRubric) -> Iterator[Problem]:
    """A problem for each id that is in use already, or was used for an entry that a base has dropped or renamed."""
    head = found.data.get("rubric")
    own = head.get("id") if isinstance(head, Mapping) else None
    if isinstance(own, str) and own in list_taken_ids(base):
        message = f"{quote_word(own)} is the id of a rubric that this overlay extends, or that comes with nhsdx"
        yield Problem(("rubric", "id"), "overlay-id", message, "expected another id")
    retired = (base.origin or _build_bottom_origin(base.rubric)).retired
    old = {("criteria", name) for criterion in base.rubric.criteria.values() for name in criterion.replaces}
    for path in found.changes:
        if path in retired | old and path[1] in found.data[str(path[0])]:
            message = f"{quote_word(path[1])} had another meaning in a rubric that this overlay extends"
            yield Problem(path, "overlay-id", message, "expected an id that has never been used", at_key=True)


def _build_question_adder(national: Rubric) -> Callable[[Rubric], Rubric]:
    """A function that adds the dropped national criteria to a local rubric, because people still answer them."""

    def add_questions(rubric: Rubric) -> Rubric:
        dropped = {name: one for name, one in national.criteria.items() if name not in rubric.criteria}
        return rubric.model_copy(
            update={
                "criteria": dict(rubric.criteria) | dropped,
                "profiles": {name: _widen_profile(national, rubric, name) for name in rubric.profiles},
            }
        )

    return add_questions


def _widen_profile(national: Rubric, rubric: Rubric, name: str) -> Profile:
    """A local profile with the criteria that the national score needs.

    These are the criteria in the national profile with the same id or, if there is no such profile, all criteria.
    """
    asked = rubric.select_criteria(name) if _is_valid_profile(rubric, name) else frozenset()
    nationally = national.select_criteria(name if name in national.profiles else None)
    order = dict.fromkeys([*rubric.criteria, *national.criteria])
    listed = tuple(one for one in order if one in asked | nationally)
    return rubric.profiles[name].model_copy(update={"criteria": listed, "without": None})


def _is_valid_profile(rubric: Rubric, name: str) -> bool:
    profile = rubric.profiles[name]
    return (profile.criteria is None) != (profile.without is None)
