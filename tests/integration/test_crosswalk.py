"""`nhsdx crosswalk`: an assessment under another framework's headings, which it informs and never scores."""

from __future__ import annotations

import copy
import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.support import hostile
from tests.support.build import Table
from tests.support.hostile import MARKUP, MARKUP_KINDS
from tests.support.programs.completion import offered
from tests.support.run import ROOT, Run, assert_snapshot, nhsdx
from tests.support.samples import ORGANISATIONS, SHIPPED, assessment, example, level, small_rubric, write

FRAMEWORKS = ("what-good-looks-like", "wachter-principles", "delivery-assurance")
ENDINGS = {"table": "txt", "json": "json", "markdown": "md"}
FORMATS = tuple(ENDINGS)
CAUTION = "none of its own ratings"
ANSWERS: Table = {
    "skill": level(4, evidence="record", why="It is minuted.", documents=["minutes"]),
    "time": {"status": "not-applicable", "reason": "There is no project."},
}


def to(ref: str, relation: str = "intersect", **parts: str) -> Table:
    """An entry under `maps` that leads to the framework `looks`."""
    return {"framework": "looks", "ref": ref, "relation": relation, **parts}


def looks(text: str = "Well led") -> Table:
    """A framework of three headings, of which the small rubric's criteria will inform two."""
    headings = {"led": text, "citizens": "Empower citizens", "safe": "Safe practice"}
    return {"title": "What Good Looks Like", "headings": headings}


def mapped_rubric(**framework: str) -> Table:
    """The small rubric with a framework, which may have more keys."""
    table = small_rubric(frameworks={"looks": looks() | framework})
    table["criteria"]["skill"]["maps"] = [
        to("led", "subset", certainty="second-hand", note="Of the leaders alone."),
        to("safe", "superset"),
    ]
    table["criteria"]["time"]["maps"] = [to("led", "equal")]
    return table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a mapped rubric and an assessment by it."""
    return filled(tmp_path, mapped_rubric())


def filled(path: Path, rubric: Table, new: Table | None = None) -> Path:
    """A folder with this rubric and this assessment by it, or the usual one."""
    write(path / "rubric.toml", rubric)
    write(path / "new.toml", new or assessment(ANSWERS) | {"documents": {"minutes": {"title": "Minutes"}}})
    return path


def crosswalk(path: Path, *arguments: str, format_: str = "table", framework: str = "looks", columns: int = 80) -> Run:
    """One run over `new.toml` of a folder."""
    given = ("new.toml", "--to", framework, "--format", format_, *arguments)
    return nhsdx("crosswalk", *given, cwd=path, columns=columns)


def data(path: Path, *arguments: str) -> dict[str, Any]:
    """What a run gives as JSON."""
    run = crosswalk(path, *arguments, format_="json")
    assert run.code == 0, run.err
    found: dict[str, Any] = json.loads(run.out)
    return found


# ---- what users see


@pytest.mark.parametrize("format_", FORMATS)
def test_what_a_real_assessment_tells_under_another_framework(format_: str) -> None:
    """Every heading with the criteria that inform it, their levels, their evidence and what supports them."""
    given = (example("marlowe-vale"), "--to", "what-good-looks-like", "--format", format_)
    run = nhsdx("crosswalk", *given, columns=80)
    assert (run.code, run.err) == (0, "")
    assert_snapshot(f"crosswalk/marlowe-vale.{ENDINGS[format_]}", run.out)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("name", ORGANISATIONS)
def test_every_example_reads_under_every_framework_of_the_shipped_rubric(
    name: str, framework: str, format_: str
) -> None:
    """It says, whatever the format, that the levels are none of the framework's ratings, and never that they score."""
    run = nhsdx("crosswalk", example(name), "--to", framework, "--format", format_, columns=160)
    assert (run.code, run.err) == (0, "")
    assert CAUTION in run.out
    assert "inform" in run.out
    assert " scores " not in run.out


@pytest.mark.parametrize("format_", ["table", "markdown"])
def test_a_small_one_in_full(folder: Path, format_: str) -> None:
    """Each relation in words, what is not known with a dash, reasons, remarks, and the heading that nothing informs."""
    run = crosswalk(folder, format_=format_)
    assert_snapshot(f"crosswalk/small.{ENDINGS[format_]}", run.out)


def test_what_the_framework_is_and_where_to_read_it(tmp_path: Path) -> None:
    """The rubric's author says how the headings are known and whose proposal the mapping is; readers are told."""
    about = {"url": "https://looks.example", "certainty": "from-memory", "note": "Our own proposal."}
    path = filled(tmp_path, mapped_rubric(**about))
    table, markdown = (crosswalk(path, format_=format_).out for format_ in ("table", "markdown"))
    assert "The headings are from-memory. Our own proposal." in table
    assert "The headings are from-memory. Our own proposal." in markdown
    assert "https://looks.example" in table
    assert data(path)["framework"] == {"id": "looks", "title": "What Good Looks Like", **about}


def test_the_limits_of_a_rubric_go_with_it(tmp_path: Path) -> None:
    """What its author wants printed with every result is printed with what is told of one."""
    rubric = mapped_rubric()
    rubric["rubric"]["use"] = {"limits": "A game."}
    path = filled(tmp_path, rubric)
    assert all("Limits: A game." in crosswalk(path, format_=format_).out for format_ in ("table", "markdown"))


def test_nothing_answered_is_unknown_and_not_level_0(tmp_path: Path) -> None:
    """An empty assessment informs nothing, and has no level."""
    text = crosswalk(filled(tmp_path, mapped_rubric(), assessment({})), format_="markdown").out
    assert "| Skill (skill) | unknown | unknown |" in text
    assert "criteria, 0 of them answered" in text
    assert "Why:" not in text


# ---- the data


def test_the_data_of_a_criterion_under_a_heading(folder: Path) -> None:
    """A program finds the relation, the levels and the evidence, and nothing that is a figure of the heading."""
    found = data(folder)
    assert found["format"] == "nhsdx.crosswalk/1"
    assert found["rubric"]["id"] == "small"
    assert found["elsewhere"] == ["safety"]
    assert found["headings"]["citizens"] == {"title": "Empower citizens", "informed_by": {}}
    assert found["headings"]["led"]["informed_by"]["skill"] == {
        "title": "Skill",
        "relation": "subset",
        "certainty": "second-hand",
        "note": "Of the leaders alone.",
        "status": "answered",
        "claimed": {"number": 4, "label": "Label 4"},
        "evidenced": {"number": 3, "label": "Label 3"},
        "evidence": "record",
        "counted_as": "record",
        "seen": "2026-10-01",
        "reason": None,
        "why": "It is minuted.",
        "documents": ["minutes"],
    }
    time = found["headings"]["led"]["informed_by"]["time"]
    assert (time["status"], time["claimed"], time["reason"]) == ("not-applicable", None, "There is no project.")


def test_levels_are_those_that_assess_gives(folder: Path) -> None:
    """The same options give the same levels as everywhere else."""
    options = ("--profile", "short", "--as-of", "2030-01-01")
    result = json.loads(nhsdx("assess", "new.toml", "--format", "json", *options, cwd=folder).out)
    found = data(folder, *options)
    skill = found["headings"]["safe"]["informed_by"]["skill"]
    levels = result["criteria"]["skill"]["level"]
    assert (skill["claimed"]["number"], skill["evidenced"]["number"]) == (levels["claimed"], levels["evidenced"])
    assert (levels["claimed"], levels["evidenced"], skill["counted_as"]) == (4, 1, "hearsay")
    assert found["headings"]["led"]["informed_by"]["time"]["status"] == "outside-profile"
    assert found["assessment"] == result["assessment"]


def test_another_rubric_s_frameworks(folder: Path) -> None:
    """With `--rubric` the frameworks are that rubric's."""
    rubric = mapped_rubric()
    rubric["frameworks"]["looks"]["title"] = "Looks anew"
    write(folder / "other.toml", rubric)
    assert data(folder, "--rubric", "other.toml")["framework"]["title"] == "Looks anew"


# ---- what goes wrong


def test_an_unknown_framework(folder: Path) -> None:
    """The message names what there is, and what was probably meant; JSON says the same."""
    run = crosswalk(folder, framework="lock")
    assert (run.code, run.out) == (2, "")
    message = '--to: unknown-reference: "lock" is not a framework of small@1.2.0\n'
    assert run.err == f'{message}  expected one of: looks; did you mean "looks"?\n'
    run = crosswalk(folder, framework="lock", format_="json")
    assert [finding["code"] for finding in json.loads(run.out)["findings"]] == ["unknown-reference"]


def test_a_rubric_without_frameworks(tmp_path: Path) -> None:
    """There is nothing to offer, and the message says so."""
    run = crosswalk(filled(tmp_path, small_rubric()))
    assert (run.code, run.out) == (2, "")
    assert "the file defines none" in run.err


def test_the_framework_must_be_named(folder: Path) -> None:
    """There is none that goes without saying."""
    run = nhsdx("crosswalk", "new.toml", cwd=folder)
    assert (run.code, run.out) == (2, "")
    assert "--to" in run.err


def test_output_goes_whole_to_a_file_and_replaces_none_unasked(folder: Path) -> None:
    """Like every other report: -o writes, --force replaces, and an input is never replaced."""
    written = crosswalk(folder, "-o", "looks.md", format_="markdown")
    assert (written.code, written.out, written.err) == (0, "", "")
    assert (folder / "looks.md").read_text(encoding="utf-8") == crosswalk(folder, format_="markdown").out
    assert crosswalk(folder, "-o", "looks.md").code == 2
    assert crosswalk(folder, "-o", "looks.md", "--force").code == 0
    before = (folder / "new.toml").read_bytes()
    assert crosswalk(folder, "-o", "new.toml", "--force").code == 2
    assert (folder / "new.toml").read_bytes() == before


# ---- text is text


@pytest.mark.parametrize("format_", FORMATS)
def test_hostile_text_stays_text(tmp_path: Path, format_: str) -> None:
    """No escape sequence, control character or change of direction gets through, in any format."""
    rubric = copy.deepcopy(hostile.RUBRIC)
    about = {"title": hostile.HOSTILE, "url": hostile.HOSTILE, "note": hostile.HOSTILE}
    rubric["frameworks"] = {"looks": {"headings": {"led": hostile.HOSTILE, "safe": hostile.HOSTILE}, **about}}
    for criterion in rubric["criteria"].values():
        criterion["maps"] = [to("led", note=hostile.HOSTILE)]
    run = crosswalk(filled(tmp_path, rubric, hostile.ASSESSMENT), format_=format_, columns=160)
    assert run.code == 0, run.err
    assert hostile.FORBIDDEN.findall(run.out) == []
    assert format_ != "table" or "[bold red]marked[/bold red]" in run.out


def test_markup_stays_text_in_markdown(tmp_path: Path) -> None:
    """Nothing of a file becomes a link, HTML, emphasis or a cell of its own when the Markdown is shown."""
    rubric = mapped_rubric(note=MARKUP, url=MARKUP)
    rubric["frameworks"]["looks"] |= {"title": MARKUP, "headings": looks(MARKUP)["headings"]}
    rubric["rubric"]["use"] = {"limits": MARKUP}
    rubric["levels"] = [{"label": f"{number} {MARKUP}"} for number in range(6)]
    for criterion in rubric["criteria"].values():
        criterion["title"] = MARKUP
        for entry in criterion.get("maps", ()):
            entry["note"] = MARKUP
    answers = {name: level(2, why=MARKUP) for name in ("skill", "time")}
    text = crosswalk(filled(tmp_path, rubric, assessment(answers, subject=MARKUP)), format_="markdown").out
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    inner = [child for token in tokens for child in token.children or ()]
    strong = [child for child in inner if child.type == "strong_open"]
    assert len(strong) == 1, "only the caution is strong"
    assert ({token.type for token in (*tokens, *inner)} - {"strong_open"}) & MARKUP_KINDS == set()
    shown = ["".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"]
    assert any(MARKUP in one for one in shown)
    cells = [token.type for token in tokens if token.type in ("th_open", "td_open")]
    rows = [token.type for token in tokens if token.type == "tr_open"]
    assert len(cells) == 6 * len(rows)


# ---- the mapping that ships


def shipped() -> Table:
    """The shipped rubric's table."""
    return tomllib.loads((ROOT / "rubrics" / f"{SHIPPED}.toml").read_text(encoding="utf-8"))


def test_every_mapping_that_ships_says_how_it_is_known() -> None:
    """No heading is claimed more firmly than it was read, and every framework says whose proposal the mapping is."""
    rubric = shipped()
    assert tuple(rubric["frameworks"]) == FRAMEWORKS
    maps = [entry for criterion in rubric["criteria"].values() for entry in criterion.get("maps", ())]
    assert {entry["framework"] for entry in maps} == set(FRAMEWORKS)
    assert [entry for entry in maps if "certainty" not in entry] == []
    for framework in rubric["frameworks"].values():
        assert framework["certainty"] in ("verified", "second-hand")
        assert "nhsdx's own proposal" in framework["note"]


def test_the_headings_that_ship_are_those_of_the_frameworks() -> None:
    """Seven success measures (NHSX 2021), ten principles (Wachter 2016), six gates and the accountable owner."""
    headings = {name: list(framework["headings"].values()) for name, framework in shipped()["frameworks"].items()}
    assert headings["what-good-looks-like"] == [
        "Well led",
        "Ensure smart foundations",
        "Safe practice",
        "Support people",
        "Empower citizens",
        "Improve care",
        "Healthy populations",
    ]
    assert len(headings["wachter-principles"]) == 10
    gates = [text.split(":")[0] for text in headings["delivery-assurance"][:-1]]
    assert gates == [f"Gate {number}" for number in range(6)]


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_the_shell_offers_the_frameworks() -> None:
    """Whoever does not know the ids by heart presses the tab key."""
    assert tuple(offered("crosswalk", example("marlowe-vale"), "--to", "")) == FRAMEWORKS
    assert offered("crosswalk", example("marlowe-vale"), "--to", "wa") == ["wachter-principles"]
    assert offered("crosswalk", "none.toml", "--to", "") == []


def test_what_was_not_read_under_a_heading_is_not_called_verified() -> None:
    """The names of measures and gates were read; what is asked under them only of the owner."""
    maps = [entry for criterion in shipped()["criteria"].values() for entry in criterion.get("maps", ())]
    known: dict[str, set[str]] = {}
    for entry in maps:
        known.setdefault(entry["certainty"], set()).add(f"{entry['framework']} {entry['ref']}")
    assert known["verified"] == {"delivery-assurance senior-responsible-owner"}
    assert {ref for ref in known["second-hand"] if not ref.startswith("wachter")} == {"what-good-looks-like well-led"}
    assert all(len(found) == 1 for found in certainties(maps).values())


def certainties(maps: list[Table]) -> dict[tuple[str, str], set[str]]:
    """How each heading is known, over all mappings to it."""
    found: dict[tuple[str, str], set[str]] = {}
    for entry in maps:
        found.setdefault((entry["framework"], entry["ref"]), set()).add(entry["certainty"])
    return found
