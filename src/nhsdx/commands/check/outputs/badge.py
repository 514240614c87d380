"""A result as a badge: a small picture with the level and its reading, in words."""

from __future__ import annotations

import math
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from rich.cells import cell_len

from nhsdx.commands.check.outputs.xml import format_xml, xml_clean
from nhsdx.documents.number_words import format_score
from nhsdx.documents.parts import list_departures
from nhsdx.documents.words import SHOWN_READINGS, describe_level
from nhsdx.model import Reading, Result

HEIGHT = 20
PADDING = 6
BASELINE = 14
FONT = {"font-family": "Verdana, Geneva, DejaVu Sans, sans-serif", "font-size": "11"}
# A common width of a letter in these fonts at this size; `textLength` fits others to it.
LETTER = 6.4
LONGEST_TITLE = 60
LONGEST_LABEL = 30
INK = "#ffffff"
# Against the ink 7.5:1 and 6.5:1; WCAG 2.2 asks for 4.5:1 (success criterion 1.4.3).
TITLE_GROUND, LEVEL_GROUND = "#555555", "#005eb8"


class BadgeField(NamedTuple):
    """One field of the badge: its words and its background colour."""

    words: str
    ground: str

    @property
    def text_width(self) -> int:
        """The width of the words in whole pixels, so that there is no gap between fields."""
        return math.ceil(cell_len(self.words) * LETTER)

    @property
    def width(self) -> int:
        """The width of the field in pixels."""
        return self.text_width + 2 * PADDING


def draw_badge(result: Result, reading: Reading) -> str:
    """The badge of a result under a reading, as an SVG image.

    It gives the level of the overall score and its reading in words. A claimed level is always shown with the
    evidenced one, and a local level with the national one. No meaning depends on colour.
    """
    title = xml_clean(result.rubric.title, LONGEST_TITLE)
    parts = (BadgeField(title, TITLE_GROUND), BadgeField(_describe_level(result, reading), LEVEL_GROUND))
    width = str(sum(part.width for part in parts))
    name = f"{title}: {parts[1].words}"
    svg = Element("svg", xmlns="http://www.w3.org/2000/svg", width=width, height=str(HEIGHT))
    svg.attrib |= {"viewBox": f"0 0 {width} {HEIGHT}", "role": "img", "aria-label": name}
    SubElement(svg, "title").text = _describe_result(result, name)
    left = 0
    for part in parts:
        _draw(svg, part, left)
        left += part.width
    return format_xml(svg)


def _draw(svg: Element, part: BadgeField, left: int) -> None:
    SubElement(svg, "rect", x=str(left), width=str(part.width), height=str(HEIGHT), fill=part.ground)
    place = {"x": str(left + PADDING), "y": str(BASELINE)}
    fitted = {"textLength": str(part.text_width), "lengthAdjust": "spacingAndGlyphs"}
    SubElement(svg, "text", place | fitted | FONT, fill=INK).text = part.words


def _describe_level(result: Result, reading: Reading) -> str:
    """The number and label of the level, with its reading; a claimed level also has the evidenced one."""
    levels = result.overall.levels
    level = levels[reading]
    words = "no level yet"
    if level is not None:
        words = f'level {level} "{xml_clean(result.scale[level].label, LONGEST_LABEL)}"'
    evidenced = levels[Reading.EVIDENCED]
    beside = f"; evidenced {evidenced}" if reading in (Reading.CLAIMED, Reading.HIGH) and evidenced is not None else ""
    national = None if result.both is None else result.both.national.overall.levels[reading]
    shared = f"; national level {'-' if national is None else national}" if result.both is not None else ""
    return f"{words} ({reading}{beside}){shared}"


def _describe_result(result: Result, name: str) -> str:
    """The text shown when somebody points at the badge: the subject and all four readings."""
    overall, about = result.overall, result.assessment
    readings = ", ".join(
        f"{reading} {format_score(overall.scores[reading])} (level {describe_level(result, overall.levels[reading])})"
        for reading in SHOWN_READINGS
    )
    both = result.both
    departed = "".join(f" {line}." for line in list_departures(None if both is None else both.origin))
    return xml_clean(f"{about.subject}, {about.date.isoformat()}. {name}. Of 100: {readings}.{departed}", longest=1000)
