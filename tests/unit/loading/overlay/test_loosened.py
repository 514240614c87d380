"""When a change loosens a shared gate, directly or through something that it depends on."""

from __future__ import annotations

import copy

import pytest

from nhsdx.loading.overlay.loosened import find_loosened_gates, is_loosened
from nhsdx.model.finding import Path
from nhsdx.model.rubric import Gate
from tests.support.build import Table, rubric_from

SAFE: Table = {"criterion": "safety", "at-most": 2}
LOW: Table = {"criterion": "safety", "below": 40}


def gate(when: Table, **parts: object) -> Gate:
    """A major gate that by default caps the whole at level 1."""
    return Gate.model_validate({"when": when, "cap": {"overall": 1}, "because": "harm", "remedy": "mend"} | parts)


@pytest.mark.parametrize(
    "changed",
    [
        gate(SAFE),
        gate(SAFE, cap={"overall": 0}),
        gate(SAFE, cap={"overall": 1, "people": 1}),
        gate(SAFE, severity="critical"),
        gate(SAFE | {"at-most": 3}),
        gate(SAFE, because="other words"),
    ],
)
def test_a_gate_that_is_as_strict_or_stricter_is_not_a_departure(changed: Gate) -> None:
    """A stricter or reworded gate is not a departure."""
    assert not is_loosened(gate(SAFE), changed)


@pytest.mark.parametrize(
    "changed",
    [
        gate(SAFE, cap={"overall": 2}),
        gate(SAFE, cap={"people": 1}),
        gate(SAFE, severity="minor"),
        gate(SAFE | {"at-most": 1}),
        gate({"criterion": "skill", "at-most": 2}),
        gate({"dimension": "work", "at-most": 2}),
        gate(LOW),
        gate({"all": [SAFE]}),
    ],
)
def test_a_gate_counts_as_loosened_if_more_assessments_may_pass_it(changed: Gate) -> None:
    """A higher cap, a lower severity or a condition that may be true less often is a departure."""
    assert is_loosened(gate(SAFE), changed)


def test_gates_with_bounds_on_scores_are_compared_in_the_same_way_as_gates_with_bounds_on_levels() -> None:
    """A gate triggered below 50 is triggered whenever a gate triggered below 40 is, but not the other way round."""
    assert not is_loosened(gate(LOW), gate(LOW | {"below": 50}))
    assert is_loosened(gate(LOW), gate(LOW | {"below": 30}))


# ---- What a gate depends on


def shared(gates: Table | None = None) -> Table:
    """A nested node, a profile, grades of evidence, and gates: by default one on the inner node."""
    return {
        "format": "nhsdx.rubric/1",
        "rubric": {"id": "shared", "version": "1.0.0", "title": "Shared"},
        "levels": [{"label": f"Level {number}"} for number in range(4)],
        "evidence-grades": [
            {"id": "said", "label": "Said", "supports": 1, "max-age-months": 12},
            {"id": "written", "label": "Written", "supports": 2, "max-age-months": 12},
            {"id": "measured", "label": "Measured", "supports": 3},
        ],
        "dimensions": {
            "outer": {"title": "Outer"},
            "inner": {"title": "Inner", "parent": "outer", "aggregate": "geometric"},
            "beside": {"title": "Beside"},
        },
        "criteria": {
            name: {"dimension": dimension, "title": name, "levels": list("0123")}
            for name, dimension in (("x", "inner"), ("y", "inner"), ("z", "outer"), ("w", "beside"))
        },
        "gates": {"deep": on({"dimension": "inner", "below": 40})} if gates is None else gates,
        "profiles": {"short": {"title": "Short", "criteria": ["x", "z", "w"]}},
    }


def on(when: Table, **parts: object) -> Table:
    """A gate that by default only raises a flag."""
    return {"when": when, "because": "harm", "remedy": "mend"} | ({"flag": True} if "cap" not in parts else {}) | parts


def found(base: Table, changes: Table) -> dict[str, tuple[Path, ...]]:
    """The gates that changes of a base loosen; changes are by section and entry, and None drops an entry."""
    table = copy.deepcopy(base)
    for section, entries in changes.items():
        for name, said in entries.items():
            table[section][name] = table[section].get(name, {}) | (said or {})
            if said is None:
                del table[section][name]
    return find_loosened_gates(rubric_from(base), rubric_from(table))


NEW: Table = {"dimension": "inner", "title": "new", "levels": list("0123")}


@pytest.mark.parametrize(
    ("section", "name", "said"),
    [
        ("dimensions", "inner", {"aggregate": "mean"}),
        ("criteria", "x", {"weight": 0}),
        ("criteria", "y", {"weight": 2}),
        ("criteria", "new", NEW),
        ("criteria", "y", None),
        ("profiles", "short", {"criteria": ["y", "z", "w"]}),
        ("profiles", "own", {"title": "Own", "criteria": ["x", "z", "w"]}),
    ],
    ids=["aggregation", "weight 0", "weight", "added", "dropped", "shared profile", "own profile"],
)
def test_a_change_that_can_raise_a_node_loosens_the_gates_on_the_node(
    section: str, name: str, said: Table | None
) -> None:
    """A gate on a dimension is also loosened by changes to the aggregation or criteria of the dimension."""
    assert found(shared(), {section: {name: said}}) == {"deep": ((section, name),)}


@pytest.mark.parametrize(
    ("section", "name", "said"),
    [
        ("dimensions", "inner", {"aggregate": "min"}),
        ("dimensions", "inner", {"weight": 0}),
        ("dimensions", "outer", {"aggregate": "min"}),
        ("criteria", "x", {"title": "Other words"}),
        ("criteria", "new", NEW | {"weight": 0}),
        ("criteria", "z", {"weight": 3}),
        ("criteria", "w", {"weight": 0.5}),
        ("profiles", "short", None),
        ("profiles", "short", {"criteria": ["x"]}),
        ("profiles", "own", {"title": "Own", "criteria": ["x", "y"]}),
        ("profiles", "own", {"title": "Own", "without": ["w", "z"]}),
        ("gates", "own", on({"dimension": "inner", "below": 20}, cap={"inner": 0})),
    ],
)
def test_changes_elsewhere_and_changes_that_only_lower_scores_loosen_no_gate(
    section: str, name: str, said: Table
) -> None:
    """Other changes, and those that only lower scores, need no departure."""
    assert found(shared(), {section: {name: said}}) == {}


def test_a_gate_on_the_overall_score_depends_on_every_node_that_counts() -> None:
    """A weight two nodes down can clear it; an advisory dimension, which does not count, cannot."""
    base = shared({"top": on({"any": [{"dimension": "overall", "at-most": 1}, {"criterion": "w", "at-most": 0}]})})
    base["dimensions"]["advice"] = {"title": "Advice", "advisory": True}
    base["criteria"]["a"] = NEW | {"dimension": "advice"}
    assert found(base, {"criteria": {"a": {"weight": 2}}}) == {}
    assert found(base, {"criteria": {"x": {"weight": 2}}}) == {"top": (("criteria", "x"),)}
    assert found(base, {"dimensions": {"inner": {"weight": 2}}}) == {"top": (("dimensions", "inner"),)}
    rubric = rubric_from(base).model_copy(deep=True)
    mild = rubric.model_copy(update={"rubric": rubric.rubric.model_copy(update={"aggregate": "min"})})
    assert find_loosened_gates(mild, rubric) == {"top": (("rubric", "aggregate"),)}
    assert find_loosened_gates(rubric, mild) == {}


def test_a_gate_on_a_criterion_depends_only_on_that_criterion() -> None:
    """The weight of the criterion does not matter, but a profile that leaves it out does."""
    base = shared({"one": on({"all": [{"criterion": "x", "at-most": 1}]})})
    assert (
        found(
            base, {"criteria": {"x": {"weight": 0}, "y": {"weight": 2}}, "dimensions": {"inner": {"aggregate": "mean"}}}
        )
        == {}
    )
    own = {"title": "Own", "without": ["x"]}
    assert found(base, {"profiles": {"own": own}}) == {"one": (("profiles", "own"),)}
    assert found(base, {"profiles": {"short": None, "own": own}}) == {"one": (("profiles", "own"),)}
    assert found(base, {"profiles": {"short": {"criteria": ["x"]}}}) == {}


def test_a_gate_that_only_the_overlay_has_is_not_a_shared_gate() -> None:
    """A system may leave out criteria that it has added itself."""
    assert found(shared({}), {"gates": {"own": on({"criterion": "y", "at-most": 1})}}) == {}


@pytest.mark.parametrize(
    ("when", "grade", "age", "expected"),
    [
        ({"criterion": "x", "at-most": 1}, 1, 24, True),
        ({"criterion": "x", "at-most": 1}, 1, None, True),
        ({"criterion": "x", "at-most": 1}, 1, 6, False),
        ({"criterion": "x", "at-most": 0}, 1, 24, False),
        ({"criterion": "x", "at-most": 2}, 1, 24, False),
        ({"criterion": "x", "at-most": 1}, 0, 24, False),
        ({"criterion": "x", "at-most": 1}, 2, 24, False),
        ({"criterion": "x", "below": 10}, 1, 24, True),
        ({"dimension": "inner", "at-most": 0}, 1, 24, True),
        ({"any": [{"criterion": "x", "at-most": 0}, {"criterion": "y", "at-most": 1}]}, 1, 24, True),
        ({"all": [{"criterion": "x", "at-most": 0}, {"criterion": "y", "at-most": 2}]}, 1, 24, False),
    ],
)
def test_a_higher_age_limit_loosens_the_gates_that_older_evidence_could_then_clear(
    when: Table, grade: int, age: int | None, *, expected: bool
) -> None:
    """Old evidence that still counts can clear a gate; the weakest grade never ages."""
    base = shared({"one": on(when)})
    table = copy.deepcopy(base)
    table["evidence-grades"][grade] |= {} if age is None else {"max-age-months": age}
    if age is None:
        del table["evidence-grades"][grade]["max-age-months"]
    loosened = find_loosened_gates(rubric_from(base), rubric_from(table))
    assert loosened == ({"one": (("evidence-grades", base["evidence-grades"][grade]["id"]),)} if expected else {})


def test_a_longer_age_limit_loosens_no_gate_if_the_next_weaker_grade_supports_the_same_level() -> None:
    """A longer age limit then has no effect."""
    base = shared()
    base["evidence-grades"][1]["supports"] = 1
    table = copy.deepcopy(base)
    table["evidence-grades"][1]["max-age-months"] = 1200
    assert find_loosened_gates(rubric_from(base), rubric_from(table)) == {}


def test_loosening_a_gate_also_loosens_the_gates_on_nodes_that_it_caps() -> None:
    """This is true through any number of gates: without the first cap, the others may not be triggered."""
    base = shared(
        {
            "last": on({"dimension": "overall", "at-most": 0}),
            "second": on({"dimension": "outer", "at-most": 0}, cap={"overall": 0}),
            "first": on({"criterion": "x", "at-most": 0}, cap={"inner": 0}),
            "aside": on({"dimension": "beside", "at-most": 0}),
        }
    )
    causes = (("gates", "first"),)
    assert found(base, {"gates": {"first": None}}) == {"first": causes, "second": causes, "last": causes}
