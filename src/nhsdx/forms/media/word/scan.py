"""Finds the content of a form in Word: its boxes, its printed text, and anything that does not belong in a form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from nhsdx.errors import NhsdxError
from nhsdx.forms.media.word.parts import LARGEST, name_element, read_val

HEADINGS = frozenset({"Heading1", "Heading2", "Heading3"})
"""The styles of the headings that begin a part."""
NOT_NAMED = "the first page"
TRACKED = "tracked changes"
FOREIGN: Mapping[str, str] = {
    **dict.fromkeys(("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"), TRACKED),
    "commentReference": "a comment",
    **dict.fromkeys(("footnoteReference", "endnoteReference"), "a footnote"),
    **dict.fromkeys(("drawing", "pict", "object"), "a picture or a drawing"),
    **dict.fromkeys(("altChunk", "subDoc"), "another document"),
    "sym": "a symbol that is not text",
}
"""Elements that a new form never contains, keyed by their tags."""
SPACES: Mapping[str, str] = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
TRUE = ("1", "true", "on")
DIGEST_LENGTH = 8


class FoundBox(NamedTuple):
    """A content control: its tag, its text, whether it shows the hint of an empty box, and whether it is ticked."""

    tag: str
    text: str
    is_empty: bool
    tick: bool | None


@dataclass(slots=True)
class PrintedPart:
    """The printed text from one heading to the next, without the boxes, and anything that does not belong in a form."""

    heading: str
    texts: list[str] = field(default_factory=list)
    foreign: set[str] = field(default_factory=set)

    def add(self, name: str, element: Element) -> None:
        """Adds the text of an element with the given name, or notes the element if it does not belong in a form."""
        if name in FOREIGN:
            self.foreign.add(FOREIGN[name])
        elif name == "t":
            self.texts.append(element.text or "")
        elif name in SPACES:
            self.texts.append(" ")

    @property
    def digest(self) -> str:
        """A short digest of the printed text. Two texts that differ only in their spacing have the same digest."""
        text = " ".join("".join(self.texts).split())
        return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


@dataclass(slots=True)
class FormScan:
    """The boxes of a document, its parts, and how many boxes have lost their tag."""

    boxes: list[FoundBox] = field(default_factory=list)
    parts: list[PrintedPart] = field(default_factory=lambda: [PrintedPart(NOT_NAMED)])
    nameless: int = 0

    def find(self, tag: str) -> str | None:
        """The text of the first box with the given tag."""
        return next((box.text.strip() for box in self.boxes if box.tag == tag), None)


def scan_document(body: Element) -> FormScan:
    """The boxes and the printed text in the body of a document."""
    scan = FormScan()
    _scan(body, scan)
    return scan


def scan_text(text: str) -> FormScan:
    """The boxes and the printed text in the XML of a new body.

    Raises NhsdxError if the body is too large to read back.
    """
    if len(text.encode()) > LARGEST:
        message, hint = f"the form is larger than {LARGEST // 10**6} MB", "ask fewer questions with --profile"
        raise NhsdxError(message, hint=f"{hint}, or make another kind of form", code="file-too-large")
    return scan_document(ElementTree.fromstring(text))  # noqa: S314 - our own text


def _scan(element: Element, scan: FormScan) -> None:
    for child in element:
        name = name_element(child)
        if name.endswith("Change"):
            continue
        if name == "p":
            _begin_part(child, scan)
        scan.parts[-1].add(name, child)
        if name == "sdt":
            box = _read_box(child)
            if box is not None:
                _add_box(box, child, scan)
                continue
            scan.nameless += 1
        _scan(child, scan)
        if name == "p":
            scan.parts[-1].texts.append(" ")


def _begin_part(paragraph: Element, scan: FormScan) -> None:
    """Begins a part if a paragraph is a heading."""
    style = next((read_val(one) for one in paragraph.iter() if name_element(one) == "pStyle"), None)
    if style in HEADINGS:
        scan.parts.append(PrintedPart("".join(_list_parts(paragraph)) or NOT_NAMED))


def _add_box(box: FoundBox, control: Element, scan: FormScan) -> None:
    scan.boxes.append(box)
    scan.parts[-1].foreign |= {FOREIGN[word] for one in control.iter() if (word := name_element(one)) in FOREIGN}


def _read_box(control: Element) -> FoundBox | None:
    """A content control as a box; None if it has no tag, because it is then part of the printed text."""
    properties = {name_element(one): one for one in _list_inside(control, "sdtPr")}
    tag = read_val(properties.get("tag"))
    if not tag:
        return None
    content = list(_list_inside(control, "sdtContent"))
    text = "".join(_list_parts(content))
    if any(name_element(one) == "p" for one in content):
        text = text.removesuffix("\n")
    tick = None
    if "checkbox" in properties:
        checked = next((one for one in properties["checkbox"] if name_element(one) == "checked"), None)
        tick = checked is not None and (read_val(checked) or "1") in TRUE
    return FoundBox(tag, text, "showingPlcHdr" in properties, tick)


def _list_inside(control: Element, name: str) -> Iterator[Element]:
    """The elements in one part of a control: its properties or its content."""
    return (one for child in control if name_element(child) == name for one in child)


def _list_parts(elements: Iterable[Element]) -> Iterator[str]:
    """The text in the given elements, with a line break after each paragraph."""
    for child in elements:
        name = name_element(child)
        if name == "t":
            yield child.text or ""
        elif name in SPACES:
            yield SPACES[name]
        elif not name.endswith(("Pr", "Change")):
            yield from _list_parts(child)
        if name == "p":
            yield "\n"
