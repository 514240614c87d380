"""`nhsdx report`: its figures match the result, its text is safe, and its results can be verified."""

from __future__ import annotations

import contextlib
import html
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from nhsdx.documents.number_words import format_score
from nhsdx.model.reading import AS_SCORED
from tests.support import hostile, reports
from tests.support.programs.pandoc import convert_markdown, needs_pandoc
from tests.support.reports import ATTACK, EXAMPLES, FORMATS, LOCAL, STORY, Page, embedded, find_node, report, tables_of
from tests.support.run import ROOT, assert_snapshot, nhsdx
from tests.support.samples import ONE_FILE, assessment, example, level, results, small_rubric, write

# What may be made of a report's Markdown: no link, formula, note, picture or part in another language.
PANDOC_ELEMENTS = {
    *("Header", "Para", "Plain", "BulletList", "OrderedList", "BlockQuote", "Table", "Strong", "Emph", "Code"),
    *("Str", "Space", "SoftBreak", "Quoted", "SingleQuote", "DoubleQuote", "Decimal", "Period"),
    *("AlignDefault", "AlignRight", "ColWidth", "ColWidthDefault"),
}
GOOD = {"skill": level(3), "time": level(3), "safety": level(3)}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("file", EXAMPLES)
def test_the_figures_in_a_report_are_those_of_the_result(file: str, format_: str) -> None:
    """The tables have every reading of the whole and of every dimension; without evidence grades, not evidenced."""
    result = results(file)
    tables = tables_of(report(file, "--format", format_), format_)
    table = next(table for table in tables if "Low" in table[0] and "High" in table[0])
    shown = [title.lower() for title in table[0][1 : table[0].index("High") + 1]]
    assert shown in (["evidenced", "claimed", "low", "high"], ["claimed", "low", "high"])
    nodes = {node["title"]: node for node in result["dimensions"].values()} | {"Overall": result["overall"]}
    found = {find_node(row[0]): row[1 : len(shown) + 1] for row in table[1:]}
    assert found == {
        title: [format_score(node["score"][reading], AS_SCORED) for reading in shown] for title, node in nodes.items()
    }


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("file", EXAMPLES)
def test_the_chart_on_page_one_has_the_same_figures(file: str, format_: str) -> None:
    """The table of the chart has the headline scores and the range of every row."""
    result = results(file)
    tables = tables_of(report(file, "--format", format_), format_)
    head, *rows = next(table for table in tables if "Range" in table[0] and "Level" in table[0])
    nodes = {node["title"]: node for node in result["dimensions"].values()} | {"Overall": result["overall"]}
    assert find_node(rows[0][0]) == "Overall"
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        node = nodes[find_node(row[0])]
        for title in {"Evidenced", "Claimed"} & set(cells):
            assert cells[title] == format_score(node["score"][title.lower()], AS_SCORED)
        assert cells["Range"] == "–".join(format_score(node["score"][end], AS_SCORED) for end in ("low", "high"))


@pytest.mark.parametrize("format_", FORMATS)
def test_the_annex_has_every_criterion_and_the_arithmetic_adds_up(format_: str) -> None:
    """Points of the criteria add up to the score before gates, as points of the dimensions do."""
    file = example("otterbridge-wold")
    result = results(file)
    tables = tables_of(report(file, "--format", format_), format_)
    rows = [row for table in tables if table[0][1:3] == ["Evidenced and claimed", "Answer"] for row in table[1:]]
    points = {re.search(r"\(([a-z0-9-]+); weight", row[0])[1]: row[1] for row in rows}  # type: ignore[index]
    assert points.keys() == result["criteria"].keys()
    for reading in ("evidenced", "claimed"):
        adds = rf"{reading}(?: and claimed)?, (\d+\.\d{{3}}) points|evidenced and {reading}, (\d+\.\d{{3}}) points"
        found = [float(one or other) for cell in points.values() for one, other in re.findall(adds, cell)]
        assert sum(found) == pytest.approx(result["overall"]["before_gates"][reading], abs=0.02)
    arithmetic = tables[-1]
    assert arithmetic[-1][0] == "Score"
    shown = [float(one) for one in arithmetic[-1][2:]]
    readings = ("evidenced", "claimed", "low", "high")
    assert shown == pytest.approx([result["overall"]["score"][reading] for reading in readings], abs=0.0005)


def test_sections_are_in_the_order_of_a_board_paper() -> None:
    """Page one comes first, then the details, then the annexes; empty sections are left out."""
    titles = Page(report(example("marlowe-vale"))).headings
    assert [title for title in titles if title in STORY] == list(STORY)
    at = titles.index("Questions to ask")
    assert titles[0] == "Leadership of NHS digital transformation"
    assert titles[at + 1] == "Contents"


@pytest.mark.parametrize("format_", FORMATS)
def test_page_one_has_the_gates_and_the_unsupported_answers_and_the_first_actions(format_: str) -> None:
    """For an organisation with a safety gap, the gate, its effect and what to do come before any figure."""
    text = report(example("otterbridge-wold"), "--format", format_)
    front = html.unescape(re.sub(r"<[^>]+>", "", text.split('id="contents"')[0])).replace("**", "")
    result = results(example("otterbridge-wold"))
    after, before = (
        [f"{result['overall'][key][reading]:.1f} {reading}" for reading in ("evidenced", "claimed")]
        for key in ("score", "before_gates")
    )
    gates = [gate for gate in result["gates"] if gate["state"] == "triggered" and "overall" in gate["caps"]]
    assert f"{', '.join(after)}, range " in front
    assert f"(before gates {', '.join(before)}, range " in front
    assert f"Triggered: “{gates[0]['title']}” ({gates[0]['severity']}; " in front
    assert gates[0]["remedy"] in front
    assert "caps the overall score at 1 Begun" in front
    assert "Clinical safety as the leaders' business: do what the gate “" in front
    assert "(a gate depends on this)" in front


@pytest.mark.parametrize("columns", [60, 80])
def test_the_report_on_a_terminal_matches_its_snapshot(columns: int) -> None:
    """The whole report on a terminal. The gallery pins the Markdown."""
    run = nhsdx("report", example("otterbridge-wold"), "--format", "text", columns=columns)
    assert (run.code, run.err) == (0, "")
    assert_snapshot(f"report/otterbridge-wold-{columns}.txt", run.out)


@pytest.mark.parametrize("file", EXAMPLES)
def test_the_file_of_a_report_is_small(file: str) -> None:
    """It can be emailed, with the results and every statement; a local rubric has its national results as well."""
    assert len(report(file).encode()) < (230_000 if file == LOCAL else 185_000)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_input_gives_the_same_bytes(format_: str) -> None:
    """A report can be compared with an older one as a file."""
    assert report(example("harrowmere"), "--format", format_) == report(example("harrowmere"), "--format", format_)


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("paper.md", "# "), ("paper.MARKDOWN", "# "), ("paper.htm", "<!doctype html>"), ("paper.txt", "Leadership")],
)
def test_the_ending_of_the_output_file_decides_the_format(tmp_path: Path, name: str, beginning: str) -> None:
    """Upper and lower case do not matter."""
    report(example("harrowmere"), "-o", str(tmp_path / name))
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)


@pytest.mark.parametrize("name", ["paper", "paper.xlsx", "paper.toml"])
def test_an_unknown_ending_is_refused(tmp_path: Path, name: str) -> None:
    """The error comes before anything is read or written."""
    run = nhsdx("report", "none.toml", "-o", str(tmp_path / name))
    assert (run.code, run.out, "expected .txt, .md" in run.err) == (2, "", True)
    assert not (tmp_path / name).exists()


def test_a_format_option_overrides_the_ending_of_the_output_file(tmp_path: Path) -> None:
    """`--format` overrides the ending."""
    report(example("harrowmere"), "-o", str(tmp_path / "paper.html"), "--format", "markdown")
    assert (tmp_path / "paper.html").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_binary_formats_are_not_printed_on_a_terminal(format_: str) -> None:
    """Binary formats are not written to a terminal."""
    run = run_in_terminal("--format", format_)
    assert (run.returncode, "give a file" in run.stderr) == (2, True)


def test_html_is_not_printed_on_a_terminal_and_the_error_says_what_to_do() -> None:
    """In a pipe a report is HTML; on a terminal the user has to choose."""
    run = run_in_terminal()
    assert (run.returncode, "give -o report.html, .md, .docx or .pdf, or --format text" in run.stderr) == (2, True)
    assert "Invalid value" not in run.stderr
    assert run_in_terminal("--format", "text").returncode == 0


def run_in_terminal(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The output of the command with a terminal as its stdout."""
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "nhsdx", "report", ONE_FILE, *arguments]
    with subprocess.Popen(command, stdout=end, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        os.close(end)
        reader = threading.Thread(target=drain, args=(terminal,))
        reader.start()
        _, errors = process.communicate()
        reader.join()
    os.close(terminal)
    return subprocess.CompletedProcess(command, process.returncode, "", errors)


def drain(terminal: int) -> None:
    """Reads a terminal to its end, so that the program can go on writing."""
    with contextlib.suppress(OSError):
        while os.read(terminal, 4096):
            pass


@pytest.mark.parametrize("file", EXAMPLES)
def test_a_report_is_verified_in_the_same_way_as_a_result(tmp_path: Path, file: str) -> None:
    """The JSON is the same as that of `nhsdx assess`."""
    text = report(file)
    assert embedded(text) == results(file)
    (tmp_path / "report.html").write_text(text, encoding="utf-8")
    rubric = [] if "nhs" in results(file)["rubric"]["id"] else ["--rubric", str(rubric_of(file))]
    run = nhsdx("verify", str(tmp_path / "report.html"), *rubric)
    assert (run.code, run.out.startswith("1 result: 1 confirmed")) == (0, True)


def rubric_of(file: str) -> Path:
    """The rubric beside an example, or the example itself."""
    return ROOT / file if file == ONE_FILE else (ROOT / file).parent / "rubric.toml"


def test_the_report_in_json_is_the_result_that_assess_gives(files: Path) -> None:
    """JSON is one object for one file, and a list for several."""
    assert json.loads(report("self.toml", "--format", "json", cwd=files)) == results(str(files / "self.toml"))
    run = nhsdx("report", "self.toml", "--since", "old.toml", "--format", "json", cwd=files)
    assert (run.code, "for changes use nhsdx compare" in run.out) == (2, True)
    both = json.loads(report("self.toml", "staff.toml", "--format", "json", cwd=files))
    assert [one["assessment"]["voice"] for one in both] == ["self", "clinicians"]


def test_a_forged_report_is_detected(tmp_path: Path) -> None:
    """A changed figure in its data is found, at its line and column in the HTML file."""
    text = report(example("harrowmere"))
    forged = re.sub(r'("overall":\{"title":"[^"]*","score":\{"evidenced":)[0-9.]+', r"\g<1>99", text)
    assert forged != text
    (tmp_path / "report.html").write_text(forged, encoding="utf-8")
    run = nhsdx("verify", "report.html", cwd=tmp_path)
    assert (run.code, "figure-changed" in run.out) == (1, True)
    line, column = (int(found) for found in re.findall(r"report\.html:(\d+):(\d+): figure-changed", run.out)[0])
    assert forged.split("\n")[line - 1][column - 1 :].startswith("99,")


def test_a_report_with_changed_digests_is_refused(tmp_path: Path) -> None:
    """The digests in its footer would not match its figures."""
    text = report(example("harrowmere"))
    shown = re.findall(r"<code>(sha256:[0-9a-f]{64})</code>", text)
    assert len(shown) == 3
    (tmp_path / "report.html").write_text(text.replace(f"<code>{shown[2]}", f"<code>{shown[1]}"), encoding="utf-8")
    run = nhsdx("verify", "report.html", cwd=tmp_path)
    assert (run.code, "result-altered" in run.err) == (2, True)


@pytest.mark.parametrize("text", ["<!doctype html><p>Nothing.</p>", ""], ids=["a page", "an empty page"])
def test_an_html_page_without_results_cannot_be_verified(tmp_path: Path, text: str) -> None:
    """The message says what was expected."""
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    run = nhsdx("verify", "page.html", cwd=tmp_path)
    assert (run.code, "expected an HTML page from nhsdx report" in run.err) == (2, True)


@pytest.mark.parametrize("name", ["paper.md", "paper.PDF", "paper.docx"])
@pytest.mark.parametrize("command", [("verify",), ("report", "a.toml", "--since")], ids=["verify", "since"])
def test_the_error_for_a_report_without_results_says_that_the_results_are_missing(
    tmp_path: Path, name: str, command: tuple[str, ...]
) -> None:
    """The message does not call it broken: its file simply contains no results."""
    write(tmp_path / "rubric.toml", small_rubric())
    write(tmp_path / "a.toml", assessment(GOOD))
    report("a.toml", "-o", name, cwd=tmp_path)
    run = nhsdx(*command, name, cwd=tmp_path)
    assert (run.code, "only HTML reports contain their results" in run.err) == (2, True)


def test_a_report_can_be_used_as_an_older_result(tmp_path: Path) -> None:
    """Last year's report can be given to show what changed."""
    (tmp_path / "old.html").write_text(report("examples/marlowe-vale-2026-04.toml"), encoding="utf-8")
    text = report(example("marlowe-vale"), "--since", str(tmp_path / "old.html"))
    assert "Change since last time" in Page(text).headings
    assert text == report(example("marlowe-vale"), "--since", "examples/marlowe-vale-2026-04.toml")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a rubric, assessments by two voices, an older one and one of another subject."""
    write(tmp_path / "rubric.toml", small_rubric())
    write(tmp_path / "self.toml", assessment(GOOD))
    staff = assessment(GOOD | {"skill": level(1), "safety": "unknown"})
    staff["assessment"]["voice"] = "clinicians"
    write(tmp_path / "staff.toml", staff)
    write(tmp_path / "old.toml", assessment(GOOD | {"time": level(1)}))
    write(tmp_path / "elsewhere.toml", assessment(GOOD, subject="Elsewhere"))
    write(tmp_path / "short.toml", assessment(GOOD) | {"profile": "short"})
    return tmp_path


@pytest.mark.parametrize("format_", FORMATS)
def test_voices_are_shown_side_by_side(files: Path, format_: str) -> None:
    """Evidenced comes before claimed, on what all answered; the widest difference is first; nothing is averaged."""
    tables = tables_of(report("self.toml", "staff.toml", "--format", format_, cwd=files), format_)
    scores = next(table for table in tables if table[0][1:] == ["self", "clinicians"])
    assert scores[1:] == [
        ["Overall, evidenced", "60.0", "40.0"],
        ["Overall, claimed", "60.0", "40.0"],
        ["People, evidenced", "60.0", "40.0"],
        ["People, claimed", "60.0", "40.0"],
        ["Gates not clear", "none", "none"],
    ]
    apart = next(table for table in tables if table[0][-1] == "Claimed levels apart")
    assert apart[1:] == [["Skill", "level 3 evidenced, 3 claimed", "level 1 evidenced, 1 claimed", "2"]]


@pytest.mark.parametrize(
    ("arguments", "head"),
    [
        (
            ("self.toml", "staff.toml"),
            (
                "On the 2 criteria that all voices answered: “clinicians” 40.0 evidenced, 40.0 claimed, "
                "range 40.0–40.0; this assessment 60.0 evidenced, 60.0 claimed, range 60.0–60.0. "
                "Their claims differ on 1 criterion, by up to 2 levels."
            ),
        ),
        (
            ("self.toml", "self.toml"),
            (
                "“self, 2026-10-01 (2)” 60.0 evidenced, 60.0 claimed, range 60.0–60.0; "
                "this assessment 60.0 evidenced, 60.0 claimed, range 60.0–60.0. All claim the same levels."
            ),
        ),
        (
            ("self.toml", "--since", "old.toml"),
            (
                "1 October 2026: 45.0 evidenced, 45.0 claimed, range 45.0–45.0; "
                "now 60.0 evidenced, 60.0 claimed, range 60.0–60.0."
            ),
        ),
        (
            ("self.toml", "--since", "short.toml", "--rescore"),
            (
                "1 October 2026, scored again with this rubric and profile: "
                "60.0 evidenced, 60.0 claimed, range 60.0–60.0; now 60.0 evidenced, 60.0 claimed, range 60.0–60.0."
            ),
        ),
    ],
    ids=["voices", "the same", "change", "scored again"],
)
def test_page_one_has_a_line_for_each_other_voice_and_for_the_previous_result(
    files: Path, arguments: tuple[str, ...], head: str
) -> None:
    """Each other voice and the previous result has one line."""
    front = Page(report(*arguments, cwd=files).split("Contents</h2>")[0] + "</h2></nav></main></body></html>").text
    assert head in front


def test_page_one_of_a_local_rubric_has_the_national_score() -> None:
    """A board with its own questions also sees the score of the shared ones."""
    both = results(LOCAL)["both"]["overall"]
    national, local = (f"{both[side]['evidenced']:.1f} evidenced" for side in ("national", "local"))
    front = report(LOCAL, "--format", "markdown").split("## The finding")[0]
    assert re.search(f"National {national}, .*; local {local}", front)


def test_page_one_says_if_every_gate_is_clear() -> None:
    """Page one also says that gates do not check everything."""
    assert "None of the 10 gates is triggered. This is not a finding that all is well." in report(
        example("marlowe-vale"), "--format", "markdown"
    )


def test_two_assessments_with_the_same_voice_have_different_names(files: Path) -> None:
    """They have different dates in their names or, on the same date, different numbers."""
    assert "self, 2026-10-01 (1)" in report("self.toml", "old.toml", cwd=files)
    shutil.copy(files / "self.toml", files / "again.toml")
    text = report("self.toml", "again.toml", cwd=files)
    assert "The voices claim the same level for every criterion that they answered." in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("self.toml", "elsewhere.toml"), "incomparable"),
        (("self.toml", "short.toml"), "incomparable"),
        (("self.toml", "--since", "short.toml"), "incomparable"),
        (("self.toml", "--rescore"), "usage"),
        (("self.toml", "--profile", "none"), "unknown-reference"),
        (("self.toml", "--since", "none.toml"), "file-not-found"),
        (("-", "--since", "-"), "duplicate"),
        (("self.toml", "--since", "old.toml", "-o", "old.toml", "--format", "html", "--force"), "file-exists"),
        (("self.toml", "none.toml"), "file-not-found"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_wrong_input_to_a_report_is_refused(files: Path, arguments: tuple[str, ...], code: str) -> None:
    """League tables, results that cannot be compared, and outputs that would replace an input are refused."""
    run = nhsdx("report", *arguments, cwd=files)
    assert (run.code, run.out) == (2, "")
    assert code in run.err


@pytest.mark.parametrize("format_", FORMATS)
def test_the_report_shows_what_changed_since_the_last_assessment(files: Path, format_: str) -> None:
    """The report has the scores then and now, the criteria that moved, and why."""
    tables = tables_of(report("self.toml", "--since", "old.toml", "--format", format_, cwd=files), format_)
    scores = next(table for table in tables if table[0][1:4] == ["Old", "New", "Change"])
    assert scores[2] == ["Claimed", "45.0", "60.0", "+15.0", "+15.0", "0.0", "0.0"]
    changed = next(table for table in tables if table[0][1:4] == ["Evidenced", "Claimed", "Answer and evidence"])
    assert [row[0] for row in changed[1:]] == ["Time"]


def test_a_change_of_profile_is_shown_after_scoring_again(files: Path) -> None:
    """Rescoring needs an option, and the report says so."""
    text = report("self.toml", "--since", "short.toml", "--rescore", cwd=files)
    assert "The two assessments were scored with different rubrics or profiles." in text
    assert "Rubric: everything else that can change a score, and the profile." in text


@pytest.mark.parametrize("format_", FORMATS)
def test_the_report_on_a_local_rubric_shows_both_scores(format_: str) -> None:
    """The report has the national and local score of the same answers, and the causes of each difference."""
    tables = tables_of(report(LOCAL, "--format", format_), format_)
    rows = next(table for table in tables if table[0][1:3] == ["National", "Local"])[1:]
    both = results(LOCAL)["both"]
    found = {re.sub(r"( · )?\(national: .*", "", row[0]): row[1:3] for row in rows}
    assert found["Overall, evidenced"] == [
        format_score(both["overall"][side]["evidenced"], AS_SCORED) for side in ("national", "local")
    ]
    assert len(found) % 4 == 0


@pytest.fixture(params=["attack", "long"])
def attacked(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A rubric and an assessment with an attack, or as much text as allowed, in every field."""
    text = ATTACK if request.param == "attack" else (ATTACK * 60)[:9_990]
    reports.attacked(tmp_path, text)
    return tmp_path


def test_hostile_text_stays_text_in_html(attacked: Path) -> None:
    """Text never becomes an element, attribute, link or control sequence."""
    text = report("a.toml", cwd=attacked)
    page = Page(text)
    assert {tag for tag, _ in page.tags} <= set(ELEMENTS)
    assert [attributes for tag, attributes in page.tags if tag == "script"] == [
        {"type": "application/json", "id": "nhsdx-results"}
    ]
    names = {name for _, attributes in page.tags for name in attributes}
    assert not [name for name in names if name.startswith("on") or name in ("src", "style")]
    assert all(str(attributes["href"]).startswith("#") for tag, attributes in page.tags if tag == "a")
    assert not hostile.FORBIDDEN.search(text)
    assert "{{ 7 * 7 }}{% raw %}" in page.text
    assert embedded(text)["assessment"]["subject"].startswith("</script>")


def test_hostile_text_stays_text_in_markdown(attacked: Path) -> None:
    """For the parsers of GitHub and pandoc, text never becomes HTML, a link, an image or a table row."""
    text = report("a.toml", "--format", "markdown", cwd=attacked)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    assert not [
        one for one in (*tokens, *inline) if one.type in ("html_block", "html_inline", "link_open", "image", "fence")
    ]
    assert not hostile.FORBIDDEN.search(text)
    assert all(len(row) == len(table[0]) for table in tables_of(text, "markdown") for row in table)


@needs_pandoc
@pytest.mark.parametrize("reader", ["gfm", "markdown"])
def test_hostile_text_stays_text_in_pandoc(attacked: Path, reader: str) -> None:
    """Pandoc's Markdown also has formulas, notes, citations and attributes."""
    made = convert_markdown(report("a.toml", "--format", "markdown", cwd=attacked), reader, "json")
    assert set(re.findall(r'"t":"(\w+)"', made)) <= PANDOC_ELEMENTS


@needs_pandoc
@pytest.mark.parametrize("reader", ["gfm", "markdown-smart"])
@pytest.mark.parametrize("file", EXAMPLES)
def test_pandoc_reads_the_same_tables_from_the_markdown(file: str, reader: str) -> None:
    """Figures are kept when Markdown is converted to letters or slides."""
    text = report(file, "--format", "markdown")
    seen, meant = (
        [[[" ".join(cell.split()) for cell in row] for row in table] for table in tables]
        for tables in (Page(convert_markdown(text, reader, "html")).tables, tables_of(text, "markdown"))
    )
    assert seen == meant


def test_text_that_is_too_long_for_a_report_is_refused(tmp_path: Path) -> None:
    """A string of 100 kB is refused; nothing is written, and the text is not repeated."""
    write(tmp_path / "rubric.toml", small_rubric())
    write(tmp_path / "a.toml", assessment(GOOD | {"skill": level(3, why="x" * 100_000)}))
    run = nhsdx("report", "a.toml", "-o", "report.html", cwd=tmp_path)
    assert (run.code, "xxx" in run.err, (tmp_path / "report.html").exists()) == (2, False, False)
    assert "out-of-range" in run.err


def test_a_missing_package_gives_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message gives the command that installs the missing package."""
    monkeypatch.setitem(sys.modules, "docx", None)
    run = nhsdx("report", example("harrowmere"), "--format", "docx", "-o", "unwritten.docx")
    assert (run.code, "the package python-docx" in run.err, 'pip install "nhsdx[docx]"' in run.err) == (2, True, True)


ELEMENTS = (
    *("html", "head", "meta", "title", "style", "body", "main", "div", "nav", "footer", "script"),
    *("h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd", "strong", "small", "code", "br", "a", "span"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("svg", "defs", "pattern", "line", "rect", "circle", "path", "text", "desc"),
)
