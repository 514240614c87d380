"""Finds the values of options in a command line, even if the rest of the line has errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def find_option(arguments: Sequence[str], name: str, letter: str | None = None) -> Iterator[str]:
    """The values that are given for an option as `--name value`, as `--name=value` or after its letter."""
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if word in (name, letter):
            yield following
        elif word.startswith(f"{name}="):
            yield word.removeprefix(f"{name}=")
        elif letter is not None and word.startswith(letter) and not word.startswith("--"):
            yield word.removeprefix(letter)
