"""The board paper of a scored assessment as a document."""

from __future__ import annotations

from collections.abc import Sequence

from nhsdx.analysis.case import Case
from nhsdx.commands.compare.comparison import compare
from nhsdx.commands.report.annex import build_annex
from nhsdx.commands.report.beside import Voices, expect_one_subject
from nhsdx.commands.report.detail import build_detail
from nhsdx.commands.report.front import build_front_page
from nhsdx.commands.report.picks import make_picks
from nhsdx.documents.page import Document, Sheet, shorten_title
from nhsdx.documents.parts import add_results


def build_document(
    cases: Sequence[Case],
    older: Case | None = None,
    *,
    rescore: bool = False,
    with_notes: bool = True,
    path: Sequence[Sheet] = (),
    further: Sequence[Sheet] = (),
) -> Document:
    """The report on the first case, with other voices on the same subject, and what changed since an older case.

    Without notes, the assessors' free text is left out. The sheets of the `path` come directly after page one, and
    `further` sheets before the annexes. Raises NhsdxError if the cases have different subjects, rubrics or profiles, or
    if the older case was scored with another rubric or profile and `rescore` is false.
    """
    expect_one_subject(cases)
    voices, main = Voices.of(cases), cases[0]
    comparison = None if older is None else compare(older, main, rescore=rescore)
    picks = make_picks(main.result, main.instrument.rubric)
    document = Document(
        title=shorten_title(main.result.rubric.title),
        subject=shorten_title(main.result.assessment.subject),
        date=main.result.assessment.date.isoformat(),
        sheets=(
            build_front_page(voices, comparison, picks),
            *path,
            Sheet(tuple(build_detail(voices, comparison, picks, with_notes=with_notes))),
            *further,
            Sheet(tuple(build_annex(main, with_notes=with_notes))),
        ),
        is_paper=True,
    )
    return add_results(document, list(zip(voices.names, voices.results, strict=True)), with_data=with_notes)
