"""Reports for tests, and how to read them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from tests.support import hostile
from tests.support.run import ROOT, nhsdx
from tests.support.samples import ASEM, HDI, ONE_FILE, ORGANISATIONS, assessment, example, level, small_rubric, write

LOCAL = "examples/wolds-and-levels/otterbridge-wold.toml"
EXAMPLES = [*map(example, ORGANISATIONS), ONE_FILE, HDI, ASEM, LOCAL]
FORMATS = ("html", "markdown")
STORY = (
    "The finding",
    "Scores",
    "What to do first",
    "Questions to ask",
    "The figures",
    "Answers not supported by their evidence",
    "Strengths as evidenced",
    "First steps",
    "What is not known",
    "Limits",
    "Annex: evidence grades",
    "Annex: every criterion",
    "Annex: sources",
    "Annex: the arithmetic of the overall score",
)
ATTACK = (
    "</script><script>document.title='owned'</script><img src=x onerror=alert(1)></style><!-- ]]> "
    "{{ 7 * 7 }}{% raw %} [go](javascript:alert(1)) ![](http://x.example/p.png) | =1+1 `x` ``` # \x00 \x1b[31m "
    "\u202egnp.exe\u202c &lt;b&gt; \" ' onmouseover=alert(1) $x^2$ [@key] ^[note] x^2^ H~2~O [x]{.y} \\LaTeX {{< x >}}"
)


class Page(HTMLParser):
    """The elements of a page, its rows of cells by table, its headings, and its text without style and data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[list[list[str]]] = []
        self.headings: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a row, a cell or a heading."""
        self.tags.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
        elif tag in ("h1", "h2", "h3"):
            self.headings.append("")
        if tag not in ("meta", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Checks that every element ends where it should."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Adds text to the open elements."""
        if {"script", "style", "title", "desc"} & set(self._open):
            return
        self.text += data
        if {"td", "th"} & set(self._open):
            self.tables[-1][-1][-1] += data
        if {"h1", "h2", "h3"} & set(self._open):
            self.headings[-1] += data


def report(*arguments: str, cwd: Path = ROOT) -> str:
    """The report that the command writes to stdout."""
    run = nhsdx("report", *arguments, cwd=cwd)
    assert (run.code, run.err) == (0, "")
    return run.out


def tables_of(text: str, format_: str) -> list[list[list[str]]]:
    """The rows of every table, as a program reads them."""
    page = text if format_ == "html" else MarkdownIt("commonmark").enable("table").render(text)
    return Page(page).tables


REMARKS = re.compile(
    r"^(– )+|(?: \(not counted\))?(?:(?: · |\n)?\(?\d+ (?:unknown|not due|not applicable).*)?$", re.DOTALL
)


def find_node(label: str) -> str:
    """The title in the first cell of a row, without the mark of its depth and the remarks beside or below it."""
    return REMARKS.sub("", label)


def embedded(text: str) -> Any:  # noqa: ANN401 - JSON holds anything
    """The data inside an HTML report."""
    found = re.search(r'<script type="application/json" id="nhsdx-results">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def swapped(value: Any, text: str) -> Any:  # noqa: ANN401 - any part of a table
    """A table in which another text replaces every hostile one."""
    if isinstance(value, dict):
        return {key: swapped(part, text) for key, part in value.items()}
    if isinstance(value, list):
        return [swapped(part, text) for part in value]
    return value.replace(hostile.HOSTILE, text) if isinstance(value, str) else value


def attacked(folder: Path, text: str = ATTACK) -> str:
    """Writes a rubric and an assessment with this text in every field; returns the assessment's name."""
    for name, table in (("rubric", hostile.RUBRIC), ("a", hostile.ASSESSMENT)):
        write(folder / f"{name}.toml", swapped(table, text))
    return "a.toml"


def fill_page_one(folder: Path, times: int = 300) -> tuple[str, ...]:
    """Writes files that fill page one: ten dimensions, five gates, three voices, an older result, long texts.

    `times` makes the texts longer; 300 is as long as a text may be. Returns the arguments of `nhsdx report`.
    """
    long = "A long text with many words, " * times
    names = [f"part-{number}" for number in range(10)]
    asked = {"levels": [long] * 6, "title": long, "question": long}
    gates = {
        f"gate-{name}": {
            "when": {"criterion": name, "at-most": 1},
            "cap": {"overall": 1},
            "severity": "critical",
            "because": long,
            "remedy": long,
        }
        for name in names[:5]
    }
    table = small_rubric(
        levels=[{"label": long + str(number)} for number in range(6)],
        dimensions={f"in-{name}": {"title": long} for name in names},
        criteria={name: asked | {"dimension": f"in-{name}"} for name in names},
        gates=gates,
        profiles={},
    )
    table["rubric"] |= {"title": long, "use": {"limits": long}}
    for grade in table["evidence-grades"]:
        grade["label"] = long
    write(folder / "rubric.toml", table)
    claimed = {name: {"level": 4, "evidence": "hearsay"} for name in names[5:9]}
    voice = assessment(dict.fromkeys(names[:5], level(0)) | claimed, subject=long)
    voice["assessment"]["assessors"] = [long]
    write(folder / "a.toml", voice)
    for name in ("b", "c"):
        other = dict.fromkeys(names, level(1))
        write(folder / f"{name}.toml", assessment(other, subject=long))
    return "a.toml", "b.toml", "c.toml", "--since", "b.toml"
