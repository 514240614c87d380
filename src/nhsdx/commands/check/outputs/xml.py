"""Writes any text as valid XML 1.0."""

from __future__ import annotations

from xml.etree.ElementTree import Element, indent, tostring

from nhsdx.documents.safe_text import LONGEST, clean, clean_xml


def xml_clean(text: str, longest: int = LONGEST) -> str:
    """The text on one line, with U+FFFD for characters that are unsafe or that XML does not allow."""
    return clean_xml(clean(text, longest))


def format_xml(root: Element) -> str:
    """The element as an indented document, with the XML declaration first and a newline at the end."""
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"
