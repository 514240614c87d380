"""`nhsdx rubric list|show|lint|test`: commands about rubrics."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import tomli
import tomli_w

from tests.support.build import Table, flat_rubric, level_criterion
from tests.support.clean_rubric import CLEAN
from tests.support.programs.browser import needs_browser
from tests.support.programs.devtools import tab_of
from tests.support.run import ROOT, assert_snapshot, nhsdx
from tests.support.samples import ASEM_RUBRIC, FOUR_KINDS, HDI_RUBRIC, ONE_FILE, SHIPPED, small_rubric, write

RUBRICS = [
    *sorted(path.stem for path in (ROOT / "rubrics").glob("*.toml")),
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "examples").rglob("rubric.toml")),
]


def vectors(*tests: Table) -> Table:
    """The small rubric with these test vectors."""
    return small_rubric(tests=list(tests))


PASSES: Table = {"name": "all at three", "answers": {"all": 3}, "expect": {"overall": 60, "level": 3}}


PAGES = [("list",), ("show", SHIPPED), ("show", SHIPPED, "clinical-safety"), ("lint", SHIPPED), ("test", SHIPPED)]


# ---- Formats


@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
@pytest.mark.parametrize(("ending", "format_"), [("md", "markdown"), ("html", "html"), ("json", "json")])
def test_the_ending_of_the_output_file_decides_the_format(
    tmp_path: Path, arguments: tuple[str, ...], ending: str, format_: str
) -> None:
    """`-o page.html` writes what `--format html` prints."""
    file = tmp_path / f"page.{ending}"
    run = nhsdx("rubric", *arguments, "-o", str(file))
    assert (run.code, run.out, run.err) == (0, "", "")
    assert file.read_text(encoding="utf-8") == nhsdx("rubric", *arguments, "--format", format_).out


@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
def test_an_unknown_ending_is_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Nothing is written under a misleading name."""
    run = nhsdx("rubric", *arguments, "-o", str(tmp_path / "page.docx"))
    assert run.code == 2
    assert "this command has no format for the extension '.docx'" in run.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["show", "lint", "test"])
def test_the_rubric_itself_is_never_overwritten(tmp_path: Path, command: str) -> None:
    """This is refused even with --force."""
    name = write(tmp_path / "rubric.toml", small_rubric())
    before = Path(name).read_bytes()
    assert nhsdx("rubric", command, name, "--format", "json", "-o", name, "--force").code == 2
    assert Path(name).read_bytes() == before


@needs_browser
def test_the_pages_have_no_accessibility_problem(tmp_path: Path) -> None:
    """This applies to HTML in light and dark, wide and narrow."""
    weak = write(tmp_path / "rubric.toml", small_rubric())
    for number, arguments in enumerate([*PAGES, ("lint", weak, SHIPPED), ("diff", weak, SHIPPED)]):
        file = tmp_path / f"{number}.html"
        nhsdx("rubric", *arguments, "-o", str(file))
        with tab_of(file) as tab:
            for scheme, width in (("light", 1280), ("dark", 320)):
                tab.colours(scheme)
                tab.resize(width)
                assert tab.accessibility_problems() == []
            assert tab.evaluate("document.documentElement.scrollWidth") <= 320


# ---- list


def test_every_shipped_rubric_is_listed() -> None:
    """Users can find the shipped rubrics with `rubric list`."""
    page = nhsdx("rubric", "list").out
    rows = json.loads(nhsdx("rubric", "list", "--format", "json").out)["rubrics"]
    assert [row["id"] for row in rows] == sorted(path.stem for path in (ROOT / "rubrics").glob("*.toml"))
    for row in rows:
        assert set(row) == {"id", "version", "title", "criteria"}
        assert f"{row['id']}@{row['version']}" in page


# ---- show


@pytest.mark.parametrize("name", [SHIPPED, HDI_RUBRIC, ONE_FILE])
def test_the_page_of_a_rubric_matches_its_snapshot(name: str) -> None:
    """The rubric page, with its purpose and its questions, is pinned."""
    run = nhsdx("rubric", "show", name)
    assert (run.code, run.err) == (0, "")
    label = name.removesuffix(".toml").removeprefix("examples/").replace("/", "-")
    assert_snapshot(f"rubric/show-{label}-80.txt", run.out)


@pytest.mark.parametrize("columns", [60, 140])
def test_the_page_of_a_rubric_fits_any_width(columns: int) -> None:
    """Lines are folded in a narrow window, but not in a wide one."""
    run = nhsdx("rubric", "show", ONE_FILE, columns=columns)
    assert max(map(len, run.out.splitlines())) <= columns
    assert " ".join(run.out.split()) == " ".join(nhsdx("rubric", "show", ONE_FILE).out.split())


@pytest.mark.parametrize(
    ("label", "arguments"),
    [
        ("list", ("list",)),
        ("show-rubric", ("show", ONE_FILE)),
        ("show-clinical-safety", ("show", SHIPPED, "clinical-safety")),
        ("test", ("test", ONE_FILE)),
    ],
)
def test_the_pages_in_markdown_match_their_snapshots(label: str, arguments: tuple[str, ...]) -> None:
    """The Markdown has the same content, for a wiki or a pull request."""
    assert_snapshot(f"rubric/{label}.md", nhsdx("rubric", *arguments, "--format", "markdown").out)


@pytest.mark.parametrize("columns", [60, 80])
def test_the_page_that_lists_the_rubrics_matches_its_snapshot(columns: int) -> None:
    """The list is a table if there is room, otherwise an entry for each rubric; ids are never split."""
    assert_snapshot(f"rubric/list-{columns}.txt", nhsdx("rubric", "list", columns=columns).out)


def test_the_page_of_lint_findings_matches_its_snapshot(tmp_path: Path) -> None:
    """The page gives the place, the problem and what to do, for each rubric that has findings."""
    weak = tomli.loads(CLEAN)
    weak["criteria"]["vision"] |= {
        "question": "TODO",
        "levels": ["Nothing is written.", "Good", "It guides decisions."],
    }
    write(tmp_path / "weak.toml", weak)
    write(tmp_path / "weaker.toml", weak | {"rubric": small_rubric()["rubric"], "gates": {}, "tests": []})
    for format_, ending in (("text", "txt"), ("markdown", "md")):
        run = nhsdx("rubric", "lint", "weak.toml", SHIPPED, "weaker.toml", "--format", format_, cwd=tmp_path)
        assert_snapshot(f"rubric/lint{'-80' if ending == 'txt' else ''}.{ending}", run.out)


def test_the_page_of_test_vectors_matches_its_snapshot(tmp_path: Path) -> None:
    """The page gives the differences of failed vectors and the names of those that passed."""
    failing = {"name": "wrong", "answers": {"all": 3}, "expect": {"overall": 61, "level": 4}}
    write(tmp_path / "rubric.toml", vectors(PASSES, failing))
    run = nhsdx("rubric", "test", "rubric.toml", SHIPPED, cwd=tmp_path)
    assert_snapshot("rubric/test-80.txt", run.out)


def test_the_page_of_a_shipped_criterion_matches_its_snapshot() -> None:
    """The page shows the most important question in full."""
    assert_snapshot("rubric/show-clinical-safety-80.txt", nhsdx("rubric", "show", SHIPPED, "clinical-safety").out)


def test_the_page_of_a_rubric_says_what_the_rubric_is_for() -> None:
    """Intended and prohibited uses and the limits are shown before any question."""
    page = " ".join(nhsdx("rubric", "show", SHIPPED).out.split())
    use = tomli.loads((ROOT / "rubrics" / f"{SHIPPED}.toml").read_text(encoding="utf-8"))["rubric"]["use"]
    for words in (use["unit"], use["limits"], *use["intended"], *use["prohibited"]):
        assert " ".join(words.split()) in page


def test_the_remedy_of_a_gate_is_never_shortened() -> None:
    """The rubric's page has the full reason and remedy of every gate."""
    page = " ".join(nhsdx("rubric", "show", SHIPPED).out.split())
    gates = tomli.loads((ROOT / "rubrics" / f"{SHIPPED}.toml").read_text(encoding="utf-8"))["gates"]
    for gate in gates.values():
        assert " ".join(gate["because"].split()) in page
        assert " ".join(gate["remedy"].split()) in page


@pytest.mark.parametrize("kind", FOUR_KINDS)
def test_the_page_of_each_kind_of_criterion_matches_its_snapshot(tmp_path: Path, kind: str) -> None:
    """The page shows levels, items, units, bands, lines and options as in the rubric."""
    name = write(tmp_path / "rubric.toml", flat_rubric(FOUR_KINDS))
    run = nhsdx("rubric", "show", name, kind)
    assert run.code == 0
    assert_snapshot(f"rubric/show-kind-{kind}-80.txt", run.out)


@pytest.mark.parametrize(
    ("part", "words"), [("Gates", "at level 1 or lower"), ("Gates", "make it safe"), ("Evidence grades", "12 months")]
)
def test_everything_that_affects_gates_and_evidence_is_on_the_page(tmp_path: Path, part: str, words: str) -> None:
    """The page says when a gate is triggered, what to do then, and when evidence is too old."""
    page = " ".join(nhsdx("rubric", "show", write(tmp_path / "rubric.toml", small_rubric())).out.split())
    assert words in page[page.index(part) :]


@pytest.mark.parametrize(
    ("name", "words"),
    [("basics", "Level 1"), ("shares", "weight 3"), ("view", "100"), ("trust", "top"), ("funding", "at least 0")],
)
def test_everything_that_affects_a_score_is_on_the_page(tmp_path: Path, name: str, words: str) -> None:
    """From the criterion page, a reader could score the criterion by hand."""
    page = nhsdx("rubric", "show", write(tmp_path / "rubric.toml", flat_rubric(FOUR_KINDS)), name).out
    assert words in page[page.index("Answer") :]


def test_a_rubric_printed_as_toml_is_the_same_rubric(tmp_path: Path) -> None:
    """`show --format toml` prints the whole rubric: as a file, it scores and tests the same."""
    name = str(tmp_path / "copy.toml")
    assert nhsdx("rubric", "show", SHIPPED, "-o", name, "--format", "toml").code == 0
    shown, again = (json.loads(nhsdx("rubric", "show", one, "--format", "json").out) for one in (SHIPPED, name))
    assert again == shown
    assert nhsdx("rubric", "test", name).code == 0


def test_a_rubric_has_the_same_content_in_toml_and_json() -> None:
    """JSON and TOML have the same content."""
    for arguments in ((SHIPPED,), (SHIPPED, "capability")):
        as_json, as_toml = (nhsdx("rubric", "show", *arguments, "--format", one).out for one in ("json", "toml"))
        assert json.loads(json.dumps(tomli.loads(as_toml), default=str)) == json.loads(as_json)


def test_a_criterion_in_json_has_the_keys_of_the_rubric_file() -> None:
    """The JSON of a criterion uses the keys of rubric files."""
    shown = json.loads(nhsdx("rubric", "show", SHIPPED, "appointment", "--format", "json").out)
    written = tomli.loads((ROOT / "rubrics" / f"{SHIPPED}.toml").read_text(encoding="utf-8"))["criteria"]["appointment"]
    items = {name: {key: shown["items"][name][key] for key in item} for name, item in written["items"].items()}
    assert {key: shown[key] for key in written} | {"items": items} == written


def test_an_unknown_criterion_is_an_error_with_a_suggestion() -> None:
    """The error for a mistyped criterion suggests the right one."""
    run = nhsdx("rubric", "show", SHIPPED, "clinical-saftey")
    assert (run.code, run.out) == (2, "")
    assert 'did you mean "clinical-safety"?' in run.err


@pytest.mark.parametrize("command", ["show", "lint", "test"])
def test_a_missing_rubric_is_an_error(command: str) -> None:
    """A missing rubric is wrong input, not a failed check."""
    for name in ("no-such-rubric", "no-such-file.toml"):
        run = nhsdx("rubric", command, name, "--format", "json")
        assert run.code == 2
        assert json.loads(run.out)["format"] == "nhsdx.error/1"


# ---- lint


@pytest.mark.parametrize("name", RUBRICS)
def test_the_shipped_rubrics_have_no_lint_findings(name: str) -> None:
    """Shipped and example rubrics follow the lint rules."""
    run = nhsdx("rubric", "lint", name)
    assert (run.code, run.out.splitlines()) == (0, [f"Lint findings on {name}", "1 rubric linted, 0 findings"])


def test_lint_findings_fail_the_command_and_say_where_they_are_and_what_to_do(tmp_path: Path) -> None:
    """A finding gives rule, place and remedy, and the exit code is 1."""
    name = write(tmp_path / "rubric.toml", small_rubric())
    run = nhsdx("rubric", "lint", name, columns=160)
    assert run.code == 1
    assert run.err == ""
    title, first, message, remedy, *_, summary = run.out.splitlines()
    assert name in title
    assert first == f"  ! {name}:16:2: warning: no-intended-use"
    assert message == "    The rubric does not say what it is for."
    assert remedy.startswith("    Add `intended` under [rubric.use]")
    assert summary == "1 rubric linted, 29 findings (1 error, 28 warnings)"


def test_lint_findings_in_json_have_the_same_keys_as_all_other_findings(tmp_path: Path) -> None:
    """Findings have the same shape in every command; without findings the list is empty."""
    name = write(tmp_path / "rubric.toml", small_rubric())
    run = nhsdx("rubric", "lint", name, SHIPPED, "--format", "json")
    weak, shipped = json.loads(run.out)["rubrics"]
    assert run.code == 1
    assert {frozenset(one) for one in weak["findings"]} == {
        frozenset({"code", "severity", "message", "where", "remedy"})
    }
    assert weak["rubric"] == name
    assert shipped == {"rubric": SHIPPED, "findings": []}


def test_several_rubrics_can_be_linted_together(tmp_path: Path) -> None:
    """One bad rubric among good ones fails the run, in either order."""
    name = write(tmp_path / "rubric.toml", small_rubric())
    for order in ((name, SHIPPED), (SHIPPED, name)):
        run = nhsdx("rubric", "lint", *order)
        assert run.code == 1
        assert "\n2 rubrics linted, " in run.out


# ---- test


@pytest.mark.parametrize("name", RUBRICS)
def test_the_shipped_rubrics_pass_their_test_vectors(name: str) -> None:
    """Shipped and example rubrics pass their own tests."""
    run = nhsdx("rubric", "test", name)
    assert run.code == 0, run.out
    assert run.out.splitlines()[-1].endswith(" passed, 0 failed")


def test_test_vectors_that_pass_are_listed(tmp_path: Path) -> None:
    """Every test vector that passes is listed."""
    name = write(tmp_path / "rubric.toml", vectors(PASSES))
    run = nhsdx("rubric", "test", name, columns=160)
    assert run.code == 0
    assert run.out.splitlines() == [
        f"Test vectors of {name}",
        "  - passed: all at three",
        "",
        f"{name}: 1 passed, 0 failed",
    ]


@pytest.mark.parametrize(
    ("answers", "expect", "difference"),
    [
        ({"all": 3}, {"overall": 61}, "overall (evidenced): expected 61, found 60"),
        ({"all": 3}, {"people": 20}, "people (evidenced): expected 20, found 60"),
        ({"all": 3}, {"level": 4}, "overall level (evidenced): expected 4, found 3"),
        (
            {"all": 3, "safety": {"level": 5, "evidence": "hearsay"}},
            {"overall": 60, "reading": "claimed"},
            "overall (claimed): expected 60, found 70",
        ),
        (
            {"all": 3, "safety": {"level": 5, "evidence": "record"}},
            {"safety": 100},
            "safety (evidenced): expected 100, found 60",
        ),
        (
            {"all": 3, "safety": 1},
            {"gates": []},
            "gates that are triggered (evidenced): expected none, found safety-gate",
        ),
        (
            {"all": 3},
            {"gates": ["safety-gate"]},
            "gates that are triggered (evidenced): expected safety-gate, found none",
        ),
        (
            {"all": 3, "safety": {"level": 3, "evidence": "hearsay"}},
            {"unproven": []},
            "unproven gates: expected none, found safety-gate",
        ),
        ({"all": "unknown"}, {"undecided": []}, "undecided gates: expected none, found safety-gate"),
        ({"all": "unknown"}, {"overall": 0}, "overall (evidenced): expected 0, found no score"),
        ({"all": 3}, {"overall": 61, "tolerance": 0.5}, "overall (evidenced): expected 61, found 60"),
    ],
)
def test_the_page_says_how_the_result_of_a_failed_test_vector_differs_from_the_expected_one(
    tmp_path: Path, answers: Table, expect: Table, difference: str
) -> None:
    """The page gives the expected and the actual value, and the exit code is 1."""
    failing = {"name": "the failing one", "answers": answers, "expect": expect}
    write(tmp_path / "rubric.toml", vectors(PASSES, failing))
    run = nhsdx("rubric", "test", "rubric.toml", columns=160, cwd=tmp_path)
    assert run.code == 1
    lines = run.out.splitlines()
    assert re.fullmatch(r"    rubric\.toml:\d+:\d+: " + re.escape(difference), lines.pop(2))
    assert lines == [
        "Test vectors of rubric.toml",
        "  ✗ Failed: the failing one",
        "",
        "  - passed: all at three",
        "",
        "rubric.toml: 1 passed, 1 failed",
    ]


def test_a_level_given_for_a_checklist_means_all_items_up_to_that_level(tmp_path: Path) -> None:
    """Every item up to the level is met and those above are not; `all` is given to staged checklists too."""
    rubric = flat_rubric({"basics": FOUR_KINDS["basics"], "shares": FOUR_KINDS["shares"], "leader": level_criterion()})
    expected = {"basics": 20, "leader": 20, "all-of-it": 20}
    tests = [
        {"name": "all", "answers": {"all": 1}, "expect": expected},
        {"name": "its own level", "answers": {"basics": {"level": 2}}, "expect": {"basics": 40}},
        {"name": "level 0", "answers": {"basics": 0}, "expect": {"basics": 0}},
        {"name": "above its highest", "answers": {"basics": 5}, "expect": {"basics": 40}},
        {"name": "its items", "answers": {"basics": {"items": {"plan": "yes"}}}, "expect": {"basics": 20}},
    ]
    run = nhsdx("rubric", "test", write(tmp_path / "rubric.toml", rubric | {"tests": tests}))
    assert run.code == 0, run.out


def test_outcomes_of_test_vectors_can_be_printed_as_json(tmp_path: Path) -> None:
    """Programs get each vector's name and what differed, by rubric."""
    failing = {"name": "wrong", "answers": {"all": 3}, "expect": {"overall": 61}}
    name = write(tmp_path / "rubric.toml", vectors(PASSES, failing))
    run = nhsdx("rubric", "test", name, "--format", "json")
    assert run.code == 1
    (tested,) = json.loads(run.out)["rubrics"]
    assert tested == {
        "rubric": name,
        "vectors": [
            {"name": "all at three", "failures": []},
            {"name": "wrong", "failures": [f"{name}:17:67: overall (evidenced): expected 61, found 60"]},
        ],
    }


def test_findings_about_entries_that_an_overlay_inherits_give_the_key(tmp_path: Path) -> None:
    """Entries that only the base has have no line in the overlay's file."""
    assert nhsdx("rubric", "extend", SHIPPED, "--id", "local", "-o", "local.toml", cwd=tmp_path).code == 0
    run = nhsdx("rubric", "lint", "local.toml", columns=160, cwd=tmp_path)
    assert "  ! local.toml: gates.clinical-safety-officer: warning: gate-without-trip-test" in run.out.splitlines()


def test_the_command_fails_if_a_rubric_has_no_test_vectors(tmp_path: Path) -> None:
    """A rubric without tests does not pass."""
    name = write(tmp_path / "rubric.toml", small_rubric())
    run = nhsdx("rubric", "test", name, columns=160)
    assert (run.code, run.out.splitlines()[-1]) == (1, f"{name}: no test vectors")
    assert nhsdx("rubric", "test", SHIPPED, name).code == 1


def test_test_vectors_are_compared_to_nine_decimals(tmp_path: Path) -> None:
    """An expected score is compared to nine decimals: half a billionth is equal, a millionth is not."""
    rubric = flat_rubric({name: level_criterion() for name in ("one", "two", "three")})
    answers = {"one": 1, "two": 2, "three": 2}
    for wanted, code in ((33.3333333333, 0), (33.333333, 1)):
        tests = [{"name": "thirds", "answers": answers, "expect": {"overall": wanted}}]
        assert nhsdx("rubric", "test", write(tmp_path / "rubric.toml", rubric | {"tests": tests})).code == code


def test_commands_about_rubrics_can_read_from_stdin() -> None:
    """A rubric can come from a pipe."""
    raw = tomli_w.dumps(vectors(PASSES)).encode()
    assert nhsdx("rubric", "test", "-", stdin=raw).code == 0
    assert nhsdx("rubric", "show", "-", stdin=raw).out.startswith(
        "A small rubric\nsmall@1.2.0 · overall score by mean\n"
    )


def test_the_asem_rubric_shows_its_dimensions_with_their_parents() -> None:
    """In a nested rubric, each dimension is shown with its parent."""
    page = " ".join(nhsdx("rubric", "show", ASEM_RUBRIC).out.split())
    assert "Physical connectivity (Physical) physical · weight 1 · part of Connectivity (Conn) · score by mean" in page
