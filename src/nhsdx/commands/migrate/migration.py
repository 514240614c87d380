"""Rewrites the text of an assessment for a newer rubric."""

from __future__ import annotations

from pathlib import Path

from nhsdx.commands.migrate.findings import list_migration_findings
from nhsdx.commands.migrate.model import MigratedAssessment
from nhsdx.commands.migrate.plan import MigrationPlan, build_migration_plan, expect_same_numbers, load_target
from nhsdx.errors import NhsdxError
from nhsdx.files.source import STDIN, TextFile, is_folder, parse_toml, read_as_written, read_text
from nhsdx.files.toml_edit import TomlEdit
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.loading.rubric_file import build_rubric_reference, is_rubric_file
from nhsdx.model import RUBRIC_FORMAT, Rubric
from nhsdx.model import Path as KeyPath


def migrate_assessment(name: str, to: str, *, own: str | None = None, output: str | None = None) -> MigratedAssessment:
    """An assessment rewritten for the rubric `to`; everything else in the file stays byte for byte the same.

    `own` replaces the file's own reference to its rubric. Paths in the new text are relative to the folder of
    `output` or, if it is not given, of the assessment. Nothing is written. Raises InvalidInputError or NhsdxError.
    """
    file = read_text(name)
    source = parse_toml(file)
    if source.data.get("format") == RUBRIC_FORMAT:
        raise NhsdxError(
            "this file is a rubric with an assessment in it, so it has no reference to change",
            source.name,
            'move [assessment], [answers] and [documents] to a file with format = "nhsdx.assessment/1" and '
            f'rubric = "{"rubric.toml" if name == STDIN else Path(name).name}", and migrate that file',
            code="wrong-format",
        )
    old = AssessmentLoader(rubric=own).load_source(source)
    target = load_target(to)
    folder = file.folder if output is None else Path(output).parent
    if not is_folder(folder):
        raise NhsdxError("there is no such folder", str(folder), "create it first", code="file-unwritable")
    plan = build_migration_plan(old, target)
    expect_same_numbers(plan)
    text = _rewrite_text(plan, read_as_written(name, file.text), build_reference(to, target.rubric, folder))
    _expect_whole(plan, TextFile(file.name if output is None else output, folder, text.removeprefix("\ufeff")), to)
    return MigratedAssessment(
        text=text,
        subject=old.assessment.about.subject,
        old=old.rubric.reference,
        new=plan.new.reference,
        kept=tuple(plan.ids.values()),
        renamed=dict(plan.carried.renamed),
        lost=tuple(plan.lost_answers),
        unanswered=tuple(plan.unanswered_criteria),
        findings=tuple(list_migration_findings(plan)),
    )


def build_reference(asked: str, rubric: Rubric, folder: Path) -> str:
    """How a file in a given folder refers to a rubric: with its exact version, if one is asked for."""
    is_exact = "@" in asked and not is_rubric_file(asked)
    return asked if is_exact else build_rubric_reference(asked, rubric, str(folder / "assessment.toml"))


def _rewrite_text(plan: MigrationPlan, text: str, reference: str) -> str:
    values: dict[KeyPath, str] = {("rubric",): reference}
    gone = plan.gone
    for old in plan.regraded_answers:
        grade = plan.carried.answers[plan.ids[old]].evidence
        if grade is None:
            gone.append(("answers", old, "evidence"))
        else:
            values["answers", old, "evidence"] = grade
    edit = TomlEdit(text)
    edit.expect_sure(plan.old.source.name)
    _expect_tables_of_actions(plan, edit)
    # This comes first, while every action still has its position.
    edit.change({}, {("actions", one.position, "criterion"): one.action.criterion for one in plan.actions})
    edit.comment_out(gone)
    edit.note([path for path in values if path[0] == "answers"])
    edit.change({("answers", old): new for old, new in plan.ids.items() if old != new}, values)
    return edit.text


def _expect_tables_of_actions(plan: MigrationPlan, edit: TomlEdit) -> None:
    """Raises NhsdxError if a part of an action is to become a comment, but is in the middle of a line."""
    is_inline = any(entry.path[0] == "actions" for entry in edit.spans.entries)
    if is_inline and any(path[0] == "actions" for path in plan.gone):
        message, hint = (
            "nhsdx cannot rewrite actions that are written as a list",
            "write each of them as a table under [[actions]]",
        )
        raise NhsdxError(message, plan.old.source.name, hint, code="layout")


def _expect_whole(plan: MigrationPlan, file: TextFile, to: str) -> None:
    """Raises NhsdxError or AssertionError unless the new text loads as planned."""
    source = parse_toml(file)
    found = AssessmentLoader.of(source, plan.new, to).load_source(source)
    is_expected = plan.old.expect is not None and not plan.is_expect_outdated
    if (found.assessment, found.rubric, found.expect is not None) != (plan.build_wanted(), plan.new, is_expected):
        raise AssertionError(file.name)
