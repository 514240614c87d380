"""An interview's assessment file, written after each answer."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from nhsdx.analysis.case import Case
from nhsdx.commands.interview.mark import read_mark, set_mark
from nhsdx.commands.interview.steps import Progress
from nhsdx.files.writing import Output, prepare
from nhsdx.forms import Form, Leaves, build_form
from nhsdx.forms.merge import change_file, load_target_file
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import CriterionStatus, Path


class AnswersFile:
    """An assessment file that is read and scored again after each change. `rubric` replaces the rubric of the file."""

    def __init__(self, name: str, rubric: str | None = None) -> None:
        self.name, self.loader = name, AssessmentLoader(rubric)
        self._read()
        loaded = self.target.loaded
        self.form: Form = build_form(loaded.instrument, loaded.rubric.reference, loaded.assessment.profile)

    @property
    def place(self) -> Path | None:
        """The place where the interview continues, if it was stopped."""
        return read_mark(self.target.text)

    def _read(self) -> None:
        """Reads and scores the file: its result, its answers, and the questions that these answers leave unasked."""
        self.target = load_target_file(self.name, self.loader)
        loaded = self.target.loaded
        self.result = Case.of(self.name, loaded.instrument, loaded.assessment).result
        criteria = self.result.criteria.values()
        out: set[Path] = {("answers", one.id) for one in criteria if one.status is CriterionStatus.NOT_ASKED}
        out |= {("answers", one.id, "items", item) for one in criteria for item in one.not_asked}
        self.progress = Progress(self.target.leaves, out)

    def change(self, values: Leaves, gone: Collection[Path], place: Path | None) -> None:
        """Writes answers, and the place where the interview continues; writes nothing if the file would stay the same.

        Raises InvalidInputError if an answer is not valid for the rubric, and NhsdxError if the file cannot be written
        or was changed by another program.
        """
        text = change_file(self.target, self.form, values, gone) if values or gone else self.target.text
        marked = set_mark(text, place)
        if marked == self.target.text:
            return
        known = hashlib.sha256(self.target.text.encode()).hexdigest()
        with prepare([Output(self.name, marked.encode(), force=True, expected=known)]) as prepared:
            prepared.place()
        self._read()
