"""Forms for survey programs, each with a map that tells `nhsdx survey` how to read the responses."""

from __future__ import annotations

from nhsdx.forms.media.surveys.making import RELEASES, MadeForm, make_form, make_questionnaire, make_whole_form
from nhsdx.forms.media.surveys.model import FormTarget
from nhsdx.forms.media.surveys.targets import TARGETS

__all__ = [
    "RELEASES",
    "TARGETS",
    "FormTarget",
    "MadeForm",
    "make_form",
    "make_questionnaire",
    "make_whole_form",
]
