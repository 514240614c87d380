"""The workbook that `nhsdx new` draws: accessible, locked except for its fields, and with no text made a formula."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from nhsdx.forms.media.workbook.draw import draw_workbook
from nhsdx.forms.media.workbook.layout import FIRST_ROW, GATES, NOT_READ, RESULTS, START
from tests.support.build import Table, flat_rubric
from tests.support.laws.filled import load_sample
from tests.support.live_results import list_differences, read_out, score_sample
from tests.support.run import ROOT, nhsdx
from tests.support.samples import FOUR_KINDS, write

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
ATTACK = '=HYPERLINK("http://example.org","x")'
DAY = ("--date", "2026-10-01")


def attack_rubric() -> Table:
    """A rubric in which every text begins as a formula."""
    rubric = flat_rubric(FOUR_KINDS)
    rubric["rubric"]["title"] = rubric["dimensions"]["all-of-it"]["title"] = ATTACK
    for criterion in rubric["criteria"].values():
        criterion["title"] = criterion["question"] = criterion["look-for"] = ATTACK
    rubric["context"] = {"stage": {"title": ATTACK, "options": [ATTACK, "+1"]}}
    gate = {"when": {"criterion": "leader", "at-most": 1}, "because": ATTACK, "remedy": ATTACK}
    rubric["gates"] = {"one": {**gate, "cap": {"overall": 1}}, "two": {**gate, "title": ATTACK, "flag": True}}
    return rubric


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Xml.Element]:
    """The parts of a workbook whose rubric has texts like formulas."""
    folder = tmp_path_factory.mktemp("new")
    write(folder / "rubric.toml", attack_rubric())
    run = nhsdx("new", "rubric.toml", "-o", "form.xlsx", *DAY, cwd=folder)
    assert run.code == 0, run.err
    with zipfile.ZipFile(folder / "form.xlsx") as file:
        return {name: Xml.fromstring(file.read(name)) for name in file.namelist() if name.endswith(".xml")}  # noqa: S314


def list_sheets(parts: dict[str, Xml.Element]) -> Iterator[tuple[str, Xml.Element]]:
    """Each sheet by its name."""
    names = [one.get("name") or "" for one in parts["xl/workbook.xml"].iterfind("m:sheets/m:sheet", NAMES)]
    for number, name in enumerate(names, 1):
        yield name, parts[f"xl/worksheets/sheet{number}.xml"]


def test_every_sheet_is_an_accessible_table(parts: dict[str, Xml.Element]) -> None:
    """A title in A1, one marked-up table with unique headings and a text about it, nothing merged, panes frozen."""
    sheets = list(list_sheets(parts))
    tables = [root for name, root in parts.items() if name.startswith("xl/tables/")]
    assert len(tables) == len(sheets)
    for _, sheet in sheets:
        first = sheet.find("m:sheetData/m:row/m:c", NAMES)
        assert first is not None
        assert (first.get("r"), first.get("t")) == ("A1", "s")
        assert sheet.find("m:mergeCells", NAMES) is None
        pane = sheet.find("m:sheetViews/m:sheetView/m:pane", NAMES)
        assert pane is not None
        assert pane.get("ySplit") == str(FIRST_ROW - 1)
    for table in tables:
        headings = [one.get("name") for one in table.iterfind("m:tableColumns/m:tableColumn", NAMES)]
        assert len(set(headings)) == len(headings)
        assert "altTextSummary" in Xml.tostring(table, encoding="unicode")


def test_sheets_are_locked_and_print_in_landscape(parts: dict[str, Xml.Element]) -> None:
    """Sheets print in landscape, one page wide, with headings on each page; only fields may be changed."""
    names = parts["xl/workbook.xml"].findall("m:definedNames/m:definedName", NAMES)
    assert sum(one.get("name") == "_xlnm.Print_Titles" for one in names) == len(list(list_sheets(parts)))
    for name, sheet in list_sheets(parts):
        assert sheet.find("m:sheetProtection", NAMES) is not None
        setup = sheet.find("m:pageSetup", NAMES)
        assert setup is not None
        assert (setup.get("orientation"), setup.get("fitToHeight")) == ("landscape", "0")
        assert (sheet.find("m:dataValidations", NAMES) is not None) is (name not in NOT_READ)


def test_no_text_of_the_rubric_becomes_a_formula(parts: dict[str, Xml.Element]) -> None:
    """Formulas are our own; texts are texts, in cells and in drop-downs."""
    formulas = [one.text or "" for _, sheet in list_sheets(parts) for one in sheet.iterfind(".//m:f", NAMES)]
    assert len(formulas) > 100
    assert not [one for one in formulas if "HYPERLINK(" in one.upper()]
    lists = [one.text or "" for _, sheet in list_sheets(parts) for one in sheet.iterfind(".//m:formula1", NAMES)]
    assert lists
    assert all(re.fullmatch(r"Lists!\$[A-Z]+\$\d+:\$[A-Z]+\$\d+|'Lists'!\S+|-?[\d.Ee+]+", one) for one in lists)


def test_only_the_sheets_with_fields_and_results_are_visible(parts: dict[str, Xml.Element]) -> None:
    """The sheets of the arithmetic are hidden, and can be shown."""
    states = {one.get("name"): one.get("state") for one in parts["xl/workbook.xml"].iterfind("m:sheets/m:sheet", NAMES)}
    assert {name for name, state in states.items() if state == "hidden"} == set(NOT_READ) - {START, RESULTS, GATES}


def test_the_workbook_contains_the_figures_that_the_engine_computes(tmp_path: Path) -> None:
    """A program that does not calculate formulas also shows the engine's figures."""
    sample = load_sample(ROOT / "examples/process-capability/quillmoor.toml")
    (tmp_path / "form.xlsx").write_bytes(draw_workbook(sample.form, sample.leaves))
    assert list(list_differences(score_sample(sample), read_out(tmp_path / "form.xlsx"))) == []


def test_the_same_rubric_gives_the_same_bytes(tmp_path: Path) -> None:
    """A workbook does not depend on the clock."""
    write(tmp_path / "rubric.toml", flat_rubric(FOUR_KINDS))
    for name in ("a.xlsx", "b.xlsx"):
        assert nhsdx("new", "rubric.toml", "-o", name, *DAY, cwd=tmp_path).code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_rubric_too_large_for_a_spreadsheet_is_refused(tmp_path: Path) -> None:
    """If formulas cannot work out a rubric, the results sheet says what to do and shows no figure."""
    chain = {
        f"g{number}": {
            "when": {"dimension": "overall", "below": number},
            "cap": {"all-of-it": 1},
            "because": "It matters.",
            "remedy": "Mend it.",
        }
        for number in range(1, 25)
    }
    write(tmp_path / "rubric.toml", flat_rubric(FOUR_KINDS) | {"gates": chain})
    assert nhsdx("new", "rubric.toml", "-o", "form.xlsx", *DAY, cwd=tmp_path).code == 0
    with zipfile.ZipFile(tmp_path / "form.xlsx") as file:
        assert b"score the answers with nhsdx assess" in file.read("xl/sharedStrings.xml")
