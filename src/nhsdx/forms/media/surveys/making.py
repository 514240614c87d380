"""Makes a survey form together with its map, or a form for a whole questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.forms import build_form
from nhsdx.forms.media.fhir.questionnaire import Release, draw_questionnaire
from nhsdx.forms.media.surveys.build import build_survey_form
from nhsdx.forms.media.surveys.checks import find_form_problems
from nhsdx.forms.media.surveys.model import FormTarget, SurveyForm
from nhsdx.loading.rubric_data import LoadedRubric

LONGEST_TITLE = 200
RELEASES: Mapping[str, Release] = {"fhir": "r4b", "fhir-r5": "r5"}
"""The releases of FHIR, keyed by their names on the command line."""


class MadeForm(NamedTuple):
    """The content of a form, how many questions it asks, and the text of its map. A form for FHIR needs no map."""

    content: bytes
    questions: int
    map_text: str | None = None


def make_form(
    loaded: LoadedRubric, target: FormTarget, reference: str, profile: str | None = None, voice: str | None = None
) -> MadeForm:
    """A rubric's survey form for a program, and the form's map. The map refers to the rubric by `reference`.

    Raises InvalidInputError with everything that the program cannot show, or NhsdxError if there is nothing to ask.
    """
    from nhsdx.forms.media.surveys.map_text import format_map

    form = build_survey_form(loaded, profile, target)
    _refuse(form, loaded, target)
    return MadeForm(target.draw(form), sum(1 for _ in form.questions), format_map(form, target, reference, voice))


def make_whole_form(loaded: LoadedRubric, target: FormTarget, reference: str, profile: str | None = None) -> MadeForm:
    """The whole questionnaire for a program, and the map that `nhsdx import` needs to read a response.

    Raises InvalidInputError with everything that the program cannot show.
    """
    from nhsdx.forms.media.surveys.whole.form import build_whole_form
    from nhsdx.forms.media.surveys.whole.map import format_form_map

    form = build_form(loaded.instrument, reference, profile)
    whole = build_whole_form(form, target)
    _refuse(whole.survey, loaded, target)
    content = target.draw(whole.survey)
    return MadeForm(content, sum(1 for _ in form.questions), format_form_map(form, whole, target))


def _refuse(form: SurveyForm, loaded: LoadedRubric, target: FormTarget) -> None:
    """Raises InvalidInputError or NhsdxError if a form contains something that the program cannot show."""
    if len(form.title) > LONGEST_TITLE:
        message = f"the title has {len(form.title)} characters, but a form for {target.title} allows {LONGEST_TITLE}"
        raise NhsdxError(message, loaded.source.place(("rubric", "title")), "shorten it", code="out-of-range")
    loaded.source.refuse(find_form_problems(form, target))


def make_questionnaire(loaded: LoadedRubric, release: Release, reference: str, profile: str | None = None) -> MadeForm:
    """The whole questionnaire of a rubric for FHIR. Each response refers to the rubric by `reference`."""
    form = build_form(loaded.instrument, reference, profile)
    return MadeForm(draw_questionnaire(form, release), sum(1 for _ in form.questions))
