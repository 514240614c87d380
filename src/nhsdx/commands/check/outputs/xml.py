"""XML 1.0 from any text."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, indent, tostring

from nhsdx.documents.safe_text import LONGEST, clean

# https://www.w3.org/TR/xml/#charsets
NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_clean(text: str, longest: int = LONGEST) -> str:
    """The text on one line, with U+FFFD for characters that are unsafe or that XML does not allow."""
    return NO_CHARACTER.sub("\ufffd", clean(text, longest))


def format_xml(root: Element) -> str:
    """The element as an indented document, with its declaration and a newline at the end."""
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"
