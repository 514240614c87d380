"""A result as a badge: a small picture with the overall score and its reading, in words."""

from __future__ import annotations

import math
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from rich.cells import cell_len

from nhsdx.commands.check.outputs.xml import format_xml, xml_clean
from nhsdx.documents.page import describe_left_out, describe_place, format_score, has_grades, list_readings
from nhsdx.documents.parts import explain_profile, list_departures
from nhsdx.model import Profile, Reading, Result

HEIGHT = 20
PADDING = 6
BASELINE = 14
FONT = {"font-family": "Verdana, Geneva, DejaVu Sans, sans-serif", "font-size": "11"}
# A common width of a letter in these fonts at this size; `textLength` fits others to it.
LETTER = 6.4
LONGEST_TITLE = 60
INK = "#ffffff"
# The contrast with the text is 7.5:1 and 6.5:1; WCAG 2.2 asks for 4.5:1 (success criterion 1.4.3).
TITLE_GROUND, SCORE_GROUND = "#555555", "#005eb8"


class BadgeField(NamedTuple):
    """One field of the badge: its text and its background colour."""

    words: str
    ground: str

    @property
    def text_width(self) -> int:
        """The width of the text in whole pixels, so that there is no gap between fields."""
        return math.ceil(cell_len(self.words) * LETTER)

    @property
    def width(self) -> int:
        """The width of the field in pixels."""
        return self.text_width + 2 * PADDING


def draw_badge(result: Result, reading: Reading, profile: Profile | None = None) -> str:
    """The badge of a result under a reading, as an SVG image.

    The badge gives the overall score, its reading, the profile and how many criteria were left out. A claimed score is
    always shown with the evidenced one, and a local score with the national one. No meaning depends on colour.
    """
    title = xml_clean(result.rubric.title, LONGEST_TITLE)
    parts = (BadgeField(title, TITLE_GROUND), BadgeField(_describe_score(result, reading), SCORE_GROUND))
    width = str(sum(part.width for part in parts))
    name = f"{title}: {parts[1].words}"
    svg = Element("svg", xmlns="http://www.w3.org/2000/svg", width=width, height=str(HEIGHT))
    svg.attrib |= {"viewBox": f"0 0 {width} {HEIGHT}", "role": "img", "aria-label": name}
    SubElement(svg, "title").text = _describe_result(result, name, profile)
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


def _describe_score(result: Result, reading: Reading) -> str:
    """The overall score with its reading.

    A claimed score is followed by the evidenced score, and a local score by the national score.
    """
    overall, parts = result.overall, [_format_score(result, reading)]
    is_beyond = reading in (Reading.CLAIMED, Reading.HIGH) and has_grades(result)
    if is_beyond and overall.scores[Reading.EVIDENCED] is not None:
        parts.append(_format_score(result, Reading.EVIDENCED))
    if result.assessment.profile is not None:
        parts.append(f"profile {result.assessment.profile}")
    left_out = describe_left_out(overall.left_out)
    if left_out:
        parts.append(f"left out: {left_out}")
    if result.both is not None:
        parts.append(f"nationally {format_score(result.both.national.overall.scores[reading], result.rubric.shown)}")
    return "; ".join(parts)


def _format_score(result: Result, reading: Reading) -> str:
    """The name of a reading and its score: `evidenced 42.1`."""
    score = result.overall.scores[reading]
    named = reading if has_grades(result) or reading is not Reading.EVIDENCED else Reading.CLAIMED
    return f"{named}: no score yet" if score is None else f"{named} {format_score(score, result.rubric.shown)}"


def _describe_result(result: Result, name: str, profile: Profile | None) -> str:
    """The text shown when a reader points at the badge: subject, profile, scores, and where these are on the scale."""
    overall, about, shown = result.overall, result.assessment, result.rubric.shown
    readings = ", ".join(
        f"{reading} {format_score(overall.scores[reading], shown)} ({describe_place(result, overall.scores[reading])})"
        for reading in list_readings(result)
    )
    left_out = describe_left_out(overall.left_out) or "none"
    both = result.both
    departed = "".join(f" {line}." for line in list_departures(None if both is None else both.origin))
    ends = "Of 100" if shown.is_plain else f"Scores from {shown.ends}"
    asked = "" if profile is None else f" {explain_profile(profile).removesuffix('.')}."
    words = (
        f"{about.subject}, {about.date.isoformat()}. {name}.{asked} {ends}: {readings}. Left out: {left_out}.{departed}"
    )
    return xml_clean(words, longest=1000)
