"""Rewords Typer's messages about wrong arguments and options, so that they read like all other errors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nhsdx.errors import NhsdxError
from nhsdx.model import quote_word, suggest

DATE = re.compile(r"'([^']*)' does not match the formats? '%Y-%m-%d'", re.DOTALL)
CHOICE = re.compile(r"'([^']*)' is not one of ('.*')", re.DOTALL)


def convert_usage_error(error: Exception) -> NhsdxError | None:
    """Turns Typer's error about wrong usage into an NhsdxError; None for any other error."""
    say = getattr(error, "format_message", None)
    if say is None:
        return None
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "nhsdx"
    name = getattr(error, "option_name", None)
    is_unknown = isinstance(name, str) and type(error).__name__ == "NoSuchOption"
    words = f"there is no option {quote_word(name)}" if is_unknown else _reword(str(say()))
    near = _suggest_option(str(name), list(_list_options(context))) if is_unknown else ""
    missing = "" if "Choose from" in words else _describe_missing(error)
    return NhsdxError(words + near + missing, command, f"see: {command} --help", code="usage")


def _reword(words: str) -> str:
    """Typer's message. A message about a date or a misspelt choice is reworded to say what was expected."""
    words = words.rstrip(".").replace("Value error, ", "")
    words = DATE.sub(lambda found: f"{quote_word(found[1])} is not a date such as 2026-03-31", words)
    choice = CHOICE.search(words)
    return words if choice is None else words + suggest(choice[1], re.findall("'([^']*)'", choice[2]))


def _describe_missing(error: Exception) -> str:
    """The purpose of an option or argument that was left out."""
    text = getattr(getattr(error, "param", None), "help", None)
    if type(error).__name__ != "MissingParameter" or not isinstance(text, str):
        return ""
    first = text.split(". ")[0].split("\n")[0].rstrip(".")
    return f": {first if first[1:2].isupper() else first[:1].lower() + first[1:]}"


def _suggest_option(name: str, options: list[str]) -> str:
    """The option that was probably meant, which is never the opposite of the one that was typed."""
    near = suggest(name.lstrip("-"), [option.lstrip("-") for option in options])
    return near.replace('mean "', 'mean "--')


def _list_options(context: object) -> Iterator[str]:
    for one in getattr(getattr(context, "command", None), "params", ()):
        yield from (name for name in (*one.opts, *one.secondary_opts) if name.startswith("--"))
