"""Explains in everyday words why a text is not valid TOML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import tomli

from nhsdx.model import Finding

MOST = 20
LONGEST_KEY = 100
LONGEST_READ_AGAIN = 100_000
"""Up to this length, a text is read again from the beginning after each faulty line.

Repeated keys are then found too.
"""
# Each of these reads a text once: a search never starts inside what an earlier one has passed.
HUGE_NUMBER = re.compile(r"(?<![0-9_])[0-9_]{4000,}")
INLINE_KEY = re.compile(r"[{,]([^=,{}]*)=")
APPEARS_TWICE = "this key appears twice"
TWICE = re.compile(r"Cannot (?:declare|overwrite|mutate)|Duplicate inline table key")
NOT_CLOSED = "this text is not closed"
A_DATE = "expected a date such as 2026-03-31, without quotes"
A_NUMBER = "expected a number such as 6.5, without quotes or a unit"
HINTS = (
    (
        re.compile(r"items.*= *(yes|no|partly|unknown)\b"),
        'expected the word in quotes: "yes", "partly", "no" or "unknown"',
    ),
    (re.compile(r"= *-?\d+,\d+ *(#|$)"), "expected a decimal point instead of a comma, as in 6.5"),
    (re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}|= *\d{4}[-/.]\d{1,2}([-/.]\d{1,2})? *$"), A_DATE),
    (re.compile("[\u201c\u201d\u2018\u2019]"), 'expected straight quotes, as in "text"'),
    (re.compile(r"= *'[^']*'[^\s,}\]#]"), 'expected "double quotes" round text with an apostrophe'),
    (re.compile(r'= *"[^"]*"[^\s,}\]#"]'), "expected 'single quotes' round text that contains double quotes"),
    (re.compile(r'"[^"]*\\'), "expected single quotes round text with backslashes, as in 'C:\\papers'"),
    (re.compile(r"= *[\d.,]+ *[%£$€]|= *[£$€] *\d"), A_NUMBER),
)
BY_KEY = {
    "level": "expected a whole number from 0 to the highest level of your rubric, as in level = 3",
    "evidence": 'expected the id of a grade of evidence in quotes, as in evidence = "…"',
    "status": 'expected status = "unknown", "not-due" or "not-applicable"',
    "counts": "expected a list of whole numbers, as in counts = [4, 9, 31]",
    **dict.fromkeys(("seen", "date", "due", "expires", "checked", "decided"), A_DATE),
    **dict.fromkeys(("value", "invited", "weight", "score", "supports", "max-age-months", "effort"), A_NUMBER),
    **dict.fromkeys(("flag", "drop", "advisory", "fail-on-gate", "require-complete"), "expected true or false"),
}
"""What to write for keys whose values people often write in the wrong form."""
AN_ANSWER = 'expected a level such as 3, a number, or a word in quotes, as in "unknown"'
ANSWERS = re.compile(r"\[ *answers *\]")
GOES_ON = re.compile(r"[^\s,{}][^\s,}\]#]")
KEY = re.compile(r"([A-Za-z0-9_-]{1,64})[\"']? *$")
MESSAGES = (
    ("Invalid value", "this value cannot be read", ""),
    ("Expected newline", "the line goes on after this value", ""),
    ("Expected '='", "there is no = after this key", 'expected key = value; a key with spaces needs "quotes"'),
    ("Expected ']", "this heading is not closed", "expected a heading such as [answers.appointment]"),
    (
        "Invalid statement",
        "this line is neither a value nor a heading",
        "expected key = value, or [heading]",
    ),
    ("Invalid initial", "a key is missing or cannot be read", "expected a key of letters, digits and hyphens"),
    ("Unclosed array", "this list is not closed", "expected commas between the entries, and ] after the last"),
    ("Unclosed inline", "this table is not closed", "expected commas between the entries, and } after the last"),
    ("Unescaped", "a backslash in this text has no meaning", "expected single quotes round text with backslashes"),
    ("Invalid hex", "a code in this text is not a character code", "expected \\u and four digits, as in \\u00e9"),
    ("Escaped character", "a code in this text is not a character code", "expected another code, or no backslash"),
    ("Found invalid", "there is a control character here", "delete this character, which may be invisible"),
    ("Illegal character", "there is a control character here", "delete this character, which may be invisible"),
    ("Invalid date", "there is no such date or time", A_DATE),
    ("TOML ", "tables and lists are nested too deeply", "flatten the file"),
)
"""How each parser message begins, our message, and the remedy, which is empty if it depends on the key."""
OPENED_BY = (
    ("Illegal character '\\n'", '"'),
    ("Found invalid character '\\n'", "'"),
    ("Expected \"'''\"", "'''"),
    ('Expected "\'"', "'"),
    ("Unterminated string", '"""'),
)


class SyntaxProblem(NamedTuple):
    """The first place at which a text is not valid TOML, and what to do about it."""

    line: int
    column: int
    message: str
    remedy: str


def list_syntax_findings(name: str, text: str) -> Iterator[Finding]:
    """The first syntax error, and the errors that remain after each faulty line is taken out.

    In a long text, only the part after each faulty line is read again. The whole text is thus read about twice.
    """
    lines = text.split("\n")
    start = 0
    for _ in range(MOST):
        problem = find_first_problem("\n".join(lines[start:]))
        if problem is None:
            return
        number = start + problem.line
        yield Finding("toml-syntax", "error", problem.message, f"{name}:{number}:{problem.column}", problem.remedy)
        if not _set_aside(lines, start, number):
            return
        if len(text) > LONGEST_READ_AGAIN:
            # What follows is read as a separate table.
            start, lines[number - 1] = number - 1, f"[set-aside-{number}]"


def set_faults_aside(text: str) -> str | None:
    """The text with each faulty line made empty; None if the text is long, or if a faulty line does not set a key."""
    lines = text.split("\n")
    for _ in range(MOST if len(text) <= LONGEST_READ_AGAIN else 0):
        problem = find_first_problem("\n".join(lines))
        if problem is None:
            return "\n".join(lines)
        if not _set_aside(lines, 0, problem.line) or lines[problem.line - 1]:
            return None
    return None


def find_first_problem(text: str) -> SyntaxProblem | None:
    """The first syntax error of a text; None for valid TOML."""
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return _describe_error(error, text)
    except RecursionError:
        return None
    except ValueError:
        found = HUGE_NUMBER.search(text)
        line, column = _find_place(text, found.start() if found else 0)
        return SyntaxProblem(line, column, "the number has too many digits", "expected fewer than 4000")
    return None


def _describe_error(error: tomli.TOMLDecodeError, text: str) -> SyntaxProblem:
    """The place of an error, and the parser's message or, if that is hard to understand, our own message."""
    line, column = error.lineno, error.colno
    for message, quote in OPENED_BY:
        if error.msg.startswith(message):
            opening = text.rfind(quote, 0, error.pos)
            line, column = _find_place(text, opening if opening >= 0 else text.rfind(quote[0], 0, error.pos))
            return SyntaxProblem(line, column, NOT_CLOSED, 'expected a closing quote, or """ around several lines')
    whole = text.split("\n")[line - 1]
    if TWICE.match(error.msg):
        column = _find_start(whole[: column - 1], column, is_inline=error.msg.startswith("Duplicate"))
        remedy = "expected each key once, and all keys of a table under one heading"
        return SyntaxProblem(line, column, APPEARS_TWICE, remedy)
    known = ((ours, remedy) for theirs, ours, remedy in MESSAGES if error.msg.startswith(theirs))
    message, remedy = _look_closer(error, text, *next(known, ("this is not TOML", "")))
    return SyntaxProblem(line, column, message, _describe_value(text, error.pos, whole, remedy))


def _look_closer(error: tomli.TOMLDecodeError, text: str, message: str, remedy: str) -> tuple[str, str]:
    """The message and the remedy of an error.

    Both are made clearer if a key has no value, or if a value continues where it should end.
    """
    if error.msg.startswith("Invalid value") and not text[error.pos :].partition("\n")[0].strip():
        return "this key has no value", remedy
    if error.msg.startswith("Unclosed inline") and GOES_ON.match(text, error.pos - 1):
        return "this value continues where it should end", ""
    return message, remedy


def _describe_value(text: str, position: int, whole: str, remedy: str) -> str:
    """What to do about a fault, depending on the key, the form of the line, or what the parser expected."""
    start = text.rfind("\n", 0, position) + 1
    key = KEY.search(text[start:position].rpartition("=")[0][-LONGEST_KEY:])
    heading = text.rfind("\n[", 0, start) + 1
    hints = (hint for pattern, hint in HINTS if pattern.search(whole))
    if "\r" in whole:
        return "few programs can read the line endings in this file: save it with other line endings"
    known = None if key is None or remedy not in ("", A_DATE) else BY_KEY.get(key[1])
    found = known or next(hints, remedy)
    if found:
        return found
    if key is None:
        return 'expected TOML: key = value, text in "quotes", lists in [brackets]'
    if ANSWERS.match(text, heading):
        return AN_ANSWER
    return f'expected text in quotes, as in {key[1]} = "…", or a number, a date, true or false'


def _find_start(before: str, column: int, *, is_inline: bool) -> int:
    """The column in which the duplicate key or heading starts."""
    if is_inline:
        keys = [found for found in INLINE_KEY.finditer(before) if found[1].strip(" \t")]
        return keys[-1].end(1) - len(keys[-1][1].lstrip(" \t")) + 1 if keys else column
    return len(before) - len(before.lstrip(" \t[")) + 1 if _is_whole(before.replace("[", "")) else column


def _find_place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _set_aside(lines: list[str], start: int, number: int) -> bool:
    """Takes out a faulty line if it is a whole statement.

    If the line is a header, a placeholder takes its place. The lines before `start` are known to be whole statements.
    """
    line = lines[number - 1]
    is_header = line.lstrip(" \t").startswith("[") or ("[" in line and "=" not in line)
    if not (is_header or _is_whole(line)) or find_first_problem("\n".join(lines[start : number - 1])) is not None:
        return False
    lines[number - 1] = f"[set-aside-{number}]" if is_header else ""
    return True


def _is_whole(line: str) -> bool:
    """Whether every bracket and quotation mark that is opened on a line is closed on the same line."""
    pairs = all(line.count(left) == line.count(right) for left, right in ("[]", "{}"))
    return pairs and '"""' not in line and "'''" not in line
