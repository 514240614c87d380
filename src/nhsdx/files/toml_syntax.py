"""Explain in everyday words why a text is not valid TOML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import tomli

from nhsdx.model import Finding

MOST = 20
HUGE_NUMBER = re.compile(r"[0-9_]{4000,}")
INLINE_KEY = re.compile(r"[{,][ \t]*([^=,{}]+?)[ \t]*=")
APPEARS_TWICE = "this key appears twice"
TWICE = re.compile(r"Cannot (?:declare|overwrite|mutate)|Duplicate inline table key")
NOT_CLOSED = "this text is not closed"
HINTS = (
    (
        re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}|= *\d{4}-\d{1,2}-\d{1,2} *$"),
        "expected a date such as 2026-01-31, without quotes",
    ),
    (re.compile("[\u201c\u201d\u2018\u2019]"), 'expected straight quotes, as in "text"'),
    (re.compile(r'"[^"]*\\'), "expected single quotes round text with backslashes, as in 'C:\\papers'"),
    (re.compile(r"= *[\d.]+ *%"), "expected a number without a unit"),
)
OPENED_BY = (
    ("Illegal character '\\n'", '"'),
    ("Found invalid character '\\n'", "'"),
    ("Expected \"'''\"", "'''"),
    ('Expected "\'"', "'"),
    ("Unterminated string", '"""'),
)


class SyntaxProblem(NamedTuple):
    """The first place where a text is not valid TOML, and what to do."""

    line: int
    column: int
    message: str
    remedy: str


def list_syntax_findings(name: str, text: str) -> Iterator[Finding]:
    """The first syntax error, and those that remain after taking out each faulty line."""
    lines = text.split("\n")
    for _ in range(MOST):
        problem = find_first_problem("\n".join(lines))
        if problem is None:
            return
        place = f"{name}:{problem.line}:{problem.column}"
        yield Finding("toml-syntax", "error", problem.message, place, problem.remedy)
        if not _set_aside(lines, problem.line):
            return


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
    """The place and the parser's message, or our own message where the parser's is hard to understand."""
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
    hints = (hint for pattern, hint in HINTS if pattern.search(whole))
    remedy = next(hints, 'expected TOML: key = value, text in "quotes", lists in [brackets]')
    return SyntaxProblem(line, column, error.msg, remedy)


def _find_start(before: str, column: int, *, is_inline: bool) -> int:
    """The column at which the duplicate key or heading starts."""
    if is_inline:
        return max((found.start(1) + 1 for found in INLINE_KEY.finditer(before)), default=column)
    return len(before) - len(before.lstrip(" \t[")) + 1 if _is_whole(before.replace("[", "")) else column


def _find_place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _set_aside(lines: list[str], number: int) -> bool:
    """Takes out a faulty line if it is a whole statement; a placeholder replaces a header."""
    line = lines[number - 1]
    is_header = line.lstrip(" \t").startswith("[") or ("[" in line and "=" not in line)
    if not (is_header or _is_whole(line)) or find_first_problem("\n".join(lines[: number - 1])) is not None:
        return False
    lines[number - 1] = f"[set-aside-{number}]" if is_header else ""
    return True


def _is_whole(line: str) -> bool:
    """Whether every bracket and quote that a line opens is closed on the same line."""
    pairs = all(line.count(left) == line.count(right) for left, right in ("[]", "{}"))
    return pairs and '"""' not in line and "'''" not in line
