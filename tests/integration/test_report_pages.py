"""HTML reports in a real browser: an accessibility checker, a screen reader, a narrow window, and print."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from pypdf import PdfReader

from nhsdx.commands.report.finding import LEADS
from tests.support.programs.browser import needs_browser
from tests.support.programs.devtools import Tab, tab_of
from tests.support.reports import EXAMPLES, LOCAL, STORY, attacked, fill_page_one, report
from tests.support.samples import ASEM, HDI, ONE_FILE, assessment, example, level, small_rubric, write

SECOND_PAGE = (*(f"{count} gate" for count in range(1, 20)), "None of the ", "The only gate is not", "The figures")
"""How the page after page one begins: with the gates, or with the figures where there are none."""
pytestmark = needs_browser

PRINTED = [example("otterbridge-wold"), example("harrowmere"), "examples/marlowe-vale-2026-04.toml", ONE_FILE, ASEM]
# CSS pixels of a phone, and of a screen of 1280 at 400%.
NARROW = 320


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """A report with everything that it can show: gates, voices, a change, and an unknown answer."""
    folder = tmp_path_factory.mktemp("report")
    write(folder / "rubric.toml", small_rubric(dimensions=DIMENSIONS, gates=GATES))
    answers = {"skill": 4, "time": "unknown", "safety": level(1, evidence="record")}
    write(folder / "new.toml", assessment(answers))
    write(folder / "old.toml", assessment(answers | {"time": level(2)}))
    with opened(folder, "new.toml", "old.toml", "--since", "old.toml") as tab:
        yield tab


DIMENSIONS = {"people": {"title": "People", "weight": 3}, "work": {"title": "Work", "advisory": True}}
GATES = {
    state: {"when": {"criterion": name, "at-most": 1}, "flag": True, "because": "Because.", "remedy": "Do it."}
    for state, name in (("triggered", "safety"), ("unproven", "skill"), ("undecided", "time"))
}


def opened(folder: Path, *arguments: str) -> AbstractContextManager[Tab]:
    """A browser that shows the report of these files."""
    file = folder / "report.html"
    file.write_text(report(*arguments, cwd=folder), encoding="utf-8")
    return tab_of(file)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, NARROW])
def test_an_accessibility_checker_finds_no_problem(page: Tab, scheme: str, width: int) -> None:
    """A checker tests contrast, names, headings, tables and landmarks, in light and dark, wide and narrow."""
    page.colours(scheme)
    page.resize(width)
    assert page.accessibility_problems() == []


def test_the_page_makes_no_request_and_logs_nothing(page: Tab) -> None:
    """The content security policy forbids requests, and nothing violates it."""
    assert [url.rsplit("/", 1)[-1] for url in page.requests] == ["report.html"]
    assert page.messages == []


def test_the_page_fits_a_narrow_window(page: Tab) -> None:
    """At 320 pixels, or 1280 at 400%, there is no sideways scrolling."""
    page.resize(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW


def test_actions_to_paste_fit_a_narrow_window(tmp_path: Path) -> None:
    """The lines to paste are long, because each contains a whole statement of the rubric."""
    (tmp_path / "report.html").write_text(report(example("otterbridge-wold")), encoding="utf-8")
    with tab_of(tmp_path / "report.html") as tab:
        tab.resize(NARROW)
        assert tab.evaluate("document.documentElement.scrollWidth") == NARROW


@pytest.mark.parametrize("width", [1280, NARROW])
def test_a_screen_reader_gets_the_sections_in_order(page: Tab, width: int) -> None:
    """A screen reader reads headings in order, the finding before the figures, texts of charts, and real tables."""
    page.resize(width)
    heard = page.heard()
    headings = [name for role, name in heard if role == "heading"]
    assert [name for name in headings if name in STORY] == [name for name in STORY if name in headings]
    pictures = [name for role, name in heard if role in ("image", "img", "graphics-document", "SvgRoot")]
    assert pictures == ["Overall", "People", "Work"]
    assert {"table", "row", "columnheader", "rowheader", "cell"} <= {role for role, _ in heard}
    texts = [name for role, name in heard if role == "StaticText"]
    at = [texts.index(f"{lead} ") for lead in LEADS]
    assert at == sorted(at)


def test_every_chart_has_a_description(page: Tab) -> None:
    """Each bar has a description."""
    texts = page.evaluate("[...document.querySelectorAll('svg desc')].map(text => text.textContent)")
    assert texts[0] == "Overall: 20.0 evidenced, 80.0 claimed, range 10.0–90.0"


def test_the_page_can_be_used_with_a_keyboard(page: Tab) -> None:
    """Every link leads to a heading that exists, and nothing else can have the focus."""
    missing = "[...document.querySelectorAll('a')].filter(link => !document.querySelector(link.getAttribute('href')))"
    assert page.evaluate(f"{missing}.length") == 0
    assert page.evaluate("document.querySelectorAll('[tabindex], button, input, details').length") == 0


@pytest.mark.parametrize("file", PRINTED)
def test_page_one_fits_on_one_page_of_a4(tmp_path: Path, file: str) -> None:
    """Page one goes from the title to the last question; the next page begins with the details."""
    (tmp_path / "report.html").write_text(report(file), encoding="utf-8")
    with tab_of(tmp_path / "report.html") as tab:
        pages = PdfReader(io.BytesIO(tab.printed())).pages
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
    first, second = (one.extract_text() for one in pages[:2])
    assert "Questions to ask" in first
    assert second.startswith(SECOND_PAGE)


def test_page_one_fits_on_one_page_however_long_its_texts_are(tmp_path: Path) -> None:
    """It fits ten dimensions, five gates, three voices, an older result, and texts of the greatest length."""
    with opened(tmp_path, *fill_page_one(tmp_path)) as tab:
        pages = PdfReader(io.BytesIO(tab.printed())).pages
    assert "Questions to ask" in pages[0].extract_text()
    assert pages[1].extract_text().startswith("5 gates are not clear")


def test_hostile_text_has_no_effect_in_a_browser(tmp_path: Path) -> None:
    """No script runs in the browser, nothing is loaded, and nothing is logged."""
    with opened(tmp_path, attacked(tmp_path)) as tab:
        assert len(tab.requests) == 1
        assert tab.messages == []
        assert tab.evaluate("document.title").startswith("</script>")
        assert tab.evaluate("document.querySelectorAll('script, img, iframe').length") == 1
        assert tab.evaluate("document.querySelectorAll('.page').length") == 3
        tab.resize(NARROW)
        assert tab.evaluate("document.documentElement.scrollWidth") == NARROW
        assert tab.accessibility_problems() == []


@pytest.mark.parametrize("file", [one for one in EXAMPLES if one in (HDI, LOCAL)])
def test_examples_have_no_accessibility_problem(tmp_path: Path, file: str) -> None:
    """The examples include a rubric of measures only, and a local rubric."""
    (tmp_path / "report.html").write_text(report(file), encoding="utf-8")
    with tab_of(tmp_path / "report.html") as tab:
        assert tab.accessibility_problems() == []
        assert tab.messages == []
