"""Several results in one table: a row for each, in the order given, and no league table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from nhsdx.analysis.gaps import is_capped
from nhsdx.documents.number_words import format_level, format_score
from nhsdx.documents.safe_text import clean
from nhsdx.model.reading import Reading
from nhsdx.model.result import GateState, Result


def summary(results: Sequence[Result]) -> Iterator[RenderableType]:
    """The table, and a warning where results of different rubrics stand in it."""
    yield Rule("Summary, in the order given", align="left", style="dim")
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("Subject", ratio=1, overflow="fold")
    for title in ("claimed", "evidenced", "range", "level", "gates"):
        table.add_column(title, justify="right", no_wrap=True)
    for result in results:
        table.add_row(*map(Text, _cells(result)))
    yield table
    rubrics = dict.fromkeys(result.rubric.scoring_digest for result in results)
    if len(rubrics) > 1:
        yield Text("These results come from different rubrics: their scores do not compare.", style="bold")


def _cells(result: Result) -> Iterator[str]:
    overall = result.overall
    yield clean(result.assessment.subject)
    yield format_score(overall.scores[Reading.CLAIMED])
    yield format_score(overall.scores[Reading.EVIDENCED])
    yield f"{format_score(overall.scores[Reading.LOW])}–{format_score(overall.scores[Reading.HIGH])}"
    yield format_level(overall.levels[Reading.CLAIMED])
    yield _gates(result)


def _gates(result: Result) -> str:
    if not result.gates:
        return "none"
    if is_capped(result.overall):
        return "capped"
    shut = sum(gate.state is not GateState.CLEAR for gate in result.gates)
    return f"{shut} not clear" if shut else "clear"
