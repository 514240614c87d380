"""`nhsdx crosswalk`: an assessment under the headings of another framework, which are never scored."""

from __future__ import annotations

import copy
import datetime
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
from tests.support.programs.browser import needs_browser
from tests.support.programs.completion import offered
from tests.support.programs.devtools import assert_good_page, tab_of
from tests.support.run import ROOT, Run, assert_snapshot, nhsdx
from tests.support.samples import ORGANISATIONS, SHIPPED, assessment, example, level, small_rubric, write

FRAMEWORKS = ("what-good-looks-like", "wachter-principles", "delivery-assurance")
FORMATS = ("text", "markdown", "html", "json")
CAUTION = "not the framework"
ANSWERS: Table = {
    "skill": level(4, evidence="record", why="It is minuted.", documents=["minutes"]),
    "time": {"status": "not-applicable", "reason": "There is no project."},
}


def to(ref: str, relation: str = "intersect", **parts: str) -> Table:
    """An entry under `maps` for the framework `looks`."""
    return {"framework": "looks", "ref": ref, "relation": relation, **parts}


def looks(text: str = "Well led") -> Table:
    """A framework with three headings; criteria of the small rubric will inform two of them."""
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
    """A folder with a mapped rubric and an assessment for it."""
    return filled(tmp_path, mapped_rubric())


def filled(path: Path, rubric: Table, new: Table | None = None) -> Path:
    """A folder with this rubric and this assessment, or by default the usual one."""
    write(path / "rubric.toml", rubric)
    write(path / "new.toml", new or assessment(ANSWERS) | {"documents": {"minutes": {"title": "Minutes"}}})
    return path


def crosswalk(path: Path, *arguments: str, format_: str = "text", framework: str = "looks", columns: int = 80) -> Run:
    """Runs `crosswalk` on `new.toml` in a folder."""
    given = ("new.toml", "--to", framework, "--format", format_, *arguments)
    return nhsdx("crosswalk", *given, cwd=path, columns=columns)


def data(path: Path, *arguments: str) -> dict[str, Any]:
    """The JSON of a run."""
    run = crosswalk(path, *arguments, format_="json")
    assert run.code == 0, run.err
    found: dict[str, Any] = json.loads(run.out)
    return found


# ---- what users see


def test_the_page_shows_what_to_check_before_relying_on_the_scores(tmp_path: Path) -> None:
    """Evidence dated after the assessment is a finding on this page too."""
    late = level(4, evidence="record", seen=datetime.date(2027, 1, 1))
    run = crosswalk(filled(tmp_path, mapped_rubric(), assessment({"skill": late})))
    assert "To check before relying on these scores" in run.out
    assert "1 answer has evidence dated after the assessment: " in run.out


@pytest.mark.parametrize(
    ("format_", "columns", "snapshot"),
    [
        ("text", 60, "marlowe-vale-60.txt"),
        ("text", 80, "marlowe-vale-80.txt"),
        ("text", 140, "marlowe-vale-140.txt"),
        ("json", 80, "marlowe-vale.json"),
        ("markdown", 80, "marlowe-vale.md"),
    ],
)
def test_the_page_of_an_example_under_another_framework_matches_its_snapshot(
    format_: str, columns: int, snapshot: str
) -> None:
    """Every heading with the criteria that inform it, their levels, their evidence and what supports them."""
    given = (example("marlowe-vale"), "--to", "what-good-looks-like", "--format", format_)
    run = nhsdx("crosswalk", *given, columns=columns)
    assert (run.code, run.err) == (0, "")
    assert_snapshot(f"crosswalk/{snapshot}", run.out)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("name", ORGANISATIONS)
def test_every_example_can_be_shown_under_every_framework_of_the_shipped_rubric(
    name: str, framework: str, format_: str
) -> None:
    """Every format says that the levels are not the framework's ratings, and never that a heading scores."""
    run = nhsdx("crosswalk", example(name), "--to", framework, "--format", format_, columns=160)
    assert (run.code, run.err) == (0, "")
    assert CAUTION in run.out
    assert "inform" in run.out
    assert " scores " not in run.out


@pytest.mark.parametrize(("format_", "ending"), [("text", "-80.txt"), ("markdown", ".md")])
def test_the_page_of_a_small_crosswalk_matches_its_snapshot(folder: Path, format_: str, ending: str) -> None:
    """It shows relations in words, statuses, reasons, remarks, and a heading without criteria."""
    run = crosswalk(folder, format_=format_)
    assert_snapshot(f"crosswalk/small{ending}", run.out)


def test_the_page_says_where_the_headings_come_from(tmp_path: Path) -> None:
    """The page shows where the author found the headings, and who proposed the mapping."""
    about = {"url": "https://looks.example", "certainty": "from-memory", "note": "Our own proposal."}
    path = filled(tmp_path, mapped_rubric(**about))
    for format_ in ("text", "markdown", "html"):
        page = crosswalk(path, format_=format_).out
        assert "Names of the headings: from-memory (not looked up)." in page
        assert "Our own proposal." in page
        assert "https://looks.example" in page.replace("\\", "")
    assert data(path)["framework"] == {"id": "looks", "title": "What Good Looks Like", **about}


def test_the_page_shows_the_limits_of_the_rubric(tmp_path: Path) -> None:
    """The limits are shown with every result and every crosswalk."""
    rubric = mapped_rubric()
    rubric["rubric"]["use"] = {"limits": "A game."}
    path = filled(tmp_path, rubric)
    assert crosswalk(path).out.endswith("\n\nLimits\nA game.\n")
    assert crosswalk(path, format_="markdown").out.endswith("\n\n## Limits\n\n*A game.*\n")


def test_unanswered_criteria_are_unknown_and_not_at_level_0(tmp_path: Path) -> None:
    """An empty assessment has no levels."""
    text = crosswalk(filled(tmp_path, mapped_rubric(), assessment({})), format_="markdown").out
    assert "| Skill · `skill` | unknown | unknown |" in text
    assert "2 of 3, 0 of them answered" in text
    assert "It is minuted." not in text


@needs_browser
def test_the_html_page_is_accessible_and_fits_a_phone(tmp_path: Path) -> None:
    """The page passes in light and dark, wide and narrow, without requests or console messages."""
    file = tmp_path / "page.html"
    run = nhsdx("crosswalk", example("marlowe-vale"), "--to", "what-good-looks-like", "-o", str(file))
    assert (run.code, run.out, run.err) == (0, "", "")
    with tab_of(file) as tab:
        assert_good_page(tab)


# ---- the data


def test_the_data_of_a_heading_has_the_relation_and_levels_of_each_criterion(folder: Path) -> None:
    """A program finds the relation, the levels and the evidence, and no figure for the heading."""
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


def test_the_levels_in_a_crosswalk_are_the_same_as_in_assess(folder: Path) -> None:
    """The same options give the same levels as in `assess`."""
    options = ("--profile", "short", "--as-of", "2030-01-01")
    result = json.loads(nhsdx("assess", "new.toml", "--format", "json", *options, cwd=folder).out)
    found = data(folder, *options)
    skill = found["headings"]["safe"]["informed_by"]["skill"]
    levels = result["criteria"]["skill"]["level"]
    assert (skill["claimed"]["number"], skill["evidenced"]["number"]) == (levels["claimed"], levels["evidenced"])
    assert (levels["claimed"], levels["evidenced"], skill["counted_as"]) == (4, 1, "hearsay")
    assert found["headings"]["led"]["informed_by"]["time"]["status"] == "outside-profile"
    assert found["assessment"] == result["assessment"]


def test_the_frameworks_can_come_from_another_rubric(folder: Path) -> None:
    """`--rubric` gives the rubric whose frameworks are used."""
    rubric = mapped_rubric()
    rubric["frameworks"]["looks"]["title"] = "Looks anew"
    write(folder / "other.toml", rubric)
    assert data(folder, "--rubric", "other.toml")["framework"]["title"] == "Looks anew"


# ---- errors


def test_an_unknown_framework_is_refused(folder: Path) -> None:
    """The message lists the frameworks and suggests the closest; JSON says the same."""
    run = crosswalk(folder, framework="lock")
    assert (run.code, run.out) == (2, "")
    message = '--to: unknown-reference: "lock" is not a framework of small@1.2.0\n'
    assert run.err == f'{message}  did you mean "looks"?\n'
    run = crosswalk(folder, framework="lock", format_="json")
    assert [finding["code"] for finding in json.loads(run.out)["findings"]] == ["unknown-reference"]


def test_a_rubric_without_frameworks_is_refused(tmp_path: Path) -> None:
    """The message says that the rubric has none."""
    run = crosswalk(filled(tmp_path, small_rubric()))
    assert (run.code, run.out) == (2, "")
    assert "the file does not define any" in run.err


def test_the_framework_must_be_given(folder: Path) -> None:
    """There is no default."""
    run = nhsdx("crosswalk", "new.toml", cwd=folder)
    assert (run.code, run.out) == (2, "")
    assert "--to" in run.err


def test_output_can_go_to_a_file_and_replaces_no_file_without_force(folder: Path) -> None:
    """-o writes and its ending decides the format, --force replaces, and an input is never replaced."""
    written = nhsdx("crosswalk", "new.toml", "--to", "looks", "-o", "looks.md", cwd=folder)
    assert (written.code, written.out, written.err) == (0, "", "")
    assert (folder / "looks.md").read_text(encoding="utf-8") == crosswalk(folder, format_="markdown").out
    assert crosswalk(folder, "-o", "looks.md").code == 2
    assert crosswalk(folder, "-o", "looks.md", "--force").code == 0
    before = (folder / "new.toml").read_bytes()
    assert crosswalk(folder, "-o", "new.toml", "--force").code == 2
    assert (folder / "new.toml").read_bytes() == before


def test_an_unknown_ending_is_refused_before_anything_is_read(folder: Path) -> None:
    """The message lists the endings that work."""
    run = nhsdx("crosswalk", "none.toml", "--to", "looks", "-o", "looks.pdf", cwd=folder)
    assert (run.code, run.out, (folder / "looks.pdf").exists()) == (2, "", False)
    assert ".txt, .md, .markdown, .html, .htm, .json" in run.err


# ---- text stays text


@pytest.mark.parametrize("format_", FORMATS)
def test_hostile_text_in_a_file_stays_text(tmp_path: Path, format_: str) -> None:
    """No escape sequence, control character or direction mark gets through in any format."""
    rubric = copy.deepcopy(hostile.RUBRIC)
    about = {"title": hostile.HOSTILE, "url": hostile.HOSTILE, "note": hostile.HOSTILE}
    rubric["frameworks"] = {"looks": {"headings": {"led": hostile.HOSTILE, "safe": hostile.HOSTILE}, **about}}
    for criterion in rubric["criteria"].values():
        criterion["maps"] = [to("led", note=hostile.HOSTILE)]
    run = crosswalk(filled(tmp_path, rubric, hostile.ASSESSMENT), format_=format_, columns=160)
    assert run.code == 0, run.err
    assert hostile.FORBIDDEN.findall(run.out) == []
    assert format_ != "text" or "[bold red]marked[/bold red]" in run.out


def test_markup_in_a_rubric_stays_text_in_markdown(tmp_path: Path) -> None:
    """No text of a file becomes a link, HTML, emphasis or a cell when the Markdown is shown."""
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
    leads = sum(child.type == "strong_open" for child in inner)
    notes = sum(child.type == "em_open" for child in inner)
    assert (leads, notes) == (3, 5), "a lead for each remark; a note for the side, the limits and each caption"
    assert (
        {token.type for token in (*tokens, *inner)} - {"strong_open", "em_open", "code_inline"}
    ) & MARKUP_KINDS == set()
    shown = ["".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"]
    assert any(MARKUP in one for one in shown)
    cells = [token.type for token in tokens if token.type in ("th_open", "td_open")]
    rows = [token.type for token in tokens if token.type == "tr_open"]
    assert len(cells) == 5 * len(rows)


# ---- the shipped mapping


def shipped() -> Table:
    """The shipped rubric's table."""
    return tomllib.loads((ROOT / "rubrics" / f"{SHIPPED}.toml").read_text(encoding="utf-8"))


def test_every_shipped_mapping_has_a_certainty() -> None:
    """Every mapping has a certainty, and every framework says who proposed the mapping."""
    rubric = shipped()
    assert tuple(rubric["frameworks"]) == FRAMEWORKS
    maps = [entry for criterion in rubric["criteria"].values() for entry in criterion.get("maps", ())]
    assert {entry["framework"] for entry in maps} == set(FRAMEWORKS)
    assert [entry for entry in maps if "certainty" not in entry] == []
    for framework in rubric["frameworks"].values():
        assert framework["certainty"] in ("verified", "second-hand")
        assert "nhsdx's own proposal" in framework["note"]


def test_the_headings_in_the_shipped_rubric_are_those_of_the_frameworks() -> None:
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
def test_completion_offers_the_frameworks() -> None:
    """The tab key completes the ids of frameworks."""
    assert tuple(offered("crosswalk", example("marlowe-vale"), "--to", "")) == FRAMEWORKS
    assert offered("crosswalk", example("marlowe-vale"), "--to", "wa") == ["wachter-principles"]
    assert offered("crosswalk", "none.toml", "--to", "") == []


def test_only_mappings_to_headings_whose_content_was_read_are_shown_as_verified() -> None:
    """Only the content under the owner's heading was read; of the other headings, only the names."""
    maps = [entry for criterion in shipped()["criteria"].values() for entry in criterion.get("maps", ())]
    known: dict[str, set[str]] = {}
    for entry in maps:
        known.setdefault(entry["certainty"], set()).add(f"{entry['framework']} {entry['ref']}")
    assert known["verified"] == {"delivery-assurance senior-responsible-owner"}
    assert {ref for ref in known["second-hand"] if not ref.startswith("wachter")} == {"what-good-looks-like well-led"}
    assert all(len(found) == 1 for found in certainties(maps).values())


def certainties(maps: list[Table]) -> dict[tuple[str, str], set[str]]:
    """The certainties of all mappings to each heading."""
    found: dict[tuple[str, str], set[str]] = {}
    for entry in maps:
        found.setdefault((entry["framework"], entry["ref"]), set()).add(entry["certainty"])
    return found
