"""Makes text from files safe to show: without escape sequences or characters that change the writing direction."""

from __future__ import annotations

import re

# Characters that hide or reorder text, or are invisible: all that Unicode calls default ignorable, including tags;
# marks of interlinear annotation; control characters; and code points that are not characters.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# The ones among them that only say how the character before looks, or where a word may be broken.
NEEDLESS = re.compile("[\xad\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Characters that XML does not allow: https://www.w3.org/TR/xml/#charsets
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SPACE = re.compile(r"\s+")
MOST_IN_ONE = 0xFFFF
"""The highest code point that one four-digit escape can express."""
LONGEST = 10_000
"""The maximum length of a text in a document: the same as in a file, so that nothing is lost."""
LONGEST_MESSAGE = 600
"""The maximum length of a text in an error message."""


def clean(text: str, longest: int = LONGEST) -> str:
    """The text on one line, without invisible characters, and cut with an ellipsis if it is too long.

    Any other unsafe character is replaced with U+FFFD.
    """
    line = UNSAFE.sub("\ufffd", NEEDLESS.sub("", SPACE.sub(" ", text))).strip()
    return line if len(line) <= longest else line[: longest - 1] + "…"


def escape_unsafe(text: str, *, in_json: bool) -> str:
    """JSON or TOML with each unsafe character replaced with an escape, which parsers turn back into the character."""
    return UNSAFE.sub(lambda found: _escape(found[0], in_json=in_json), text)


def _escape(character: str, *, in_json: bool) -> str:
    r"""The escape `\uXXXX`; for a higher code, JSON needs two of these escapes and TOML needs `\UXXXXXXXX`."""
    code = ord(character)
    if code <= MOST_IN_ONE:
        return f"\\u{code:04x}"
    if not in_json:
        return f"\\U{code:08x}"
    high, low = divmod(code - MOST_IN_ONE - 1, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def clean_xml(text: str) -> str:
    """The text with U+FFFD for each character that XML does not allow."""
    return NOT_XML.sub("\ufffd", text)
