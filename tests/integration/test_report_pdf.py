"""Reports as PDF: tagged, bookmarked, the same everywhere, and with the result's figures."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from nhsdx.documents.number_words import format_score
from nhsdx.model.reading import AS_SCORED
from tests.support.programs.pdf import attribute, bookmarks, elements, objects, of_kind, unmarked, within, words
from tests.support.reports import ATTACK, EXAMPLES, STORY, attacked, fill_page_one, report
from tests.support.run import ROOT, nhsdx
from tests.support.samples import (
    ASEM,
    HDI,
    assessment,
    clean_environment,
    example,
    level,
    results,
    small_rubric,
    write,
)

ACTIVE = ("/URI", "/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/EmbeddedFile", "/GoToR", "/SubmitForm")

pytestmark = pytest.mark.media


def pdf(*arguments: str, cwd: Path = ROOT) -> PdfReader:
    """The report of these files."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.pdf"
        run = nhsdx("report", *arguments, "-o", str(file), cwd=cwd)
        assert (run.code, run.out, run.err) == (0, "", "")
        return PdfReader(io.BytesIO(file.read_bytes()))


@pytest.fixture(scope="module")
def paper() -> PdfReader:
    """A report with triggered gates, claims without evidence, and an unknown answer."""
    return pdf(example("otterbridge-wold"))


def test_the_file_has_a_title_and_a_language_and_declares_pdf_ua(paper: PdfReader) -> None:
    """The file has title and language for screen readers, and declares PDF/UA, which the engine has checked."""
    root: Any = paper.root_object
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata is not None
    assert paper.metadata.title == (
        "Leadership of NHS digital transformation: Otterbridge & Wold Primary Care Network (fictional), 2026-09-21"
    )
    assert paper.metadata.subject == "Otterbridge & Wold Primary Care Network (fictional)"
    assert follows_ua(paper)


def follows_ua(reader: PdfReader) -> bool:
    """Whether a file declares PDF/UA-1."""
    root: Any = reader.root_object
    return b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def test_headings_have_tags_and_bookmarks(paper: PdfReader) -> None:
    """Headings are in order, without skipping a level, and each is a bookmark."""
    text = report(example("otterbridge-wold"), "--format", "markdown")
    # The actions to paste are TOML, in which a # begins a comment.
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^(#+) (.*)$", text, re.MULTILINE)
    levels = [str(one["/S"]) for one in elements(paper) if re.fullmatch(r"/H\d", str(one["/S"]))]
    assert levels == [f"/H{len(marks)}" for marks, _ in headings]
    titles = bookmarks(paper.outline)
    assert titles == [title.replace("\\", "") for _, title in headings]
    assert [title for title in titles if title in STORY] == [title for title in STORY if title in titles]


def test_every_bar_has_an_alternative_text(paper: PdfReader) -> None:
    """Each bar has an alternative text."""
    texts = [one["/Alt"] for one in of_kind(paper, "/Figure")]
    assert texts[0] == "Overall: 20.0 evidenced, 20.0 claimed, range 20.0–20.0"
    assert texts == re.findall(r"<desc [^>]*>([^<]*)</desc>", report(example("otterbridge-wold")))


def test_tables_are_tagged_as_tables(paper: PdfReader) -> None:
    """Each table starts with a heading row, and every cell refers to its headings."""
    tables = of_kind(paper, "/Table")
    assert len(tables) == len(of_kind(paper, "/THead")) == len(of_kind(paper, "/TBody")) > 1
    for table in tables:
        heads, fields, rows = ([one for one in within(table) if one["/S"] == kind] for kind in ("/TH", "/TD", "/TR"))
        assert {attribute(head, "/Scope") for head in heads} == {"/Column"}
        assert len(fields) == len(heads) * (len(rows) - 1)
        assert [attribute(field, "/Headers") for field in fields] == [[head["/ID"]] for head in heads] * (len(rows) - 1)


def test_lists_are_tagged_as_lists(paper: PdfReader) -> None:
    """Numbered lists have numbers in their tags."""
    kinds = [one["/S"] for one in elements(paper)]
    assert kinds.count("/LI") == kinds.count("/LBody") > kinds.count("/L") > 1


def test_everything_on_the_pages_is_tagged_or_marked_as_decoration(paper: PdfReader) -> None:
    """All visible content is read by a screen reader or marked as decoration."""
    assert [unmarked(page) for page in paper.pages] == [[] for _ in paper.pages]


@pytest.mark.parametrize("file", EXAMPLES)
def test_the_figures_in_a_pdf_are_those_of_the_result_and_page_one_fits_on_one_page(file: str) -> None:
    """The file has every reading of the whole and of every dimension; page one ends with the last question."""
    result, reader = results(file), pdf(file)
    shown = words(reader).partition("Scores (0 to 100) under each reading")[2]
    is_graded = file not in (HDI, ASEM)
    readings = (*(["evidenced"] if is_graded else []), "claimed", "low", "high")
    for node in (*result["dimensions"].values(), result["overall"] | {"title": "Overall"}):
        figures = " ".join(format_score(node["score"][reading], AS_SCORED) for reading in readings)
        advisory = r" \(not counted\)" if node.get("advisory") else ""
        assert re.search(rf"{re.escape(node['title'])}{advisory}(?: \(\d+ [\w ,]+\))? {re.escape(figures)} ", shown)
    first, second = reader.pages[:2]
    assert [round(float(side)) for side in first.mediabox[2:]] == [595, 842]
    assert "Questions to ask" in first.extract_text()
    assert re.match(
        r"\d+ gates? (is|are) not clear|None of the \d+ gates|The only gate|The figures", second.extract_text()
    )
    assert follows_ua(reader)


def test_page_one_fits_on_one_page_however_long_its_texts_are(tmp_path: Path) -> None:
    """Long texts are set in smaller type."""
    # Longer ones would together be above the limit of PDF.
    first, second = pdf(*fill_page_one(tmp_path, 100), cwd=tmp_path).pages[:2]
    assert "Questions to ask" in first.extract_text()
    assert second.extract_text().startswith("5 gates are not clear")


def test_the_same_input_gives_the_same_bytes() -> None:
    """Time and machine do not matter: the only date in the file is the assessment's date."""
    file = example("harrowmere")
    here = made(file, PYTHONHASHSEED="1", TZ="UTC")
    assert here == made(file, PYTHONHASHSEED="2", TZ="Pacific/Auckland", LANG="tr_TR.UTF-8")
    metadata = PdfReader(io.BytesIO(here)).metadata
    assert metadata is not None
    assert str(metadata["/CreationDate"]).startswith(f"D:{results(file)['assessment']['date'].replace('-', '')}")


def made(file: str, **environment: str) -> bytes:
    """The report on stdout of a separate process."""
    command = [sys.executable, "-m", "nhsdx", "report", file, "--format", "pdf"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, check=True, env=clean_environment() | environment
    ).stdout


@pytest.mark.parametrize("times", [1, 4], ids=["attack", "long"])
def test_hostile_text_in_a_file_stays_text(tmp_path: Path, times: int) -> None:
    """Text never becomes a command of the engine, a link, a script or a file, and is shown unchanged."""
    text = f'{ATTACK} #sys.inputs #read("/etc/passwd") <label> @ref = Head #[x] // no /* */ ' * times
    reader = pdf(attacked(tmp_path, text[:9_990]), cwd=tmp_path)
    assert len(list(objects(reader))) > len(reader.pages)
    assert not [name for name in ACTIVE for one in objects(reader) if name in one]
    assert "{{ 7 * 7 }}{% raw %} [go](javascript:alert(1))" in words(reader)
    assert "Questions to ask" in reader.pages[0].extract_text()


def test_text_that_is_too_long_for_a_pdf_is_refused(tmp_path: Path) -> None:
    """A string of 100 kB is refused; nothing is written."""
    write(tmp_path / "rubric.toml", small_rubric())
    answers = {"skill": level(3, why="x" * 100_000), "time": level(3), "safety": level(3)}
    write(tmp_path / "a.toml", assessment(answers))
    run = nhsdx("report", "a.toml", "-o", "report.pdf", cwd=tmp_path)
    assert (run.code, (tmp_path / "report.pdf").exists(), "out-of-range" in run.err) == (2, False, True)


def test_letters_missing_from_the_fonts_do_not_stop_the_report(tmp_path: Path) -> None:
    """Another font of the machine is used, or the place is marked; the rest does not change."""
    write(tmp_path / "rubric.toml", small_rubric())
    answers = {"skill": level(3, why="領導 \U0001f600 قيادة"), "time": level(3), "safety": level(3)}
    write(tmp_path / "a.toml", assessment(answers))
    assert "Overall 60.0 60.0 60.0 60.0" in words(pdf("a.toml", cwd=tmp_path))
