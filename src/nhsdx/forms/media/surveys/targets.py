"""The survey programs for which nhsdx makes a form, with the limits of each."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nhsdx.forms.media.surveys.checks import FORMULA_START
from nhsdx.forms.media.surveys.forms_docx import draw_forms_docx
from nhsdx.forms.media.surveys.limesurvey import draw_limesurvey
from nhsdx.forms.media.surveys.model import Forbidden, FormTarget, NameRule
from nhsdx.forms.media.surveys.redcap import draw_redcap
from nhsdx.forms.media.surveys.xlsform import draw_xlsform

TAG = Forbidden(re.compile(r"<[A-Za-z/!]"), "< before a letter (the beginning of an HTML tag)")
MANY = 1_000
TARGETS: Mapping[str, FormTarget] = {
    "xlsform": FormTarget(
        name="xlsform",
        title="KoboToolbox or ODK",
        endings=(".xlsx",),
        names=NameRule(100, "_", "__"),
        forbidden=(
            Forbidden(re.compile(r"\$\{"), "the characters ${ (the beginning of another question's name)"),
            Forbidden(
                re.compile(r"(?<!\w)([*_])(?=\S).*?(?<=\S)\1(?!\w)"), "words between * or _ (they would become bold)"
            ),
            Forbidden(re.compile(r"^#"), "a text that begins with # (it would become a heading)"),
            Forbidden(re.compile(r"\[[^\]]*\]\("), "the characters [ ]( (a link)"),
            TAG,
        ),
        most_options=MANY,
        source=None,
        advice=("export all responses as CSV or .xlsx, with names or with labels",),
        draw=draw_xlsform,
    ),
    "limesurvey": FormTarget(
        name="limesurvey",
        title="LimeSurvey",
        endings=(".txt", ".tsv"),
        names=NameRule(20, "", ""),
        forbidden=(
            Forbidden(re.compile(r"\{\S"), "{ before another character (the beginning of an expression)"),
            Forbidden(re.compile(r"\\(\"|$)"), "a backslash before a quotation mark or at the end of a text"),
            FORMULA_START,
        ),
        most_options=MANY,
        source="limesurvey",
        advice=("export the responses as CSV or .xlsx, with codes or texts",),
        draw=draw_limesurvey,
    ),
    "redcap": FormTarget(
        name="redcap",
        title="REDCap",
        endings=(".csv",),
        names=NameRule(26, "_", "_"),
        forbidden=(
            Forbidden(re.compile(r"\|"), "the character | (the end of an option)", in_options=True),
            Forbidden(re.compile(r"\[[a-z][a-z0-9_:-]*\]"), "a word in [ ] (the name of a field)"),
            FORMULA_START,
            TAG,
        ),
        most_options=MANY,
        source="redcap",
        advice=("export the records as CSV, raw or with labels",),
        draw=draw_redcap,
    ),
    "forms-docx": FormTarget(
        name="forms-docx",
        title="Microsoft Forms",
        endings=(".docx",),
        names=None,
        forbidden=(),
        most_options=25,
        source="forms",
        advice=("do not change the wording of the questions: the workbook that you download uses it for its headings",),
        draw=draw_forms_docx,
    ),
}
"""The programs, keyed by their names on the command line."""
