"""Text stays text in Markdown, at any position in a line."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from nhsdx.documents.markdown import escape
from tests.support.programs.pandoc import convert_markdown, needs_pandoc

BEGINNINGS = (
    *("- x", "+ x", "* x", "1. x", "1) x", "(1) x", "a. x", "iv) x", "I. think", "(@) x", "#. x", ": x", "| x", "> x"),
    *(
        "-",
        "---",
        "- - -",
        "=",
        "===",
        "***",
        "# x",
        "```",
        "~~~",
        "% x",
        "\\x",
        "[x]: y",
        "<p>",
        "&amp;",
        "-0.3",
        "55.6",
    ),
)


@pytest.mark.parametrize("text", BEGINNINGS)
@pytest.mark.parametrize("before", ["", "Before\n", "Before\n\n"], ids=["first", "next", "apart"])
def test_text_never_starts_a_markdown_block(text: str, before: str) -> None:
    """Text never starts a list, heading, rule, quotation, definition or other block."""
    tokens = MarkdownIt("commonmark").enable("table").parse(before + escape(text))
    assert {token.type for token in tokens} == {"paragraph_open", "inline", "paragraph_close"}


@needs_pandoc
def test_text_never_starts_a_block_in_pandoc() -> None:
    """Pandoc's Markdown has more kinds of lists, definitions and captions."""
    texts = "\n\n".join(f"Before\n\n{escape(text)}" for text in BEGINNINGS)
    shown = convert_markdown(texts, "markdown-smart", "plain")
    assert shown.strip("\n").split("\n\n") == [line for text in BEGINNINGS for line in ("Before", text)]


@pytest.mark.parametrize("text", ["55.6", "-0.3", "+1.2 points", "e.g. this", "Mr. Smith", "well-kept"])
def test_text_without_a_meaning_in_markdown_is_not_escaped(text: str) -> None:
    """Other text is not escaped, because people also read the raw Markdown."""
    assert escape(text) == text
