"""The board paper of a scored assessment: the one model that every medium draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.case import Case
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.report.annex import build_arithmetic, build_criteria, build_sources
from nhsdx.commands.report.beside import build_change_since, build_local, build_voices, name_voices
from nhsdx.commands.report.detail import (
    build_best_and_worst,
    build_claims,
    build_figures,
    build_gates,
    build_limits,
    build_unknown,
)
from nhsdx.commands.report.front import build_front_page
from nhsdx.documents.blocks import Block, Document, Line, Sheet, Span
from nhsdx.documents.phrases import shorten_title
from nhsdx.documents.safe_text import clean
from nhsdx.results.published import TOOL, result_data


def build_report(cases: Sequence[Case], comparison: Comparison | None = None) -> Document:
    """The report on the first case, with other voices about the same subject beside it, and what changed."""
    main = cases[0]
    about = main.result.assessment
    return Document(
        title=shorten_title(main.result.rubric.title),
        subject=shorten_title(about.subject),
        date=about.date.isoformat(),
        sheets=(
            build_front_page(cases, comparison),
            Sheet(tuple(_build_detail(cases, comparison))),
            Sheet(tuple(_build_annex(main))),
        ),
        footer=tuple(_build_footer(cases)),
        is_paper=True,
    )


def _build_detail(cases: Sequence[Case], comparison: Comparison | None) -> Iterator[Block]:
    result, rubric = cases[0].result, cases[0].instrument.rubric
    yield from build_gates(result, rubric)
    yield from build_figures(result)
    yield from build_claims(result, rubric)
    yield from build_best_and_worst(result, rubric)
    yield from build_voices(cases)
    yield from build_change_since(comparison)
    yield from build_local(result)
    yield from build_unknown(result, rubric)
    yield from build_limits(rubric)


def _build_annex(case: Case) -> Iterator[Block]:
    yield from build_criteria(case)
    yield from build_sources(case.instrument.rubric, case.result)
    yield from build_arithmetic(case.result)


def _build_footer(cases: Sequence[Case]) -> Iterator[Line]:
    """What scored, and the digests by which to find out whether the figures still hold."""
    results = [case.result for case in cases]
    stamp = results[0].rubric
    yield (
        Span(f"{TOOL['name']} {TOOL['version']}. {clean(stamp.title)}, "),
        Span(f"{stamp.id}@{stamp.version}", code=True),
    )
    yield (Span("Rubric "), Span(stamp.scoring_digest, code=True))
    for name, result in zip(name_voices(results), results, strict=True):
        yield (Span(f"Answers, {name} "), Span(result.assessment.digest, code=True))
        yield (Span(f"Result, {name} "), Span(result_data(result)["digest"], code=True))
    yield (
        Span("Scored again by "),
        Span("nhsdx assess --format json", code=True),
        Span(", the answers give these digests."),
    )
