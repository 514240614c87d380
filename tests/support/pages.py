"""The pages of the documentation, and how their examples are run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from tests.support.run import ROOT, nhsdx

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^(?:<!-- (?P<note>[^\n]*?) -->\n)?```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")
CUT = "…"
QUOTED = re.compile(r"""'[^']*'|"[^"$`]*\"""")
SHELL = re.compile(r"[|&;<>$`~(){}]")
"""Characters that, outside quotes, only a shell understands."""
WILDCARD = re.compile(r"[*?]")


class Block(NamedTuple):
    """A fenced block: the comment above it, its language, its text, and whether it directly follows another block."""

    note: str
    kind: str
    text: str
    is_output: bool

    @property
    def exit_code(self) -> int:
        """The exit code that the page says the block's commands have."""
        return int(self.note.removeprefix("exit: ")) if self.note.startswith("exit: ") else 0


class Output(NamedTuple):
    """The exit code of a block's commands, and their stdout and stderr."""

    code: int
    text: str


def page_name(page: Path) -> str:
    """The path of a page relative to the checkout."""
    return page.relative_to(ROOT).as_posix()


def text_of(name: str) -> str:
    """The text of the page of this name."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page; a text block right under a command's block is its output."""
    found = [None, *BLOCK.finditer(text)]
    for before, match in pairwise(found):
        if match is None:
            continue
        is_next = before is not None and before["kind"] == "sh" and not text[before.end() : match.start()].strip()
        yield Block(match["note"] or "", match["kind"], match["text"], is_next and match["kind"] == "text")


def block_after(text: str, note: str) -> str:
    """The text of the block with this comment above it."""
    return next(block.text for block in blocks(text) if block.note == note)


def prose(text: str) -> str:
    """A page without its fenced blocks."""
    return BLOCK.sub("", text)


def anchors(text: str) -> set[str]:
    """The anchors of a page: its headings as GitHub spells them."""
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(prose(text)))
    return {heading.strip().replace(" ", "-") for heading in kept}


def run_in_shell(commands: str, folder: Path) -> Output:
    """Runs the commands of a block with nhsdx on the PATH and without a terminal."""
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
    done = subprocess.run(
        ["sh", "-euc", commands],
        cwd=folder,
        env=environment,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=60,
    )
    return Output(done.returncode, done.stdout)


def run_block(commands: str, folder: Path) -> Output:
    """Runs the commands of a block, in this process if they only call nhsdx, otherwise in a shell."""
    lines = commands.replace("\\\n", " ").splitlines()
    if SHELL.search(QUOTED.sub("", commands)) or not all(line.startswith("nhsdx ") for line in lines):
        return run_in_shell(commands, folder)
    text = ""
    for line in lines:
        run = nhsdx(*_expand_words(line, folder), cwd=folder, is_merged=True)
        text += run.out
        if run.code:
            return Output(run.code, text)
    return Output(0, text)


def _expand_words(line: str, folder: Path) -> Iterator[str]:
    """The words after `nhsdx`, expanded like a shell does."""
    for word in shlex.split(line, comments=True)[1:]:
        found = folder.glob(word) if WILDCARD.search(word) else ()
        yield from sorted(path.relative_to(folder).as_posix() for path in found) or [word]


def is_shown(sample: str, output: str) -> bool:
    """Whether a sample matches the output; an ellipsis on its own line matches any number of lines."""
    lines = ("(?:.*\n)*" if line == CUT else re.escape(line) + "\n" for line in sample.splitlines())
    return re.fullmatch("".join(lines), output) is not None
