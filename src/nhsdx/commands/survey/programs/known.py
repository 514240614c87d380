"""The programs that nhsdx knows, and which of them exported a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from nhsdx.commands.survey.programs import field_work, forms, limesurvey, qualtrics, redcap, surveymonkey
from nhsdx.commands.survey.programs.layout import Layout, Top
from nhsdx.commands.survey.programs.names import ProgramName
from nhsdx.errors import NhsdxError


class Program(NamedTuple):
    """A survey program: what it is called, how its exports are recognised, and how they are laid out."""

    title: str
    looked_for: str
    read: Callable[[Top], Layout | None]


PROGRAMS: dict[ProgramName, Program] = {
    "qualtrics": Program("Qualtrics", qualtrics.LOOKED_FOR, qualtrics.read_qualtrics),
    "surveymonkey": Program("SurveyMonkey", surveymonkey.LOOKED_FOR, surveymonkey.read_surveymonkey),
    "redcap": Program("REDCap", redcap.LOOKED_FOR, redcap.read_redcap),
    "kobo": Program("KoboToolbox", field_work.KOBO, field_work.read_kobo),
    "odk": Program("ODK", field_work.ODK, field_work.read_odk),
    "limesurvey": Program("LimeSurvey", limesurvey.LOOKED_FOR, limesurvey.read_limesurvey),
    "forms": Program("Microsoft Forms", forms.MICROSOFT, forms.read_microsoft_forms),
    "google-forms": Program("Google Forms", forms.GOOGLE, forms.read_google_forms),
}
"""Programs whose exports are the easiest to recognise come first."""
PLAIN_REMEDY = 'write source = "plain" in the map, or give --source plain'


def find_layout(top: Top, source: ProgramName | None, where: str) -> Layout:
    """The layout of an export of the given program, or of the program that its columns point to.

    Raises NhsdxError if the program is not known, or if the given program did not write the export.
    """
    if source == "plain":
        return Layout("plain")
    if source is not None:
        return _expect(replace(top, is_said=True), source, where)
    layout = find_known(top)
    if layout is None:
        known = ", ".join(one.title for one in PROGRAMS.values())
        hint = (
            f"export it again from the program, unchanged and with all its columns; nhsdx knows {known}; "
            f"docs/survey.md says how it recognises them. "
            f"For another table with a response in each row, {PLAIN_REMEDY}"
        )
        raise NhsdxError(
            "nhsdx does not recognise the survey program that exported this file", where, hint, code="table-unreadable"
        )
    return layout


def find_known(top: Top) -> Layout | None:
    """The layout of the first program that recognises the export as its own."""
    return next((layout for one in PROGRAMS.values() if (layout := one.read(top)) is not None), None)


def tidy_answers(program: ProgramName, frame: Any, columns: Sequence[str]) -> Any:  # noqa: ANN401 - a lazy frame
    """The responses, without the semicolon that Microsoft Forms writes after a single choice."""
    return forms.drop_choice_ends(frame, columns) if program == "forms" else frame


def _expect(top: Top, source: ProgramName, where: str) -> Layout:
    program = PROGRAMS[source]
    layout = program.read(top)
    if layout is None:
        other = find_known(top)
        looks = f"this looks like an export from {PROGRAMS[other.program].title}, so " if other is not None else ""
        hint = (
            f"{looks}leave out `source` and --source; for another table with a response in each row, {PLAIN_REMEDY}"
            if looks
            else f"expected {program.looked_for}; for another table with a response in each row, {PLAIN_REMEDY}"
        )
        raise NhsdxError(f"this is not an export from {program.title}", where, hint, code="table-unreadable")
    return layout
