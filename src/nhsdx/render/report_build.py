"""The board paper of a scored assessment: the one model that every medium draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.case import Case
from nhsdx.analysis.published import TOOL, result_data
from nhsdx.model.comparison import Comparison
from nhsdx.model.report import Block, Line, Page, Report, Run
from nhsdx.render.report_annex import arithmetic, criteria, sources
from nhsdx.render.report_detail import best_and_worst, claims, figures, gates, limits, unknown
from nhsdx.render.report_front import front_page
from nhsdx.render.report_lines import named, said
from nhsdx.render.report_others import change, local, voice_names, voices

LANGUAGE = "en-GB"


def report_of(cases: Sequence[Case], comparison: Comparison | None = None) -> Report:
    """The report on the first case, with other voices about the same subject beside it, and what changed."""
    main = cases[0]
    about = main.result.assessment
    return Report(
        title=named(main.result.rubric.title),
        subject=named(about.subject),
        date=about.date.isoformat(),
        language=LANGUAGE,
        pages=(
            front_page(cases, comparison),
            Page(tuple(_detail(cases, comparison))),
            Page(tuple(_annex(main))),
        ),
        footer=tuple(_footer(cases)),
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
        Run(f"{TOOL['name']} {TOOL['version']}. {said(stamp.title)}, "),
        Run(f"{stamp.id}@{stamp.version}", code=True),
    )
    yield (Run("Rubric "), Run(stamp.scoring_digest, code=True))
    for name, result in zip(voice_names(results), results, strict=True):
        yield (Run(f"Answers, {name} "), Run(result.assessment.digest, code=True))
        yield (Run(f"Result, {name} "), Run(result_data(result)["digest"], code=True))
    yield (
        Run("Scored again by "),
        Run("nhsdx assess --format json", code=True),
        Run(", the answers give these digests."),
    )
