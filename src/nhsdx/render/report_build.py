"""The board paper of a scored assessment: the one model that every medium draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.case import Case
from nhsdx.documents.blocks import Block, Document, Line, Sheet, Span
from nhsdx.documents.phrases import shorten_title
from nhsdx.documents.safe_text import clean
from nhsdx.model.comparison import Comparison
from nhsdx.render.report_annex import arithmetic, criteria, sources
from nhsdx.render.report_detail import best_and_worst, claims, figures, gates, limits, unknown
from nhsdx.render.report_front import front_page
from nhsdx.render.report_others import change, local, voice_names, voices
from nhsdx.results.published import TOOL, result_data


def report_of(cases: Sequence[Case], comparison: Comparison | None = None) -> Document:
    """The report on the first case, with other voices about the same subject beside it, and what changed."""
    main = cases[0]
    about = main.result.assessment
    return Document(
        title=shorten_title(main.result.rubric.title),
        subject=shorten_title(about.subject),
        date=about.date.isoformat(),
        sheets=(
            front_page(cases, comparison),
            Sheet(tuple(_detail(cases, comparison))),
            Sheet(tuple(_annex(main))),
        ),
        footer=tuple(_footer(cases)),
        is_paper=True,
    )


def _detail(cases: Sequence[Case], comparison: Comparison | None) -> Iterator[Block]:
    result, rubric = cases[0].result, cases[0].instrument.rubric
    yield from gates(result, rubric)
    yield from figures(result)
    yield from claims(result, rubric)
    yield from best_and_worst(result, rubric)
    yield from voices(cases)
    yield from change(comparison)
    yield from local(result)
    yield from unknown(result, rubric)
    yield from limits(rubric)


def _annex(case: Case) -> Iterator[Block]:
    yield from criteria(case)
    yield from sources(case.instrument.rubric, case.result)
    yield from arithmetic(case.result)


def _footer(cases: Sequence[Case]) -> Iterator[Line]:
    """What scored, and the digests by which to find out whether the figures still hold."""
    results = [case.result for case in cases]
    stamp = results[0].rubric
    yield (
        Span(f"{TOOL['name']} {TOOL['version']}. {clean(stamp.title)}, "),
        Span(f"{stamp.id}@{stamp.version}", code=True),
    )
    yield (Span("Rubric "), Span(stamp.scoring_digest, code=True))
    for name, result in zip(voice_names(results), results, strict=True):
        yield (Span(f"Answers, {name} "), Span(result.assessment.digest, code=True))
        yield (Span(f"Result, {name} "), Span(result_data(result)["digest"], code=True))
    yield (
        Span("Scored again by "),
        Span("nhsdx assess --format json", code=True),
        Span(", the answers give these digests."),
    )
