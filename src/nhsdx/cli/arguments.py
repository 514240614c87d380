"""The options in a command line that could not be read as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def find_option(arguments: Sequence[str], name: str, letter: str | None = None) -> Iterator[str]:
    """The values given for an option, in any of its forms."""
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if word in (name, letter):
            yield following
        elif word.startswith(f"{name}="):
            yield word.removeprefix(f"{name}=")
        elif letter is not None and word.startswith(letter) and not word.startswith("--"):
            yield word.removeprefix(letter)
