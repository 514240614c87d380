"""Text from files made safe to show: it is data, never an escape sequence or a change of direction."""

from __future__ import annotations

import re

# Control characters, those that reorder or hide text, and code points that are not characters.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
# What XML does not allow: https://www.w3.org/TR/xml/#charsets
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SPACE = re.compile(r"\s+")
LONGEST = 10_000
"""The maximum length of a text in a document: that of a text in a file, so that nothing is lost."""
LONGEST_MESSAGE = 600
"""The maximum length of a text in an error message."""


def clean(text: str, longest: int = LONGEST) -> str:
    """The text on one line, with unsafe characters replaced by U+FFFD, and cut with an ellipsis if it is too long."""
    line = UNSAFE.sub("\ufffd", SPACE.sub(" ", text)).strip()
    return line if len(line) <= longest else line[: longest - 1] + "…"


def clean_xml(text: str) -> str:
    """The text with U+FFFD for each character that XML does not allow."""
    return NOT_XML.sub("\ufffd", text)
