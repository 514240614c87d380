"""Rewrite the text of an assessment for a newer rubric, and list what needs attention."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from nhsdx.analysis.carry_over import CarryOver, carry_over
from nhsdx.commands.migrate.toml_edit import TomlEdit
from nhsdx.commands.rubric.diff.changes import compare_rubrics
from nhsdx.commands.rubric.diff.parts import Effect
from nhsdx.errors import NhsdxError
from nhsdx.files.shipped import parse_reference
from nhsdx.files.source import STDIN, TextFile, is_file, is_folder, parse_toml, read_text
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.loading.rubric_data import LoadedRubric
from nhsdx.loading.rubric_file import load_rubric
from nhsdx.model import RUBRIC_FORMAT, Finding, InvalidInputError, Problem, Rubric
from nhsdx.model import Path as KeyPath
from nhsdx.scoring import compute_scoring_digest


class MigratedAssessment(NamedTuple):
    """The new text, which loads with the new rubric; what needs attention; and the new ids, each with the old one."""

    text: str
    findings: tuple[Finding, ...]
    renamed: dict[str, str]


class MigrationPlan(NamedTuple):
    """How to migrate an assessment: which answers fit the new rubric, which are lost, and what is out of date."""

    old: LoadedAssessment
    new: Rubric
    answerable: Rubric
    """All that may be answered: the criteria of the new rubric, and those that a local rubric leaves out."""
    carried: CarryOver
    ids: dict[str, str]
    """The new id of every answer that is kept, by its old id."""
    is_profile_gone: bool
    is_expect_outdated: bool

    @property
    def lost_answers(self) -> list[str]:
        """The ids of the answers that are not kept."""
        return [name for name in self.old.assessment.answers if name not in self.ids]

    @property
    def regraded_answers(self) -> list[str]:
        """The old ids of the answers with an evidence grade that the new rubric does not have."""
        given = self.old.assessment.answers
        return [old for old, new in self.ids.items() if self.carried.answers[new].evidence != given[old].evidence]


def migrate_assessment(name: str, to: str, *, own: str | None = None, output: str | None = None) -> MigratedAssessment:
    """An assessment rewritten for the rubric `to`; everything else in the file stays byte for byte the same.

    `own` replaces the file's own reference to its rubric. Paths in the new text start from the folder of `output`,
    otherwise from the folder of the assessment. Nothing is written. Raises InvalidInputError or NhsdxError.
    """
    file = read_text(name)
    source = parse_toml(file)
    if source.data.get("format") == RUBRIC_FORMAT:
        raise NhsdxError(
            "this file is a rubric with an assessment in it, so it has no reference to change",
            source.name,
            'move [assessment], [answers] and [documents] to a file with format = "nhsdx.assessment/1" and '
            f'rubric = "{"rubric.toml" if name == STDIN else Path(name).name}", and migrate that',
            code="wrong-format",
        )
    old = AssessmentLoader(rubric=own).load_source(source)
    target = _load_target(to)
    folder = file.folder if output is None else Path(output).parent
    if not is_folder(folder):
        raise NhsdxError("there is no such folder", str(folder), "create it first", code="file-unwritable")
    plan = _build_plan(old, target)
    text = _rewrite_text(plan, _read_as_written(name, file.text), build_reference(to, target.rubric, folder))
    _expect_whole(plan, TextFile(file.name if output is None else output, folder, text.removeprefix("\ufeff")))
    return MigratedAssessment(text, tuple(_list_findings(plan)), dict(plan.carried.renamed))


def build_reference(asked: str, rubric: Rubric, folder: Path) -> str:
    """The reference to a rubric from a folder: id and version for a shipped rubric, otherwise the path."""
    if is_file(asked):
        return Path(os.path.relpath(asked, folder)).as_posix()
    return asked if "@" in asked else rubric.reference.split(".", 1)[0]


def _load_target(to: str) -> LoadedRubric:
    """The rubric to migrate to. Raises NhsdxError for one that an assessment cannot refer to."""
    if to == STDIN:
        message = "a rubric from stdin has no path that an assessment can refer to"
        raise NhsdxError(
            message, "--to", "save it as a file ending in .toml, and give its name", code="rubric-not-found"
        )
    if parse_reference(to) is None and is_file(to) and not to.endswith(".toml"):
        hint = "rename it: the path to a rubric must end in .toml"
        raise NhsdxError("this file's name does not end in .toml", to, hint, code="rubric-not-found")
    try:
        return load_rubric(to)
    except InvalidInputError:
        raise
    except NhsdxError as error:
        raise NhsdxError(error.message, error.where or "--to", error.hint, code=error.code) from None


def _build_plan(old: LoadedAssessment, target: LoadedRubric) -> MigrationPlan:
    new = target.rubric
    found = carry_over(old.assessment.answers, old.instrument.answerable, target.answerable)
    profile = old.assessment.profile
    return MigrationPlan(
        old=old,
        new=new,
        answerable=target.answerable,
        carried=found,
        ids={found.renamed.get(name, name): name for name in found.answers},
        is_profile_gone=profile is not None and profile not in new.profiles,
        is_expect_outdated=old.expect is not None and compute_scoring_digest(old.rubric) != compute_scoring_digest(new),
    )


def _read_as_written(name: str, text: str) -> str:
    """The text with the line ends and byte order mark of its file; stdin unchanged."""
    if name == STDIN:
        return text
    raw = Path(name).read_bytes().decode()
    return raw if raw.removeprefix("\ufeff").replace("\r\n", "\n") == text else text


def _rewrite_text(plan: MigrationPlan, text: str, reference: str) -> str:
    values: dict[KeyPath, str] = {("rubric",): reference}
    gone: list[KeyPath] = [("answers", name) for name in plan.lost_answers]
    gone += [("profile",)] * plan.is_profile_gone + [("expect",)] * plan.is_expect_outdated
    for old in plan.regraded_answers:
        grade = plan.carried.answers[plan.ids[old]].evidence
        if grade is None:
            gone.append(("answers", old, "evidence"))
        else:
            values["answers", old, "evidence"] = grade
    edit = TomlEdit(text)
    if not edit.is_sure:
        raise NhsdxError(
            "this file uses TOML 1.1 in a way that nhsdx can read but not rewrite",
            plan.old.source.name,
            "write inline tables on one line without a final comma, times with seconds, and no \\e or \\x in strings",
            code="layout",
        )
    edit.comment_out(gone)
    edit.note([path for path in values if path[0] == "answers"])
    edit.change({("answers", old): new for old, new in plan.ids.items() if old != new}, values)
    return edit.text


def _expect_whole(plan: MigrationPlan, file: TextFile) -> None:
    """Raises NhsdxError or AssertionError unless the new text loads as planned."""
    wanted = plan.old.assessment._replace(
        answers=plan.carried.answers, profile=None if plan.is_profile_gone else plan.old.assessment.profile
    )
    found = AssessmentLoader().load_source(parse_toml(file))
    is_expected = plan.old.expect is not None and not plan.is_expect_outdated
    if (found.assessment, found.rubric, found.expect is not None) != (wanted, plan.new, is_expected):
        raise AssertionError(file.name)


def _list_findings(plan: MigrationPlan) -> Iterator[Finding]:
    """What needs attention, with the place in the file as it was."""
    for finding in plan.old.source.findings(_find_problems(plan)):
        yield replace(finding, severity="warning")


def _find_problems(plan: MigrationPlan) -> Iterator[Problem]:
    new = plan.new.reference
    if plan.old.rubric.rubric.id != plan.new.rubric.id:
        message = f"{new} is not a version of {plan.old.rubric.reference}, but another rubric"
        yield Problem(("rubric",), "other-rubric", message, "check that every answer still fits its question")
    if plan.is_profile_gone:
        remedy = "choose a profile of the new rubric, or none"
        yield Problem(("profile",), "profile-gone", f"{new} has no such profile; the line is now a comment", remedy)
    if plan.is_expect_outdated:
        message = f"{new} scores differently, so the expected scores may be wrong; the table is now a comment"
        remedy = "score the migrated file, check the scores, and write them as the expected ones"
        yield Problem(("expect",), "expect-outdated", message, remedy, at_key=True)
    yield from (_build_lost_problem(plan, name) for name in plan.lost_answers)
    yield from (_build_regrade_problem(plan, name) for name in plan.regraded_answers)
    yield from _find_reworded(plan)
    yield from _find_changed_defaults(plan)
    open_ = [
        name
        for name in _list_asked_criteria(plan)
        if name not in plan.carried.answers and name not in plan.carried.not_carried
    ]
    if open_:
        message = f"no answer to these criteria of {new}: {', '.join(open_)}"
        yield Problem(("answers",), "unanswered", message, "answer them; until then they count as unknown", at_key=True)


def _build_regrade_problem(plan: MigrationPlan, name: str) -> Problem:
    was, grade = plan.old.assessment.answers[name].evidence, plan.carried.answers[plan.ids[name]].evidence
    outcome = "it is now a comment" if grade is None else f"it is now the weakest, {grade}, below a comment"
    message = f"{plan.new.reference} has no evidence grade {was}; {outcome}"
    return Problem(("answers", name, "evidence"), "evidence-regraded", message, "choose a grade of the new rubric")


def _find_reworded(plan: MigrationPlan) -> Iterator[Problem]:
    """The answers that are kept although the wording of their criteria changed."""
    changed: dict[str, set[str]] = {}
    for change in compare_rubrics(plan.old.instrument.answerable, plan.answerable).changes:
        if change.path[0] == "criteria" and change.effect is Effect.VERDICTS:
            changed.setdefault(change.path[1], set()).add(change.path[2])
    for old, new in plan.ids.items():
        if new in changed and plan.carried.answers[new].status != "unknown":
            keys = ", ".join(sorted(changed[new]))
            message = f"{new} of {plan.new.reference} has another wording ({keys}); the answer is kept"
            yield Problem(("answers", old), "reworded", message, "check that the answer still fits", at_key=True)


def _find_changed_defaults(plan: MigrationPlan) -> Iterator[Problem]:
    """The answers without an evidence grade that count as another grade by default."""
    for old, new in plan.ids.items():
        was, now = (
            plan.old.instrument.answerable.criteria[old].evidence_default,
            plan.answerable.criteria[new].evidence_default,
        )
        answer = plan.carried.answers[new]
        if (
            plan.new.evidence_grades
            and answer.is_known
            and plan.old.assessment.answers[old].evidence is None
            and was != now
        ):
            default, old_default = now or "the weakest grade", was or "the weakest grade"
            message = f"without an evidence grade it now counts as {default}, not {old_default}"
            remedy = "give its evidence a grade, or accept this one"
            yield Problem(("answers", old), "evidence-default", message, remedy, at_key=True)


def _list_asked_criteria(plan: MigrationPlan) -> list[str]:
    profile = None if plan.is_profile_gone else plan.old.assessment.profile
    asked = plan.answerable.criteria if profile is None else plan.new.select_criteria(profile)
    return [name for name in plan.answerable.criteria if name in asked]


def _build_lost_problem(plan: MigrationPlan, name: str) -> Problem:
    new = plan.new.reference
    now = {plan.carried.renamed.get(new_id, new_id): new_id for new_id in plan.answerable.criteria}.get(name)
    followers = [new_id for new_id, criterion in plan.answerable.criteria.items() if name in criterion.replaces]
    if now is not None:
        message, remedy = f"{now} of {new} asks something else; the answer is now a comment", f"answer {now} again"
    elif followers:
        message = f"{new} has no single criterion that asks the same; the answer is now a comment"
        remedy = f"answer the criteria that replace it: {', '.join(followers)}"
    else:
        message, remedy = f"{new} does not ask this; the answer is now a comment", "keep or delete the comment"
    return Problem(("answers", name), "answer-not-carried", message, remedy, at_key=True)
