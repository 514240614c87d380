"""Reports for Word: real headings, lists and tables, which an office program opens correctly."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Paper
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from pypdf import PdfReader

from nhsdx.documents.number_words import format_score
from nhsdx.model.reading import AS_SCORED
from tests.support.programs.office import as_pdf, needs_office
from tests.support.reports import ATTACK, EXAMPLES, STORY, attacked, find_node, report
from tests.support.run import ROOT, nhsdx
from tests.support.samples import ASEM, clean_environment, example, results


def written(folder: Path, *arguments: str, cwd: Path = ROOT) -> Path:
    """The report of these files, as a file in a folder."""
    file = folder / "paper.docx"
    run = nhsdx("report", *arguments, "-o", str(file), cwd=cwd)
    assert (run.code, run.out, run.err) == (0, "", "")
    return file


def opened(file: Path) -> Paper:
    """A document as python-docx reads it."""
    return Document(str(file))


def rows_of(paper: Paper) -> list[list[list[str]]]:
    """The texts of all tables, row by row."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]


@pytest.mark.parametrize("file", EXAMPLES)
def test_the_figures_in_a_report_are_those_of_the_result(tmp_path: Path, file: str) -> None:
    """The tables have every reading of the whole and of every dimension, also on page one."""
    result = results(file)
    tables = rows_of(opened(written(tmp_path, file)))
    nodes = {node["title"]: node for node in result["dimensions"].values()} | {"Overall": result["overall"]}
    head, *rows = next(table for table in tables if "Low" in table[0] and "High" in table[0])
    shown = [title.lower() for title in head[1 : head.index("High") + 1]]
    assert shown[-3:] == ["claimed", "low", "high"]
    found = {find_node(row[0]): row[1 : len(shown) + 1] for row in rows}
    assert found == {
        title: [format_score(node["score"][reading], AS_SCORED) for reading in shown] for title, node in nodes.items()
    }
    head, *chart = next(table for table in tables if "Range" in table[0])
    for row in chart:
        node = nodes[find_node(row[0])]
        cells = dict(zip(head, row, strict=True))
        assert cells["Range"] == "–".join(format_score(node["score"][end], AS_SCORED) for end in ("low", "high"))
        for title in {"Evidenced", "Claimed"} & set(cells):
            assert cells[title] == format_score(node["score"][title.lower()], AS_SCORED)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """A report with triggered gates, claims without evidence, and an unknown answer."""
    return opened(written(tmp_path_factory.mktemp("report"), example("otterbridge-wold")))


def test_headings_have_heading_styles(paper: Paper) -> None:
    """They are in the same order as in other formats, and Word shows them as an outline."""
    text = report(example("otterbridge-wold"), "--format", "markdown")
    # The actions to paste are TOML, in which a # begins a comment.
    lines = re.findall(r"^(#+) (.*)$", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    meant = [(f"Heading {len(marks)}", title.replace("\\", "")) for marks, title in lines]
    styled = [(one.style.name, one.text) for one in paper.paragraphs if one.style is not None]
    found = [(name, title) for name, title in styled if name is not None and name.startswith("Heading")]
    assert found == meant
    titles = [title for _, title in found]
    assert [title for title in titles if title in STORY] == [title for title in STORY if title in titles]


def test_lists_have_list_styles(paper: Paper) -> None:
    """Word counts the numbered ones."""
    styles = {one.style.name: one for one in paper.paragraphs if one.style is not None}
    assert {"List Bullet", "List Number"} <= styles.keys()
    assert not styles["List Number"].text.startswith("3")


def test_tables_repeat_their_heading_rows(paper: Paper) -> None:
    """Headings are repeated on each page, and each table has a title for screen readers."""
    for table in paper.element.body.iter(qn("w:tbl")):
        rows = list(table.iter(qn("w:tr")))
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert [one.get(qn("w:val")) != "" for one in table.iter(qn("w:tblCaption"))] == [True]


def test_every_bar_has_an_alternative_text(paper: Paper) -> None:
    """Each picture has an alternative text."""
    texts = [one.get("descr") for one in paper.element.body.iter(qn("wp:docPr"))]
    assert texts == re.findall(r"<desc [^>]*>([^<]*)</desc>", report(example("otterbridge-wold")))


def test_all_formatting_comes_from_styles(paper: Paper) -> None:
    """No run has its own font, size, weight or colour, so a changed style applies everywhere."""
    runs = {one.tag for properties in paper.element.body.iter(qn("w:rPr")) for one in properties}
    paragraphs = {one.tag for properties in paper.element.body.iter(qn("w:pPr")) for one in properties}
    assert runs == {qn("w:rStyle")}
    assert paragraphs <= {qn(f"w:{name}") for name in ("pStyle", "numPr", "pageBreakBefore", "sectPr")}
    used = {
        one.get(qn("w:val")) for name in ("pStyle", "rStyle", "tblStyle") for one in paper.element.iter(qn(f"w:{name}"))
    }
    assert used <= {style.style_id for style in paper.styles}
    assert {table.style.name for table in paper.tables if table.style is not None} == {"Report table"}


def test_a_total_is_set_apart_from_the_other_rows(paper: Paper) -> None:
    """Totals use the style's last row and are bold, as in the sum of the overall score."""
    looks = [one.get(qn("w:lastRow")) for one in paper.element.body.iter(qn("w:tblLook"))]
    assert looks == ["0"] * (len(looks) - 1) + ["1"]
    total = paper.tables[-1].rows[-1].cells[-1].paragraphs[0].runs[0]
    assert total.style.name == "Strong"


def test_word_does_not_open_the_file_in_compatibility_mode(paper: Paper) -> None:
    """The file has the compatibility mode of the newest version of Word."""
    modes = {one.get(qn("w:name")): one.get(qn("w:val")) for one in paper.settings.element.iter(qn("w:compatSetting"))}
    assert modes["compatibilityMode"] == "15"


def test_an_owner_and_a_date_can_be_filled_in_for_each_action(paper: Paper) -> None:
    """The cells for them are empty where no action has been agreed."""
    table = next(rows for rows in rows_of(paper) if "Owner (role)" in rows[0])
    filled = [row for row in table[1:] if row[-2:] != ["", ""]]
    assert all("agreed" in " ".join(row[:-2]) for row in filled)
    assert 0 < len(filled) < len(table) - 1


def test_the_file_has_a_title_and_a_subject_and_a_language_and_a_date(paper: Paper) -> None:
    """Its properties have the title, subject, language and date of the report."""
    core = paper.core_properties
    assert (core.title, core.subject) == (
        "Leadership of NHS digital transformation",
        "Otterbridge & Wold Primary Care Network (fictional)",
    )
    assert core.created is not None
    assert (core.language, core.author, core.created.isoformat()[:10]) == ("en-GB", "nhsdx", "2026-09-21")
    assert (core.last_modified_by, core.revision, core.modified) == ("nhsdx", 1, core.created)
    assert {one.get(qn("w:val")) for one in paper.styles.element.iter(qn("w:lang"))} == {"en-GB"}


@needs_office
@pytest.mark.parametrize("file", [example("otterbridge-wold"), example("marlowe-vale"), ASEM])
def test_an_office_program_opens_the_file(tmp_path: Path, file: str) -> None:
    """The sections are in order, with all scores, on A4 pages."""
    pages = PdfReader(io.BytesIO(as_pdf(written(tmp_path, file)))).pages
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
    shown = " ".join(" ".join(page.extract_text() for page in pages).split())
    text = report(file, "--format", "markdown")
    at = [shown.find(f"{title} ") for title in STORY if f"\n## {title}\n" in text]
    assert -1 not in at
    data = results(file)
    # A rubric without evidence grades has one score, and its range.
    has_grades = any(one["evidence"] for one in data["criteria"].values())
    readings = ("evidenced", "claimed", "low", "high") if has_grades else ("claimed", "low", "high")
    figures = (format_score(data["overall"]["score"][reading], AS_SCORED) for reading in readings)
    left_out = r"(?:\([^)]*\) )?"
    assert re.search(rf"Overall {left_out}{re.escape(' '.join(figures))}", shown) is not None


def test_the_same_input_gives_the_same_bytes() -> None:
    """Time and machine do not matter."""
    assert made(PYTHONHASHSEED="1", TZ="UTC") == made(PYTHONHASHSEED="2", TZ="Pacific/Auckland", LANG="tr_TR.UTF-8")


def made(**environment: str) -> bytes:
    """A report on stdout of a separate process."""
    command = [sys.executable, "-m", "nhsdx", "report", example("harrowmere"), "--format", "docx"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, check=True, env=clean_environment() | environment
    ).stdout


@pytest.mark.parametrize("times", [1, pytest.param(40, marks=pytest.mark.media)], ids=["attack", "long"])
def test_hostile_text_in_a_file_stays_text(tmp_path: Path, times: int) -> None:
    """Text never becomes a link, field, script or file, and every part is well-formed XML."""
    text = f'{ATTACK} \ufffe {{ HYPERLINK "http://x.example" }} <w:p/> ]]> &#0; ' * times
    file = written(tmp_path, attacked(tmp_path, text[:9_990]), cwd=tmp_path)
    fields = []
    with zipfile.ZipFile(file) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                tree = parse_xml(parts.read(name))
                assert not tree.xpath("//*[@TargetMode='External']")
                assert not list(tree.iter(qn("w:hyperlink"), qn("w:instrText"), qn("w:object"), qn("w:altChunk")))
                fields += [one.get(qn("w:instr")) for one in tree.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    paper = opened(file)
    assert any("{{ 7 * 7 }}{% raw %} [go](javascript:alert(1))" in one.text for one in paper.paragraphs)
    assert all("\x1b" not in one.text and "\u202e" not in one.text for one in paper.paragraphs)


@needs_office
def test_hostile_text_has_no_effect_in_an_office_program(tmp_path: Path) -> None:
    """The file has all its sections, the text unchanged, and no link."""
    pages = PdfReader(io.BytesIO(as_pdf(written(tmp_path, attacked(tmp_path), cwd=tmp_path)))).pages
    shown = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert ("1 gate is not clear" in shown, "How to check these figures" in shown) == (True, True)
    assert "{{ 7 * 7 }}{% raw %}" in shown
    assert not any("/Annots" in page for page in pages)
