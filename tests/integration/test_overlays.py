"""Local rubrics on the command line: both scores everywhere, and overlays started, written out and refused."""

from __future__ import annotations

import copy
import datetime
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from nhsdx.loading.rubric_file import load_rubric
from nhsdx.model.conditions import find_criteria_in
from nhsdx.scoring.digest import compute_content_digest, compute_result_digest, compute_scoring_digest
from tests.support import hostile
from tests.support.build import Table
from tests.support.overlays import WHY, base_of, overlay_of, pinned
from tests.support.run import ROOT, assert_snapshot, nhsdx
from tests.support.samples import SHIPPED, assessment, level, results, small_rubric, without_null, write

RUBRIC = "examples/wolds-and-levels/rubric.toml"
EXAMPLE = "examples/wolds-and-levels/otterbridge-wold.toml"
SCHEMA = json.loads((ROOT / "schemas" / "result.schema.json").read_text(encoding="utf-8"))
READINGS = ("claimed", "evidenced", "low", "high")
DEPARTED: Table = {"drop": True, "departure": "No cap on safety", "reason": "The system has a gate of its own."}
ANSWERS: Table = {"skill": level(3), "time": level(5), "safety": level(1)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A base, an overlay of it that drops a criterion and a gate, and an assessment without the dropped one."""
    write(tmp_path / "base.toml", small_rubric())
    changes = overlay_of(
        base_of(small_rubric()),
        criteria={"time": {"drop": True} | WHY},
        gates={"safety-gate": DEPARTED},
    )
    write(tmp_path / "local.toml", changes)
    answers = {name: answer for name, answer in ANSWERS.items() if name != "time"}
    write(tmp_path / "assessment.toml", assessment(answers, rubric="local.toml"))
    return tmp_path


# ---- Both scores


@pytest.mark.parametrize("columns", [80, 140])
def test_the_page_of_a_local_assessment_matches_its_snapshot(columns: int) -> None:
    """Both scores, their difference and its causes are side by side."""
    run = nhsdx("assess", EXAMPLE, columns=columns)
    assert (run.code, run.err) == (0, "")
    assert_snapshot(f"assess/wolds-and-levels-{columns}.txt", run.out)
    assert max(map(len, run.out.splitlines())) <= columns


def test_json_has_both_scores_of_every_shared_node_under_every_reading() -> None:
    """JSON has the whole national result, and the difference and its parts for every shared node."""
    data = results(EXAMPLE)
    Draft202012Validator(SCHEMA).validate(data)
    national = data["national"]
    assert set(data["both"]) == {"overall", *national["dimensions"]}
    for name, two in data["both"].items():
        local_node = data["overall"] if name == "overall" else data["dimensions"][name]
        node = national["overall"] if name == "overall" else national["dimensions"][name]
        for reading in READINGS:
            assert two["local"][reading] == local_node["score"][reading]
            assert two["national"][reading] == node["score"][reading]
            parts = two["parts"][reading]
            assert sum(parts.values()) == pytest.approx(two["difference"][reading], abs=1e-9)
            assert two["difference"][reading] == pytest.approx(two["local"][reading] - two["national"][reading])
    assert data["overlay"]["chain"] == [load_rubric(RUBRIC).rubric.reference, load_rubric(SHIPPED).rubric.reference]


def test_toml_has_the_same_content_as_json() -> None:
    """Both formats of a local result have the same content."""
    run = nhsdx("assess", EXAMPLE, "--format", "toml")
    assert tomllib.loads(run.out) == without_null(results(EXAMPLE))


def test_the_national_scores_are_those_of_the_shared_rubric(folder: Path) -> None:
    """Scored with the base alone, the same answers give the national scores of the local result."""
    local = results(str(folder / "assessment.toml"))
    base = results(str(folder / "assessment.toml"), "--rubric", str(folder / "base.toml"))
    for key in ("overall", "dimensions", "criteria", "gates"):
        assert local["national"][key] == base[key]


def test_a_dropped_criterion_is_unknown_nationally_until_answered(folder: Path) -> None:
    """A criterion that the system drops is still asked; without an answer the national range is wide."""
    data = results(str(folder / "assessment.toml"))
    assert "time" not in data["criteria"]
    assert data["national"]["criteria"]["time"]["status"] == "unknown"
    score = data["national"]["dimensions"]["people"]["score"]
    assert score["low"] < score["high"]
    write(folder / "assessment.toml", assessment(ANSWERS, rubric="local.toml"))
    data = results(str(folder / "assessment.toml"))
    assert data["national"]["criteria"]["time"]["score"]["claimed"] == 100
    assert data["both"]["people"]["local"]["claimed"] == 60


# ---- Departures


@pytest.mark.parametrize("form", ["text", "json", "toml"])
def test_every_result_prints_the_departures(folder: Path, form: str) -> None:
    """Every result says which shared gate does not apply locally, why, and who decided it when."""
    out = nhsdx("assess", "assessment.toml", "--format", form, cwd=folder, columns=300).out
    for words in ("No cap on safety", "The system has a gate of its own.", "The board of the system", "2026-06-18"):
        assert words in out


@pytest.mark.parametrize(
    ("command", "form"), [("check", "text"), ("check", "json"), ("explain", "text"), ("explain", "json")]
)
def test_check_and_explain_print_the_departures(folder: Path, command: str, form: str) -> None:
    """Both formats show them."""
    node = ["overall"] if command == "explain" else []
    out = nhsdx(command, "assessment.toml", *node, "--format", form, cwd=folder, columns=300).out
    assert "No cap on safety" in out


def test_a_departure_made_by_the_base_is_also_printed(folder: Path) -> None:
    """An organisation's overlay cannot hide the departures of its system."""
    system = load_rubric(str(folder / "local.toml"))
    write(folder / "trust.toml", overlay_of(system, "trust") | {"extends": "local@1"})
    write(folder / "assessment.toml", assessment(ANSWERS, rubric="trust.toml"))
    data = results(str(folder / "assessment.toml"))
    assert [one["name"] for one in data["overlay"]["departures"]] == ["No cap on safety"]
    assert data["overlay"]["chain"] == ["trust@1.0.0", "local@1.0.0", "small@1.2.0"]


@pytest.mark.parametrize(("said", "place"), [(None, ":1:1"), (3, ":1:10"), ([], ":1:10"), ("nhsdx.result/1", ":1:10")])
def test_an_overlay_without_the_right_format_is_refused(folder: Path, said: object, place: str) -> None:
    """A file with a missing or different `format` is not an overlay."""
    overlay = overlay_of(base_of(small_rubric())) | {"format": said}
    write(folder / "local.toml", {key: value for key, value in overlay.items() if value is not None})
    run = nhsdx("assess", "assessment.toml", cwd=folder)
    assert (run.code, run.out) == (2, "")
    assert re.match(rf"local\.toml{place}: wrong-format: ", run.err), run.err
    assert "problems" not in run.err


def test_a_new_profile_cannot_avoid_a_gate(tmp_path: Path) -> None:
    """A new profile that leaves out gated questions needs a departure for each gate, and every result shows it."""
    base = load_rubric(SHIPPED)
    gated = {name for gate in base.rubric.gates.values() for name in find_criteria_in(gate.when)}
    easy = {"title": "Easy", "without": sorted(gated)} | WHY
    overlay = overlay_of(base, profiles={"easy": easy}) | {"extends": f"{SHIPPED}@2"}
    write(tmp_path / "local.toml", overlay)
    answers = {"purpose": {"items": {"outcome-stated": "yes"}}}
    write(tmp_path / "a.toml", assessment(answers, rubric="local.toml") | {"profile": "easy"})
    assert nhsdx("check", "a.toml", "--fail-on-gate", cwd=tmp_path).code == 2
    run = nhsdx("assess", "a.toml", cwd=tmp_path)
    assert (run.code, run.err.count(": overlay-departure: ")) == (2, len(base.rubric.gates))
    gates = {name: {"departure": "Not asked here"} | WHY for name in base.rubric.gates}
    write(tmp_path / "local.toml", overlay | {"gates": gates})
    told = results(str(tmp_path / "a.toml"))["overlay"]["departures"]
    assert [one["where"] for one in told] == [f"gates.{name}" for name in base.rubric.gates]


def test_an_overlay_can_only_add_to_the_uses_and_limits_of_its_base(folder: Path) -> None:
    """An overlay cannot remove the prohibited uses and limits of a shared rubric."""
    limits, added = "A self-assessment; it has not been shown to predict anything.", "Here it was tried out twice."
    use = {"prohibited": ["Ranking", "Performance review"], "limits": limits, "unit": "A trust"}
    base = small_rubric()
    base["rubric"]["use"] = use
    write(folder / "base.toml", base)

    def local(**said: object) -> Any:  # noqa: ANN401 - whatever a file holds
        write(folder / "local.toml", overlay_of(base_of(base), head={"use": said} | WHY))
        return load_rubric(str(folder / "local.toml")).rubric.rubric.use

    assert local(prohibited=[], limits=added).prohibited == ("Ranking", "Performance review")
    assert local(limits=added).limits == f"{limits} {added}"
    assert local(limits=f"{added} {limits}").limits == f"{added} {limits}"
    assert local(prohibited=["Pay", "Ranking"]).prohibited == ("Pay", "Ranking", "Performance review")
    assert local(unit="A network").unit == "A network"
    assert local(unit="A network").limits == limits


def test_the_title_and_summary_of_an_overlay_need_no_reason(folder: Path) -> None:
    """An overlay has its own id, version, title and summary; changes to other header keys need a reason."""
    for key, value, code in (
        ("summary", "Ours", 0),
        ("scope", "Here", 2),
        ("licence", "None", 2),
        ("use", {"unit": "A network"}, 2),
        ("use", {}, 0),
        ("aggregate", "mean", 0),
        ("aggregate", "min", 2),
    ):
        write(folder / "local.toml", overlay_of(base_of(small_rubric()), head={key: value}))
        run = nhsdx("rubric", "show", "local.toml", cwd=folder)
        assert (run.code, ': missing-key: "reason" is missing' in run.err) == (code, code != 0), (key, run.err)


# ---- Other commands


def test_explain_shows_both_scores_and_the_parts_of_their_difference() -> None:
    """The page has both scores of a shared node under every reading, and the causes of their difference."""
    out = nhsdx("explain", EXAMPLE, "autonomy", columns=140).out
    assert "Claimed: national 40.0, local 40.0, difference 0.0 (added +4.0, reweighted -4.0)" in out
    assert_snapshot("explain/wolds-and-levels-autonomy-140.txt", out)
    data = json.loads(nhsdx("explain", EXAMPLE, "autonomy", "--format", "json").out)
    assert data["both"] == results(EXAMPLE)["both"]["autonomy"]


def test_a_dropped_criterion_can_be_explained() -> None:
    """It is explained as it counts in the national score."""
    run = nhsdx("explain", EXAMPLE, "funding-freedom")
    assert run.code == 0
    assert "none given, so unknown" in run.out


def test_check_gives_both_overall_scores() -> None:
    """The report has the national score next to the local one."""
    run = nhsdx("check", EXAMPLE, columns=140)
    assert (run.code, "national 20.0, local 20.0" in run.out) == (0, True)
    (entry,) = json.loads(nhsdx("check", EXAMPLE, "--format", "json").out)["files"]
    assert entry["verdict"] == "passed"
    assert "national" in json.dumps(entry)


def test_a_new_assessment_also_asks_dropped_criteria(folder: Path) -> None:
    """A new assessment asks the criteria that only the national score counts, and can be scored at once."""
    run = nhsdx("new", "local.toml", "-o", "new.toml", cwd=folder)
    assert run.code == 0
    answers = tomllib.loads((folder / "new.toml").read_text(encoding="utf-8"))["answers"]
    assert set(answers) == {"skill", "time", "safety"}
    data = results(str(folder / "new.toml"))
    assert set(data["national"]["criteria"]) == {"skill", "time", "safety"}


# ---- Verified


def test_a_local_result_can_be_verified(folder: Path) -> None:
    """With its rubric, a local result can be recomputed in full, in either format."""
    for form in ("json", "toml"):
        nhsdx("assess", "assessment.toml", "--format", form, "-o", f"result.{form}", cwd=folder)
        run = nhsdx("verify", f"result.{form}", "--rubric", "local.toml", cwd=folder)
        assert (run.code, run.err) == (0, ""), run.out


@pytest.mark.parametrize(
    "path",
    [
        ("both", "overall", "difference", "claimed"),
        ("both", "people", "national", "low"),
        ("both", "people", "parts", "claimed", "dropped"),
        ("national", "overall", "score", "claimed"),
        ("national", "dimensions", "people", "score", "high"),
        ("overlay", "departures"),
        ("overlay", "chain"),
        ("overlay",),
        ("both",),
        ("national",),
    ],
    ids=".".join,
)
@pytest.mark.parametrize("is_signed", [False, True], ids=["as it is", "signed again"])
def test_an_edit_to_either_score_is_detected(folder: Path, path: tuple[str, ...], *, is_signed: bool) -> None:
    """A changed national score or a removed departure is found."""
    data = results(str(folder / "assessment.toml"))
    edited = copy.deepcopy(data)
    holder: Any = edited
    for part in path[:-1]:
        holder = holder[part]
    if isinstance(holder[path[-1]], float | int):
        holder[path[-1]] += 1.0
    elif isinstance(holder[path[-1]], list):
        holder[path[-1]] = holder[path[-1]][1:]
    else:
        del holder[path[-1]]
    if is_signed:
        edited["digest"] = compute_result_digest(edited)
    (folder / "result.json").write_text(json.dumps(edited), encoding="utf-8")
    run = nhsdx("verify", "result.json", "--rubric", "local.toml", cwd=folder)
    assert run.code in (1, 2), (path, run.out)


# ---- Overlays and merged rubrics in files


def test_the_merged_rubric_is_complete(tmp_path: Path) -> None:
    """The merged rubric is complete, has the same digests, and says where each value comes from."""
    out = nhsdx("rubric", "show", RUBRIC, "--merged").out
    (tmp_path / "merged.toml").write_text(out, encoding="utf-8")
    merged, local = load_rubric(str(tmp_path / "merged.toml")), load_rubric(str(ROOT / RUBRIC))
    assert merged.origin is None
    assert compute_scoring_digest(merged.rubric) == compute_scoring_digest(local.rubric)
    assert compute_content_digest(merged.rubric) == compute_content_digest(local.rubric)
    assert f"# from {RUBRIC}: items.members-told, weight, weight-reason\n[criteria.shared-standards]" in out


def test_the_merged_rubric_as_json_gives_the_file_of_each_value() -> None:
    """JSON shows which values are not from the national rubric."""
    data = json.loads(nhsdx("rubric", "show", RUBRIC, "--merged", "--format", "json").out)
    assert data["origins"]["criteria.shared-standards.weight"] == RUBRIC
    assert data["origins"]["criteria.shared-standards.items.members-told"] == RUBRIC
    assert "criteria.shared-standards.title" not in data["origins"]
    assert "funding-freedom" not in data["rubric"]["criteria"]


def test_merging_a_rubric_without_a_base_changes_nothing() -> None:
    """A rubric without a base is written out unchanged, and no value comes from another file."""
    out = nhsdx("rubric", "show", SHIPPED, "--merged").out
    assert tomllib.loads(out)["rubric"]["id"] == SHIPPED
    assert "# from" not in out
    run = nhsdx("rubric", "show", SHIPPED, "appointment", "--merged")
    assert (run.code, "--merged shows the whole rubric; leave out the criterion" in run.err) == (2, True)


# ---- Begun


def test_a_new_overlay_of_a_shipped_rubric_changes_no_score(tmp_path: Path) -> None:
    """The file that `rubric extend` writes is a valid overlay, and every difference is 0."""
    assert nhsdx("rubric", "extend", SHIPPED, "--id", "ours", "-o", "ours.toml", cwd=tmp_path).code == 0
    loaded = load_rubric(str(tmp_path / "ours.toml"))
    assert compute_scoring_digest(loaded.rubric) == compute_scoring_digest(load_rubric(SHIPPED).rubric)
    own = results("examples/marlowe-vale.toml", "--rubric", str(tmp_path / "ours.toml"))
    plain = results("examples/marlowe-vale.toml")["overall"]
    assert own["overall"]["score"] == plain["score"]
    assert {value for two in own["both"].values() for value in two["difference"].values()} <= {0.0, None}


def test_a_new_overlay_of_a_file_has_a_relative_path(tmp_path: Path) -> None:
    """Written to another folder, it still finds its base; on stdout, the path is relative to the current folder."""
    (tmp_path / "north").mkdir()
    write(tmp_path / "north" / "base.toml", small_rubric())
    extend = ("rubric", "extend", "north/base.toml", "--id", "ours")
    assert nhsdx(*extend, "-o", "ours.toml", cwd=tmp_path).code == 0
    text = (tmp_path / "ours.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["extends"] == "north/base.toml@1"
    assert load_rubric(str(tmp_path / "ours.toml")).rubric.rubric.id == "ours"
    onto = nhsdx(*extend, cwd=tmp_path)
    assert (onto.code, tomllib.loads(onto.out)["extends"]) == (0, "north/base.toml@1")


def test_a_new_overlay_is_refused_in_a_folder_from_which_its_base_cannot_be_found(tmp_path: Path) -> None:
    """No path of a file leads upwards."""
    write(tmp_path / "base.toml", small_rubric())
    (tmp_path / "north").mkdir()
    run = nhsdx("rubric", "extend", "base.toml", "--id", "ours", "-o", "north/ours.toml", cwd=tmp_path)
    assert (run.code, ": path-outside: " in run.err, (tmp_path / "north/ours.toml").exists()) == (2, True, False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--id", "Ours"), "lower-case words"),
        (("--id", "o" * 65), "64 characters"),
        (("--id", "small"), "not used by a shipped rubric or by a base"),
        (("--id", SHIPPED), "not used by a shipped rubric or by a base"),
        (("--id", "ours", "-o", "base.toml", "--force"), "base.toml"),
        ((), "--id"),
    ],
    ids=["capitals", "long", "the base's", "a shipped one's", "onto the base", "none"],
)
def test_a_new_overlay_with_a_wrong_id_is_refused(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    """An id that cannot be used gives an error, and no file is written or lost."""
    write(tmp_path / "base.toml", small_rubric())
    before = (tmp_path / "base.toml").read_bytes()
    run = nhsdx("rubric", "extend", "base.toml", *arguments, cwd=tmp_path, columns=200)
    assert (run.code, run.out, message in run.err) == (2, "", True), run.err
    assert (tmp_path / "base.toml").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["base.toml"]


# ---- Chains


def chain(folder: Path, length: int) -> str:
    """Writes this many overlays above the base of a folder, and returns the file of the last."""
    below, name = load_rubric(str(folder / "base.toml")), "base.toml"
    for number in range(length):
        table = overlay_of(below, f"rung-{number}") | {"extends": name}
        name = f"rung-{number}.toml"
        below = load_rubric(write(folder / name, table)) if number < 4 else below
        write(folder / name, table)
    return name


def test_overlays_can_extend_each_other_four_levels_deep(folder: Path) -> None:
    """Overlays for a team, an organisation, a system and a region extend the national rubric; a fifth is refused."""
    assert nhsdx("rubric", "show", chain(folder, 4), cwd=folder).code == 0
    run = nhsdx("rubric", "show", chain(folder, 5), cwd=folder)
    assert (run.code, run.out) == (2, "")
    assert ": too-deep: this chain has more than 4 overlays" in run.err


def test_the_error_for_a_circle_of_overlays_shows_the_circle(folder: Path) -> None:
    """The error for two overlays that extend each other shows the circle."""
    base = base_of(small_rubric())
    write(folder / "one.toml", overlay_of(base, "one") | {"extends": "two@1"})
    write(folder / "two.toml", overlay_of(base, "two") | {"extends": "one.toml"})
    run = nhsdx("rubric", "show", "one.toml", cwd=folder)
    assert run.code == 2
    assert ": cycle: the overlay extends itself: one.toml < two.toml < one.toml\n" in run.err


def test_a_base_in_the_same_folder_is_found_by_id_and_major_version(folder: Path) -> None:
    """`system@1` is the rubric with that id in system.toml; another id or version in that file is an error."""
    (folder / "base.toml").rename(folder / "small.toml")
    overlay = overlay_of(base_of(small_rubric()))
    for extends, code in (("small@1", 0), ("small.toml@1", 0), ("small@1.2.0", 0), ("small@2", 2), ("small.toml@2", 2)):
        write(folder / "local.toml", overlay | {"extends": extends})
        run = nhsdx("rubric", "show", "local.toml", cwd=folder)
        assert run.code == code, (extends, run.err)
        assert code == 0 or ": rubric-version: small.toml contains small@1.2.0, not small@2\n" in run.err


# ---- The base changes


def test_a_base_with_other_scoring_rules_than_the_pinned_version_is_refused(folder: Path) -> None:
    """Nothing is scored; the message says how to check the changes and what to pin."""
    moved = small_rubric()
    moved["criteria"]["skill"]["weight"] = 2
    moved["rubric"]["version"] = "1.3.0"
    write(folder / "base.toml", moved)
    run = nhsdx("assess", "assessment.toml", cwd=folder)
    assert (run.code, run.out) == (2, "")
    assert ": base-moved: the base has changed: this overlay was made for version 1.2.0, and small@1.3.0" in run.err
    assert "nhsdx rubric diff" in run.err
    assert pinned(base_of(moved))["base-scoring-digest"] in run.err


def test_an_overlay_of_a_reworded_base_is_scored_and_the_result_mentions_the_new_wording(folder: Path) -> None:
    """Scores do not depend on wording, so both are given, and the result says what changed."""
    moved = small_rubric()
    moved["criteria"]["skill"]["question"] = "Are there skills?"
    moved["rubric"]["version"] = "1.2.1"
    write(folder / "base.toml", moved)
    told = results(str(folder / "assessment.toml"))["overlay"]["moved"]
    assert told == "made for small 1.2.0; 1.2.1 only changes the wording, so all numbers are the same"
    assert "1.2.1 only changes the wording" in nhsdx("assess", "assessment.toml", cwd=folder, columns=200).out


# ---- Hostile text


def test_text_from_an_overlay_is_never_read_as_markup_or_as_an_escape_sequence(tmp_path: Path) -> None:
    """Reasons, departures, titles and the names of bodies are shown as text and cannot affect a terminal."""
    base = base_of(hostile.RUBRIC)
    said = {"reason": hostile.HOSTILE, "decided-by": hostile.HOSTILE, "decided": datetime.date(2026, 1, 1)}
    overlay = overlay_of(
        base,
        head={"title": hostile.HOSTILE},
        dimensions={"inner": {"title": hostile.HOSTILE, "aggregate": "min"} | said},
        criteria={"unknown-one": {"drop": True} | said},
        gates={"gate": {"drop": True, "departure": hostile.HOSTILE} | said},
    )
    write(tmp_path / "base.toml", hostile.RUBRIC)
    write(tmp_path / "rubric.toml", overlay)
    write(tmp_path / "assessment.toml", hostile.ASSESSMENT)
    for arguments in (
        ("assess", "assessment.toml"),
        ("explain", "assessment.toml", "inner"),
        ("explain", "assessment.toml", "unknown-one"),
        ("check", "assessment.toml"),
        ("rubric", "show", "rubric.toml"),
    ):
        run = nhsdx(*arguments, cwd=tmp_path, columns=200)
        assert hostile.FORBIDDEN.findall(run.out + run.err) == [], arguments
        assert run.code != 2, run.err
    page = nhsdx("assess", "assessment.toml", cwd=tmp_path, columns=2000).out
    departed = page[page.index("Departs from the shared rubric") :]
    assert hostile.VISIBLE in departed.splitlines()[0]
    merged = nhsdx("rubric", "show", "rubric.toml", "--merged", cwd=tmp_path)
    assert set(hostile.FORBIDDEN.findall(merged.out)) <= {"\t"}
    assert tomllib.loads(merged.out)["rubric"]["title"] == hostile.HOSTILE
