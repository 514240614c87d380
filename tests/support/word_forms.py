"""Forms in Word that people fill in or damage: changes to the XML of the main part."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

MAIN = "word/document.xml"


def edit_document(path: Path, change: Callable[[str], str]) -> None:
    """Changes the XML of a document's main part."""
    with zipfile.ZipFile(path) as file:
        parts = {one: file.read(one) for one in file.namelist()}
    parts[MAIN] = change(parts[MAIN].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)


def read_document(path: Path) -> str:
    """The XML of a document's main part."""
    with zipfile.ZipFile(path) as file:
        return file.read(MAIN).decode()


def find_box(xml: str, tag: str) -> str:
    """The content control with this tag."""
    controls = re.findall(r"<w:sdt>.*?</w:sdt>", xml)
    found = [one for one in controls if f'w:tag w:val="{tag}"' in one]
    assert len(found) == 1, tag
    return str(found[0])


def fill_box(xml: str, tag: str, text: str) -> str:
    """Writes into a box, as Word does: the hint and the mark of an empty box are removed."""
    box = find_box(xml, tag)
    content = f"<w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent>"
    filled = re.sub(r"<w:sdtContent>.*</w:sdtContent>", content, box.replace("<w:showingPlcHdr/>", ""))
    return xml.replace(box, filled)


def tick_box(xml: str, tag: str) -> str:
    """Ticks a box."""
    box = find_box(xml, tag)
    return xml.replace(box, box.replace('checked w14:val="0"', 'checked w14:val="1"').replace("☐", "☒"))
