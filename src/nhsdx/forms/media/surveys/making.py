"""The form of a survey for a program, together with its map."""

from __future__ import annotations

from typing import NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.forms.media.surveys.build import build_survey_form
from nhsdx.forms.media.surveys.checks import find_form_problems
from nhsdx.forms.media.surveys.model import FormTarget
from nhsdx.loading.rubric_data import LoadedRubric

LONGEST_TITLE = 200


class MadeForm(NamedTuple):
    """The content of a form, the text of its map, and how many questions it asks."""

    content: bytes
    map_text: str
    questions: int


def make_form(
    loaded: LoadedRubric, target: FormTarget, reference: str, profile: str | None = None, voice: str | None = None
) -> MadeForm:
    """The form of a rubric's survey for a program, and its map, which gives the rubric by `reference`.

    Raises InvalidInputError with everything that the program cannot have, or NhsdxError if there is nothing to ask.
    """
    from nhsdx.forms.media.surveys.map_text import format_map

    form = build_survey_form(loaded, reference, profile, target)
    if len(form.title) > LONGEST_TITLE:
        message = f"the title has {len(form.title)} characters, and a form for {target.title} takes {LONGEST_TITLE}"
        raise NhsdxError(message, loaded.source.place(("rubric", "title")), "shorten it", code="out-of-range")
    loaded.source.refuse(find_form_problems(form, loaded.rubric, target))
    return MadeForm(target.draw(form), format_map(form, target, voice), sum(1 for _ in form.questions))
