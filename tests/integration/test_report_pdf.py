"""Reports as PDF: tagged, bookmarked, the same everywhere, and with the result's own figures."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from nhsdx.render.figures import score_text
from tests.integration.reports import ATTACK, EXAMPLES, STORY, attacked, much_to_tell, report
from tests.integration.samples import assessment, example, level, results, small_rubric, write
from tests.run import ROOT, nhsdx

ACTIVE = ("/URI", "/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/EmbeddedFile", "/GoToR", "/SubmitForm")


def pdf(*arguments: str, cwd: Path = ROOT) -> PdfReader:
    """The report of these files."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.pdf"
        run = nhsdx("report", *arguments, "-o", str(file), cwd=cwd)
        assert (run.code, run.out, run.err) == (0, "", "")
        return PdfReader(io.BytesIO(file.read_bytes()))


def words(reader: PdfReader) -> str:
    """The text of all pages in its order, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def elements(reader: PdfReader) -> list[Any]:
    """The elements of the structure, in the order in which a screen reader meets them."""
    return list(_within(reader.root_object["/StructTreeRoot"].get_object()))


def _within(parent: Any) -> Iterator[DictionaryObject]:  # noqa: ANN401 - as the library has it
    found = parent.get("/K", ArrayObject()).get_object()
    for child in found if isinstance(found, ArrayObject) else [found]:
        element = child.get_object()
        if isinstance(element, DictionaryObject) and "/S" in element:
            yield element
            yield from _within(element)


def bookmarks(outline: list[Any]) -> list[str]:
    """The titles of the bookmarks, in their order."""
    return [title for one in outline for title in (bookmarks(one) if isinstance(one, list) else [one.title])]


@pytest.fixture(scope="module")
def paper() -> PdfReader:
    """A report with gates that fire, claims without evidence, and something unknown."""
    return pdf(example("otterbridge-wold"))


def test_it_says_what_it_is(paper: PdfReader) -> None:
    """Title and language, for a screen reader; and that it keeps to PDF/UA, which the engine has checked."""
    root: Any = paper.root_object
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata is not None
    assert paper.metadata.title == (
        "Leadership of NHS digital transformation: Otterbridge & Wold Primary Care Network (fictional)"
    )
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def test_headings_are_tagged_and_bookmarked(paper: PdfReader) -> None:
    """All of the story in its order, none of them skips a level, and each is a bookmark."""
    text = report(example("otterbridge-wold"), "--format", "markdown")
    headings = re.findall(r"^(#+) (.*)$", text, re.MULTILINE)
    levels = [str(one["/S"]) for one in elements(paper) if re.fullmatch(r"/H\d", str(one["/S"]))]
    assert levels == [f"/H{len(marks)}" for marks, _ in headings]
    titles = bookmarks(paper.outline)
    assert titles == [title.replace("\\", "") for _, title in headings]
    assert [title for title in titles if title in STORY] == [title for title in STORY if title in titles]


def test_bars_have_their_words(paper: PdfReader) -> None:
    """What each shows is told in its place."""
    told = [one["/Alt"] for one in elements(paper) if one["/S"] == "/Figure"]
    assert told[0] == "Overall: 20.0 supported by evidence, 20.0 claimed; it could lie from 20.0 to 20.0"
    assert told == re.findall(r"<desc [^>]*>([^<]*)</desc>", report(example("otterbridge-wold")))


def test_tables_are_tables(paper: PdfReader) -> None:
    """Each begins with a row of heads, and lists are lists."""
    kinds = [str(one["/S"]) for one in elements(paper)]
    assert kinds.count("/Table") == kinds.count("/THead") == kinds.count("/TBody") > 1
    heads = [next(_within(one)) for one in elements(paper) if one["/S"] == "/THead"]
    assert all({str(cell["/S"]) for cell in _within(head)} >= {"/TH"} for head in heads)
    assert {"/L", "/LI", "/LBody"} <= set(kinds)


@pytest.mark.parametrize("file", EXAMPLES)
def test_figures_are_those_of_the_result_and_page_one_is_one_page(file: str) -> None:
    """The four readings of the whole and of every dimension, read back; and A4 from the title to the last question."""
    result, reader = results(file), pdf(file)
    told = words(reader).partition("Scores of 0 to 100 under the four readings")[2]
    for node in (*result["dimensions"].values(), result["overall"] | {"title": "Overall"}):
        figures = " ".join(score_text(node[reading]) for reading in ("claimed", "evidenced", "low", "high"))
        advisory = " (advisory: shown, not counted)" if node.get("advisory") else ""
        assert f"{node['title']}{advisory} {figures} " in told
    first, second = reader.pages[:2]
    assert [round(float(side)) for side in first.mediabox[2:]] == [595, 842]
    assert "Questions to ask" in first.extract_text()
    assert second.extract_text().startswith(("Gates", "The figures"))


def test_page_one_is_one_page_however_much_there_is_to_tell(tmp_path: Path) -> None:
    """It is set smaller."""
    first, second = pdf(*much_to_tell(tmp_path), cwd=tmp_path).pages[:2]
    assert "Questions to ask" in first.extract_text()
    assert second.extract_text().startswith("Gates")


def test_the_same_input_gives_the_same_bytes() -> None:
    """Whenever and wherever it is made: the only date in it is that of the assessment."""
    file = example("harrowmere")
    here = made(file, PYTHONHASHSEED="1", TZ="UTC")
    assert here == made(file, PYTHONHASHSEED="2", TZ="Pacific/Auckland", LANG="tr_TR.UTF-8")
    metadata = PdfReader(io.BytesIO(here)).metadata
    assert metadata is not None
    assert str(metadata["/CreationDate"]).startswith(f"D:{results(file)['assessment']['date'].replace('-', '')}")


def made(file: str, **environment: str) -> bytes:
    """The report on stdout of a process of its own."""
    command = [sys.executable, "-m", "nhsdx", "report", file, "--format", "pdf"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env=environment).stdout


@pytest.mark.parametrize("times", [1, 10], ids=["attack", "long"])
def test_hostile_text_stays_text(tmp_path: Path, times: int) -> None:
    """Also in the engine's own language: no command, link, script or file, and the page shows what was written."""
    text = f'{ATTACK} #sys.inputs #read("/etc/passwd") <label> @ref = Head #[x] // no /* */ ' * times
    reader = pdf(attacked(tmp_path, text[:9_990]), cwd=tmp_path)
    assert len(list(objects(reader))) > len(reader.pages)
    assert not [name for name in ACTIVE for one in objects(reader) if name in one]
    assert "{{ 7 * 7 }}{% raw %} [go](javascript:alert(1))" in words(reader)


def objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every table in a file."""
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        found = reader.get_object(number)
        if isinstance(found, DictionaryObject):
            yield found


def test_letters_that_its_fonts_lack_do_not_stop_it(tmp_path: Path) -> None:
    """Other fonts of the machine help out, or the place is marked; the rest is as it was."""
    write(tmp_path / "rubric.toml", small_rubric())
    answers = {"skill": level(3, why="領導 \U0001f600 قيادة"), "time": level(3), "safety": level(3)}
    write(tmp_path / "a.toml", assessment(answers))
    assert "Overall 60.0 60.0 60.0 60.0" in words(pdf("a.toml", cwd=tmp_path))
