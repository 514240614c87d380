"""Represents a form that was opened but not read yet, and finds its rubric."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path as FilePath
from typing import NamedTuple, TypeAlias

from nhsdx.errors import NhsdxError
from nhsdx.files.source import SourceText
from nhsdx.forms.cells import FilledCell
from nhsdx.forms.model import Form, FormStamp
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import Path
from nhsdx.scoring import Instrument

CellReader: TypeAlias = Callable[[Form], Mapping[Path, FilledCell]]


class OpenForm(NamedTuple):
    """A filled-in form that was opened: its name, its stamp, and a function that reads its cells.

    The stamp is None for a medium that cannot have a stamp. `read` raises InvalidInputError for anything that does not
    belong to a field. `unfinished` counts values that the form has set aside because they would make the assessment
    invalid.
    """

    name: str
    stamp: FormStamp | None
    read: CellReader
    unfinished: int = 0


def find_instrument(opened: OpenForm, loader: AssessmentLoader, folder: FilePath) -> Instrument:
    """The rubric of a form. Raises NhsdxError if the form does not give a rubric, or is for a different version."""
    stamp = opened.stamp
    source = SourceText(opened.name, folder, "", {})
    instrument = loader.load_rubric_of(source, None if stamp is None else stamp.rubric)
    if instrument is None:
        hint = "give the rubric: --rubric nhs-digital-leadership, or the name of a rubric file"
        raise NhsdxError("this file does not say which rubric it is for", opened.name, hint, code="rubric-not-found")
    own = instrument.stamp
    if stamp is None or stamp.digest is None:
        return instrument
    if (stamp.version, stamp.digest) != (own.version, own.content_digest):
        asked = stamp.version if stamp.version != own.version else f"{stamp.version}, with different questions"
        message = f"this form is for version {asked}, but the rubric here is {own.id} {own.version}"
        hint = (
            "import the form with the rubric that it was made from (--rubric FILE), and then migrate the assessment to "
            f"the newer rubric: nhsdx migrate assessment.toml --to {own.id}"
        )
        raise NhsdxError(message, opened.name, hint, code="rubric-version")
    return instrument
