"""The badge: the score and its reading, in readable text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhsdx.commands.check.outputs.badge import draw_badge
from nhsdx.model.reading import Reading
from nhsdx.model.result import Result
from tests.support.check_reports import CAPPED, HOSTILE, NOTHING_KNOWN, element_of, texts
from tests.support.laws.strategies import laws
from tests.support.programs.browser import accessibility_problems, needs_browser, page_of
from tests.support.run import assert_snapshot

SVG = "{http://www.w3.org/2000/svg}"
LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3


def words(svg: str) -> list[str]:
    """The words on a badge, field by field."""
    return [element.text or "" for element in element_of(svg).iter(f"{SVG}text")]


def named(title: str, label: str = "Level") -> Result:
    """The capped result of a rubric with this title and this label for every level."""
    scale = tuple(mark._replace(label=label) for mark in CAPPED.scale)
    return replace(CAPPED, rubric=CAPPED.rubric._replace(title=title), scale=scale)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0-1: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1-21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_whole_badge_matches_its_snapshot() -> None:
    """The badge of a result, byte for byte."""
    assert_snapshot("check/badge.svg", draw_badge(CAPPED, Reading.CLAIMED))


@pytest.mark.parametrize(
    ("reading", "shown"),
    [
        (Reading.CLAIMED, "claimed 20.0; evidenced 20.0"),
        (Reading.EVIDENCED, "evidenced 20.0"),
        (Reading.LOW, "low 20.0"),
        (Reading.HIGH, "high 20.0; evidenced 20.0"),
    ],
)
def test_the_score_and_reading_of_a_badge_are_in_its_text(reading: Reading, shown: str) -> None:
    """The badge names each reading; the claimed score has the evidenced one beside it."""
    assert words(draw_badge(CAPPED, reading)) == ["Flat", shown]


def test_an_assessment_without_known_answers_is_not_at_level_0() -> None:
    """Unknown is never zero."""
    assert words(draw_badge(NOTHING_KNOWN, Reading.CLAIMED))[1] == "claimed: no score yet; left out: 2 criteria unknown"
    assert words(draw_badge(NOTHING_KNOWN, Reading.HIGH))[1] == "high 100.0; left out: 2 criteria unknown"


def test_a_screen_reader_gets_all_the_text_of_a_badge() -> None:
    """The badge is one image. Its name has all its text, and its title has the subject."""
    root = element_of(draw_badge(CAPPED, Reading.CLAIMED))
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Flat: claimed 20.0; evidenced 20.0"
    assert root[0].tag == f"{SVG}title"
    assert (root[0].text or "").startswith("Marlowe Vale (fictional), 2026-10-01. ")
    assert "evidenced 20.0 (at Level 1), claimed 20.0 (at Level 1), low" in (root[0].text or "")


def test_the_contrast_of_two_colours_is_computed_with_the_published_formula() -> None:
    """Black on white is 21:1, and the grey that is known to just pass on white passes."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_the_text_of_a_badge_has_enough_contrast_with_its_background() -> None:
    """Every text has a contrast of at least 4.5:1 to its background."""
    root = element_of(draw_badge(CAPPED, Reading.CLAIMED))
    fields, texts_on_them = root.findall(f"{SVG}rect"), root.findall(f"{SVG}text")
    for field, text in zip(fields, texts_on_them, strict=True):
        assert contrast(field.attrib["fill"], text.attrib["fill"]) >= LEAST_CONTRAST


@laws
@given(title=texts, label=texts, reading=st.sampled_from(Reading))
def test_text_of_any_length_fits_into_its_field_of_a_badge(title: str, label: str, reading: Reading) -> None:
    """For any title, the fields are side by side, fit their words and fill the badge."""
    root = element_of(draw_badge(named(title, label), reading))
    fields = [(float(field.get("x", 0)), float(field.attrib["width"])) for field in root.findall(f"{SVG}rect")]
    for (left, width), text in zip(fields, root.findall(f"{SVG}text"), strict=True):
        assert left < float(text.attrib["x"])
        assert float(text.attrib["x"]) + float(text.attrib["textLength"]) < left + width
    assert all(left + width == pytest.approx(following) for (left, width), (following, _) in pairwise(fields))
    assert sum(width for _, width in fields) == pytest.approx(float(root.attrib["width"]))
    assert float(root.attrib["width"]) < 1000


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_files_stays_text_in_a_badge(text: str) -> None:
    """Text from a rubric adds no element, and hidden characters are removed."""
    svg = draw_badge(named(text, text), Reading.CLAIMED)
    tags = [element.tag.removeprefix(SVG) for element in element_of(svg).iter()]
    assert tags == ["svg", "title", "rect", "text", "rect", "text"]
    assert not {"\x1b", "\x00", "\u202e", "\u200b"} & set(svg)


@needs_browser
def test_a_badge_is_accessible_in_a_real_browser() -> None:
    """In a real browser, axe-core finds no problem with badges on a page."""
    results = [named("Leadership of NHS digital transformation"), named("<script>alert(1)</script>"), named("")]
    badges = [inline(draw_badge(result, reading)) for result in results for reading in Reading]
    assert accessibility_problems(page_of("".join(badges))) == []


@needs_browser
def test_the_accessibility_check_finds_a_badge_that_is_not_accessible() -> None:
    """Without its name and title the badge is reported."""
    svg = inline(draw_badge(CAPPED, Reading.CLAIMED))
    nameless = re.sub(r' aria-label="[^"]*"|<title>.*?</title>', "", svg.replace("&quot;", ""))
    assert [problem.partition(":")[0] for problem in accessibility_problems(page_of(nameless))] == ["svg-img-alt"]


def inline(svg: str) -> str:
    """The badge as an element of a page."""
    return svg.partition("?>")[2]
