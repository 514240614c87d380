"""The board paper of a scored assessment as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.case import Case
from nhsdx.commands.compare.comparison import compare
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.report import annex, beside, detail
from nhsdx.commands.report.beside import expect_one_subject, name_voices
from nhsdx.commands.report.front import build_front_page
from nhsdx.commands.report.picks import Picks, make_picks
from nhsdx.documents.blocks import Block, Document, Sheet
from nhsdx.documents.footer import build_footer
from nhsdx.documents.local_and_national import build_local_and_national
from nhsdx.documents.phrases import shorten_title
from nhsdx.documents.sections import build_gates, build_weakest


def make_report(cases: Sequence[Case], older: Case | None = None, *, rescore: bool = False) -> Document:
    """The report on the first case, with other voices on the same subject, and what changed since an older case.

    Raises NhsdxError where the cases have different subjects, rubrics or profiles, or where the older one was
    scored with another rubric or profile and `rescore` is false.
    """
    expect_one_subject(cases)
    return build_document(cases, None if older is None else compare(older, cases[0], rescore=rescore))


def build_document(cases: Sequence[Case], comparison: Comparison | None = None) -> Document:
    """The report on the first case, with other voices on the same subject, and a comparison with an older result."""
    main, results = cases[0], [case.result for case in cases]
    result, rubric = main.result, main.instrument.rubric
    picks = make_picks(result, rubric)
    return Document(
        title=shorten_title(result.rubric.title),
        subject=shorten_title(result.assessment.subject),
        date=result.assessment.date.isoformat(),
        sheets=(
            build_front_page(cases, comparison, picks),
            Sheet(tuple(_build_detail(cases, comparison, picks))),
            Sheet(tuple(_build_annex(main))),
        ),
        footer=tuple(build_footer(list(zip(name_voices(results), results, strict=True)))),
        is_paper=True,
    )


def _build_detail(cases: Sequence[Case], comparison: Comparison | None, picks: Picks) -> Iterator[Block]:
    result, rubric = cases[0].result, cases[0].instrument.rubric
    yield from build_gates(result, rubric)
    yield from detail.build_figures(result)
    yield from detail.build_claims(result, rubric)
    yield from detail.build_strengths(result, picks)
    yield from build_weakest(result, rubric)
    yield from detail.build_actions(result, rubric, picks)
    yield from beside.build_voices(cases)
    yield from beside.build_change_since(comparison)
    yield from build_local_and_national(result)
    yield from detail.build_not_known(result, rubric)
    yield from detail.build_limits(rubric)


def _build_annex(case: Case) -> Iterator[Block]:
    result, rubric = case.result, case.instrument.rubric
    yield from annex.build_grades(rubric)
    yield from annex.build_criteria(case)
    yield from annex.build_sources(rubric, result)
    yield from annex.build_arithmetic(result)
