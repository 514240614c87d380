"""The page that `nhsdx assess` prints for people: what it shows, how wide, in which colours and characters."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.support import hostile
from tests.support.build import Table, flat_rubric, level_criterion
from tests.support.run import ROOT, assert_snapshot, nhsdx
from tests.support.samples import (
    ASEM,
    ASEM_RUBRIC,
    HDI,
    ONE_FILE,
    ORGANISATIONS,
    SHIPPED,
    assessment,
    clean_environment,
    example,
    in_new_process,
    level,
    small_assessment,
    small_rubric,
    write,
)

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PAGES = {name: example(name) for name in ORGANISATIONS} | {"one-file": ONE_FILE, "asem-gbr": ASEM, "hdi-gbr": HDI}
WIDTHS = (80, 140)


def page(*files: str, columns: int | None = 80) -> str:
    """The page for these files on a screen of this width."""
    run = nhsdx("assess", *files, columns=columns)
    assert (run.code, run.err) == (0, "")
    return run.out


def widest(text: str) -> int:
    """The width of the widest line in columns."""
    return max(cell_len(line) for line in text.split("\n"))


# ---- The pages as they are


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_the_page_of_an_example_matches_its_snapshot(name: str, columns: int) -> None:
    """A change of the most important page is noticed."""
    assert_snapshot(f"assess/{name}-{columns}.txt", page(PAGES[name], columns=columns))


@pytest.mark.parametrize("columns", WIDTHS)
def test_the_page_of_several_assessments_matches_its_snapshot(columns: int) -> None:
    """Several assessments are shown one after the other, followed by a summary in the same order."""
    text = page(*(example(name) for name in ORGANISATIONS), columns=columns)
    assert_snapshot(f"assess/several-{columns}.txt", text[text.index("Summary") :])
    pages = [page(example(name), columns=columns) for name in ORGANISATIONS]
    assert text.startswith("\n".join([f"Results of {len(pages)} assessments\n", *pages]))


def test_the_page_of_an_assessment_without_answers_matches_its_snapshot(tmp_path: Path) -> None:
    """An assessment without answers has a page, and no figure on it looks like a score."""
    nhsdx("new", SHIPPED, "--date", "2026-10-01", "-o", str(tmp_path / "new.toml"))
    assert_snapshot("assess/unknown-80.txt", page(str(tmp_path / "new.toml")))


# ---- What must be on it


def test_every_reading_is_shown_beside_the_headline_score(tmp_path: Path) -> None:
    """The evidenced score comes first, and always with the claimed one, the range and how much is answered."""
    given: Table = {"skill": {"level": 4, "evidence": "hearsay"}, "safety": level(3)}
    lines = page(small_assessment(tmp_path, given), columns=103).splitlines()
    headline = next(line for line in lines if line.startswith("Overall"))
    assert headline == (
        "Overall  30.0 evidenced (between Label 1 and Label 2), 75.0 claimed, range 22.5–82.5; 63% answered;"
    )


def test_an_average_is_described_by_the_levels_above_and_below_it_and_by_its_criteria(tmp_path: Path) -> None:
    """No level's label names it: the page gives the two levels around it, and the weakest criterion."""
    given = {"skill": level(5), "time": level(5), "safety": level(2)}
    text = page(small_assessment(tmp_path, given), columns=140)
    assert "85.0 evidenced (between Label 4 and Label 5), 85.0 claimed" in text
    assert "Weakest  Safety at Label 2 (evidenced)" in text


def test_a_cap_is_shown_with_the_score_before_the_cap(tmp_path: Path) -> None:
    """A capped score is shown with the score before the cap and the gate."""
    given = {"skill": level(5), "time": level(5), "safety": level(1)}
    text = page(small_assessment(tmp_path, given))
    assert "Overall  20.0 evidenced (at Label 1), 20.0 claimed" in text
    cap = re.sub(r"\s+", " ", text[text.index("Capped") : text.index("0 to 100")])
    assert "by “safety gate”; before gates 80.0 evidenced, 80.0 claimed, range 80.0–80.0" in cap
    details = "safety-gate; critical; by the organisation's own answers; caps the overall score at Label 1"
    assert f"Triggered: “safety gate” ({details})" in re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("safety", "words"),
    [
        (level(1), "Triggered: “safety gate”"),
        ({"level": 4, "evidence": "hearsay"}, "Unproven: “safety gate”"),
        ("unknown", "Undecided: “safety gate”"),
        (level(4), "Clear under every reading: “safety gate”"),
    ],
    ids=["triggered", "unproven", "undecided", "clear"],
)
def test_the_state_of_a_gate_is_described_in_words(tmp_path: Path, safety: object, words: str) -> None:
    """The state of a gate is given in words as well as colour."""
    text = page(small_assessment(tmp_path, {"skill": level(5), "time": level(5), "safety": safety}))
    assert words in re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_the_first_screen_has_the_headline_and_the_gates_and_the_chart_and_the_next_steps(name: str) -> None:
    """A screen of 80 columns and 40 lines is enough to decide what to do; tables of levels are in the report."""
    lines = page(example(name)).splitlines()
    first = "\n".join(lines[:40])
    at = [first.index(words) for words in ("Overall ", "\nGates ", "\nDimension ", "\nWhat to do first\n  1. ")]
    assert at == sorted(at)
    assert "How many criteria are at each level" not in "\n".join(lines)


def test_criteria_that_are_left_out_are_listed_by_status(tmp_path: Path) -> None:
    """The page distinguishes not due, not applicable and outside the profile."""
    left_out = {"status": "not-due", "reason": "Before go-live."}
    text = page(small_assessment(tmp_path, {"skill": level(3), "time": 1, "safety": left_out}))
    assert "Left out as not due: 1\n  - Safety: Before go-live." in text


def test_the_limits_of_the_rubric_are_on_every_page() -> None:
    """The limits of a score are printed with every result."""
    assert "Limits\nAn illustration of the engine" in page(HDI)


def test_a_nested_dimension_is_listed_under_its_parent() -> None:
    """The five pillars of connectivity come under connectivity, not under sustainability."""
    lines = page(ASEM, columns=140).splitlines()
    order = [
        next(number for number, line in enumerate(lines) if line.strip().startswith(title))
        for title in ("Connectivity (Conn)", "Physical", "People-to-people", "Sustainability (Sust)", "Environmental")
    ]
    assert order == sorted(order)


def test_a_cap_on_the_evidenced_score_is_also_shown(tmp_path: Path) -> None:
    """A gate that only the evidence triggers lowers the evidenced score; the page gives the score before the cap."""
    given: Table = {"skill": level(5), "time": level(5), "safety": {"level": 4, "evidence": "hearsay"}}
    text = page(small_assessment(tmp_path, given))
    assert "20.0 evidenced" in text
    assert "Capped" in text
    assert "80.0" in text[text.index("Capped") : text.index("0 to 100")]


@pytest.mark.parametrize(
    "columns",
    [60, 80, 140],
)
def test_headings_are_not_cut_off_if_the_names_are_short(tmp_path: Path, columns: int) -> None:
    """A rubric with short dimension names has the usual headings; a narrow page has no bars."""
    given: Table = {"skill": level(5), "time": level(5), "safety": level(5)}
    text = page(small_assessment(tmp_path, given), columns=columns)
    heading = r"^Dimension +(0 to 100 +)?Evidenced +Claimed +Range +Level +Weakest$"
    assert re.search(heading, text, re.MULTILINE)


def test_the_next_step_never_quotes_the_descriptor_of_a_level(tmp_path: Path) -> None:
    """The next level of a level criterion may describe a defect, so the page asks to reach it and does not quote it."""
    text = page(small_assessment(tmp_path, {"skill": level(1), "time": level(5), "safety": level(5)}), columns=140)
    assert "1. Skill (skill; Label 1 evidenced): reach level 2; leads to Label 2, evidenced" in text
    assert "descriptor" not in text


def test_free_text_is_left_out_of_a_page_without_notes(tmp_path: Path) -> None:
    """A paper can be handed round without the notes that somebody wrote about a person; data for programs cannot."""
    late = {"status": "not-due", "reason": "The chief nurse is away."}
    rubric = small_rubric()
    rubric["criteria"]["time"]["may-be-left-out"] = ["not-due"]
    write(tmp_path / "rubric.toml", rubric)
    name = write(
        tmp_path / "a.toml", assessment({"skill": level(1, why="She said so."), "time": late, "safety": level(5)})
    )
    for format_ in ("text", "markdown", "html"):
        with_notes = nhsdx("assess", name, "--format", format_).out
        assert "The chief nurse is away." in with_notes
        without = nhsdx("assess", name, "--format", format_, "--without-notes").out
        assert "Time" in without
        assert "The chief nurse is away." not in without
        assert "She said so." not in without
    refused = nhsdx("assess", name, "--format", "json", "--without-notes")
    assert refused.code == 2
    assert "json always includes notes" in refused.out
    assert "The chief nurse is away." not in refused.out


def test_an_unsupported_claim_does_not_hide_the_weakest_criterion(tmp_path: Path) -> None:
    """A criterion claimed at the top level on hearsay alone is the weakest, and is listed first."""
    given: Table = {"skill": {"level": 5, "evidence": "hearsay"}, "time": level(3), "safety": level(4)}
    text = page(small_assessment(tmp_path, given))
    assert "1. Skill" in text[text.index("What to do first") :]


def test_a_share_below_100_percent_is_never_rounded_up_to_100(tmp_path: Path) -> None:
    """If one of three hundred answers is unknown, the page does not say 100%."""
    names = [f"question-{number}" for number in range(300)]
    write(tmp_path / "rubric.toml", flat_rubric({name: level_criterion() for name in names}))
    text = page(write(tmp_path / "assessment.toml", assessment(dict.fromkeys(names[1:], 5))))
    assert "100% answered" not in text


# ---- Width


@pytest.mark.parametrize("columns", [60, 79, 80, 100, 140, 160])
@pytest.mark.parametrize("name", PAGES)
def test_no_line_is_wider_than_the_screen(name: str, columns: int) -> None:
    """No line wraps by accident or is cut off at the right edge."""
    assert widest(page(PAGES[name], columns=columns)) <= columns


@pytest.mark.parametrize(("columns", "width"), [(20, 60), (500, 160), (None, 80)])
def test_the_width_of_a_page_has_a_minimum_and_a_maximum(columns: int | None, width: int) -> None:
    """The page stays readable on tiny and huge screens, and in a pipe it has 80 columns."""
    text = page(ASEM, HDI, columns=columns)
    assert width - 10 < widest(text) <= width


def test_a_page_written_to_a_file_does_not_depend_on_the_screen(tmp_path: Path) -> None:
    """A page written with `-o` is always 100 columns wide and without colour."""
    for columns in (60, 140):
        nhsdx("assess", HDI, "-o", str(tmp_path / f"{columns}.txt"), columns=columns)
    assert (tmp_path / "60.txt").read_bytes() == (tmp_path / "140.txt").read_bytes()
    assert "\x1b" not in (tmp_path / "60.txt").read_text(encoding="utf-8")


def test_long_words_and_wide_characters_stay_inside_the_page(tmp_path: Path) -> None:
    """Ids of 64 characters, Chinese, emoji and words without spaces are folded, never cut or pushed out."""
    long_id = "a" * 64
    title = "電子カルテ👩‍⚕️" * 12 + "x" * 300
    rubric = flat_rubric({long_id: level_criterion(title=title, question=title), "other": level_criterion()})
    rubric["gates"] = {
        long_id: {"when": {"criterion": long_id, "at-most": 1}, "flag": True, "because": title, "remedy": title}
    }
    rubric["dimensions"]["all-of-it"]["title"] = title
    write(tmp_path / "rubric.toml", rubric)
    name = write(tmp_path / "assessment.toml", assessment({long_id: 1}, subject=title))
    for command in (("assess", name), ("assess", name, name), ("explain", name), ("explain", name, long_id)):
        text = nhsdx(*command, columns=80).out
        assert widest(text) <= 80
        assert text.count("電") >= 12
    shown = nhsdx("rubric", "show", str(tmp_path / "rubric.toml"), columns=80).out
    assert widest(shown) <= 80
    assert long_id in re.sub(r"\s", "", shown)


# ---- Colour


def in_terminal(*arguments: str, columns: int, environment: Mapping[str, str]) -> str:
    """The output of `nhsdx` on a real terminal of this width."""
    fcntl, pty, termios = (pytest.importorskip(name) for name in ("fcntl", "pty", "termios"))
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "nhsdx", *arguments],
        cwd=ROOT,
        env=clean_environment() | dict(environment),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        written = b""
        while chunk := _read(ours):
            written += chunk
    os.close(ours)
    return written.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    """The output so far; empty once the other side is closed, which Linux reports as an error."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


TERMINAL = {"TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"}


def test_a_terminal_gets_a_coloured_page_as_wide_as_its_screen() -> None:
    """On a terminal the page is coloured and as wide as the screen, with the same words as the plain page."""
    text = in_terminal("assess", ASEM, HDI, columns=97, environment=TERMINAL)
    assert COLOUR.search(text)
    plain = "\n".join(line.rstrip() for line in COLOUR.sub("", text).split("\n"))
    assert plain == page(ASEM, HDI, columns=97)


@pytest.mark.parametrize("switch", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "TERM=dumb"])
def test_a_terminal_without_colours_shows_the_same_text(switch: dict[str, str]) -> None:
    """Without colour there are no escape sequences, and no words are missing."""
    text = in_terminal("assess", HDI, columns=97, environment=TERMINAL | switch)
    assert "\x1b" not in text
    assert text == page(HDI, columns=97)


def test_the_commands_explain_and_rubric_show_print_colours_only_in_a_terminal() -> None:
    """Every page for people follows the same rules."""
    for command in (("explain", HDI, "education"), ("rubric", "show", ASEM_RUBRIC)):
        coloured = in_terminal(*command, columns=80, environment=TERMINAL)
        assert COLOUR.search(coloured)
        assert "\x1b" not in in_terminal(*command, columns=80, environment=TERMINAL | {"NO_COLOR": "1"})
        assert "\x1b" not in nhsdx(*command).out


def test_json_in_a_terminal_has_no_colour() -> None:
    """JSON can be copied from the screen."""
    assert "\x1b" not in in_terminal("assess", HDI, "--format", "json", columns=80, environment=TERMINAL)


# ---- Characters


@pytest.mark.parametrize("command", [("assess", HDI), ("explain", ASEM), ("rubric", "show", SHIPPED)], ids=" ".join)
def test_a_screen_that_can_only_show_ascii_gets_only_ascii(command: tuple[str, ...]) -> None:
    """If only ASCII can be shown, bars and dashes are replaced by characters of the same width."""
    run = in_new_process(*command, environment={"PYTHONIOENCODING": "ascii"})
    assert (run.code, run.err) == (0, "")
    assert run.out.isascii()
    assert [len(line) for line in run.out.split("\n")] == [len(line) for line in nhsdx(*command).out.split("\n")]


# ---- Text from files is data


@pytest.fixture(scope="module")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a rubric and an assessment with hostile text in every field."""
    folder = tmp_path_factory.mktemp("hostile")
    write(folder / "rubric.toml", hostile.RUBRIC)
    write(folder / "assessment.toml", hostile.ASSESSMENT)
    return folder


PAGES_OF_TEXT = [
    ("assess", "assessment.toml"),
    ("assess", "assessment.toml", "assessment.toml"),
    *(("explain", "assessment.toml", node) for node in ("overall", "outer", *hostile.RUBRIC["criteria"])),
    ("rubric", "show", "rubric.toml"),
    *(("rubric", "show", "rubric.toml", name) for name in hostile.RUBRIC["criteria"]),
    ("rubric", "test", "rubric.toml"),
    ("rubric", "lint", "rubric.toml"),
]


@pytest.mark.parametrize("command", PAGES_OF_TEXT, ids=" ".join)
def test_text_from_files_cannot_affect_the_terminal(hostile_folder: Path, command: tuple[str, ...]) -> None:
    """Escape sequences, Rich markup, emoji codes and direction marks have no effect."""
    run = nhsdx(*command, cwd=hostile_folder, columns=160)
    assert run.code == (1 if command[0] == "rubric" and command[1] != "show" else 0)
    assert hostile.FORBIDDEN.findall(run.out + run.err) == []
    if command[:2] != ("rubric", "lint"):
        assert hostile.VISIBLE in re.sub(r"\s+", " ", run.out)


def test_text_from_files_cannot_start_a_new_line(hostile_folder: Path) -> None:
    """A newline in a subject cannot fake a line of the page."""
    text = nhsdx("assess", "assessment.toml", cwd=hostile_folder, columns=160).out
    assert "first second third fourth fifth" in text.splitlines()[0]


def test_a_coloured_page_has_only_the_escape_sequences_of_its_own_colours(hostile_folder: Path) -> None:
    """In a terminal, too, the only escape sequences are those for nhsdx's own colours."""
    text = in_terminal("assess", str(hostile_folder / "assessment.toml"), columns=140, environment=TERMINAL)
    assert hostile.FORBIDDEN.findall(COLOUR.sub("", text)) == []
    assert "\x1b[31m" not in text


@pytest.mark.parametrize("format_", ["json", "toml"])
def test_json_and_toml_shown_on_a_screen_have_no_control_characters(hostile_folder: Path, format_: str) -> None:
    """In JSON and TOML, control characters are escaped, and read back the same."""
    run = nhsdx("assess", "assessment.toml", "--format", format_, cwd=hostile_folder)
    assert set(hostile.FORBIDDEN.findall(run.out)) <= {"\t"}


def test_file_names_cannot_affect_the_terminal(tmp_path: Path) -> None:
    """File names, for example from an archive, cannot affect the terminal either."""
    folder = tmp_path / "\x1b[31mred"
    folder.mkdir()
    write(folder / "rubric.toml", hostile.RUBRIC)
    name = write(folder / "assessment.toml", hostile.ASSESSMENT)
    for command in (("assess", name, "--fail-on-gate"), ("rubric", "test", str(folder / "rubric.toml"))):
        run = nhsdx(*command)
        assert run.code == 1
        assert hostile.FORBIDDEN.findall(run.out + run.err) == []


# ---- Coverage, weakest and unknown are about the same criteria


@pytest.mark.parametrize(
    ("unknown", "answered", "heading"),
    [
        (("weightless",), "100% answered; left out: none", "Unknown: 0 of 2 criteria that count, and 1 not counted"),
        (("weightless", "plan"), "50% answered; left out: 1", "Unknown: 1 of 2 criteria that count, and 1 not counted"),
        (("plan",), "50% answered; left out: 1 criterion unknown", "Unknown: 1 of 3 applicable criteria"),
    ],
)
def test_unknown_answers_that_count_in_no_score_are_listed_separately(
    tmp_path: Path, unknown: tuple[str, ...], answered: str, heading: str
) -> None:
    """An unanswered question of weight 0 is not in the coverage, so it is not among the criteria that count."""
    criteria = {"lead": level_criterion(), "plan": level_criterion(), "weightless": level_criterion(weight=0)}
    write(tmp_path / "rubric.toml", flat_rubric(criteria))
    answers = {name: "unknown" if name in unknown else 3 for name in criteria}
    shown = " ".join(page(write(tmp_path / "a.toml", assessment(answers)), columns=100).split())
    assert answered in shown
    assert heading in shown
    assert ("(weightless) (not counted)" in shown) == ("weightless" in unknown)
