"""Turns a filled-in form into an assessment, or merges it into an existing one."""

from __future__ import annotations

from nhsdx.commands.import_.model import ImportedForm
from nhsdx.forms import Leaves
from nhsdx.forms.filled import FilledForm, fill_form
from nhsdx.forms.media.readers import FormOptions, open_form
from nhsdx.forms.merge import Preference, format_assessment, load_target_file, merge_into
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.loading.rubric_file import build_rubric_reference, move_reference
from nhsdx.model import Finding
from nhsdx.scoring import Instrument


def import_new(name: str, output: str | None, options: FormOptions, given: Leaves) -> ImportedForm:
    """A new assessment with the answers of a filled-in form, to be written to `output`, or into the current folder.

    Raises InvalidInputError or NhsdxError with all problems and their places.
    """
    filled = _fill(name, output, options, given, {})
    return _describe(filled, format_assessment(filled.form, filled.leaves), None, ())


def merge_form(name: str, target: str, options: FormOptions, given: Leaves, prefer: Preference | None) -> ImportedForm:
    """The assessment in a file, with the answers of a filled-in form merged into it.

    Raises InvalidInputError or NhsdxError with all problems and their places.
    """
    file = load_target_file(target, AssessmentLoader(options.rubric))
    head = {path: value for path, value in file.leaves.items() if path[0] == "assessment"}
    filled = _fill(name, target, options, given, head)
    merged = merge_into(file, filled, prefer)
    return _describe(filled, merged.text, merged.added, merged.conflicts)


def _fill(name: str, output: str | None, options: FormOptions, given: Leaves, defaults: Leaves) -> FilledForm:
    opened = open_form(name, options)

    def refer(instrument: Instrument) -> str:
        if options.rubric is not None:
            return build_rubric_reference(options.rubric, instrument.rubric, output)
        return move_reference(name, "" if opened.stamp is None else opened.stamp.rubric, instrument.rubric, output)

    return fill_form(opened, options.rubric, refer, given, defaults)


def _describe(filled: FilledForm, text: str, added: int | None, conflicts: tuple[Finding, ...]) -> ImportedForm:
    asked = {question.id for question in filled.form.questions}
    answered = sum(answer.is_known for name, answer in filled.loaded.assessment.answers.items() if name in asked)
    return ImportedForm(text, filled.form.reference, answered, len(asked), added, conflicts, filled.unfinished)
