"""An assessment's text rewritten for a newer rubric, and what in it needs a person."""

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
from nhsdx.model.finding import Finding, InvalidInputError, Problem
from nhsdx.model.finding import Path as KeyPath
from nhsdx.model.rubric import RUBRIC_FORMAT, Rubric
from nhsdx.scoring.digest import compute_scoring_digest


class MigratedAssessment(NamedTuple):
    """The new text, which loads with the new rubric; what needs a person; and the new ids, each with the old one."""

    text: str
    findings: tuple[Finding, ...]
    renamed: dict[str, str]


class MigrationPlan(NamedTuple):
    """What becomes of an assessment: its answers in the new rubric, what is lost, and what no longer holds."""

    old: LoadedAssessment
    new: Rubric
    asks: Rubric
    """What may be answered: the new rubric, and what a local one leaves out of the national one."""
    carried: CarryOver
    ids: dict[str, str]
    """The new id of every answer that carries, by its old one."""
    is_profile_gone: bool
    is_expect_outdated: bool

    @property
    def lost(self) -> list[str]:
        """The answers that do not carry, by their ids."""
        return [name for name in self.old.assessment.answers if name not in self.ids]

    @property
    def regraded_answers(self) -> list[str]:
        """The answers whose evidence is of a grade that the new rubric does not have, by their old ids."""
        given = self.old.assessment.answers
        return [old for old, new in self.ids.items() if self.carried.answers[new].evidence != given[old].evidence]


def migrate_assessment(name: str, to: str, *, own: str | None = None, output: str | None = None) -> MigratedAssessment:
    """The assessment of a file rewritten for the rubric `to`, every byte kept that need not change.

    `own` is the rubric it was made for, if not where it says; a path in it leads from the folder of `output`,
    else from its own. Raises InvalidInputError or NhsdxError if it cannot be done; nothing is written.
    """
    file = read_text(name)
    source = parse_toml(file)
    if source.data.get("format") == RUBRIC_FORMAT:
        raise NhsdxError(
            "this file is a rubric that carries its own assessment, so there is nothing to point to another rubric",
            source.name,
            'move [assessment], [answers] and [documents] to a file with format = "nhsdx.assessment/1" and '
            f'rubric = "{"rubric.toml" if name == STDIN else Path(name).name}", and migrate that',
            code="wrong-format",
        )
    old = AssessmentLoader(rubric=own).load_source(source)
    target = _load_target(to)
    folder = file.folder if output is None else Path(output).parent
    if not is_folder(folder):
        raise NhsdxError("there is no such folder", str(folder), "make it first", code="file-unwritable")
    plan = _build_plan(old, target)
    text = _rewrite_text(plan, _read_as_written(name, file.text), build_reference(to, target.rubric, folder))
    _expect_whole(plan, TextFile(file.name if output is None else output, folder, text.removeprefix("\ufeff")))
    return MigratedAssessment(text, tuple(_list_findings(plan)), dict(plan.carried.renamed))


def build_reference(asked: str, rubric: Rubric, folder: Path) -> str:
    """How an assessment in a folder names a rubric: a shipped one by id and version, else by the path from there."""
    if is_file(asked):
        return Path(os.path.relpath(asked, folder)).as_posix()
    return asked if "@" in asked else rubric.reference.split(".", 1)[0]


def _load_target(to: str) -> LoadedRubric:
    """The rubric to migrate to. Raises NhsdxError for one that no assessment could name."""
    if to == STDIN:
        message = "a rubric from stdin has no path by which an assessment could name it"
        raise NhsdxError(
            message, "--to", "save it as a file ending in .toml, and give its name", code="rubric-not-found"
        )
    if parse_reference(to) is None and is_file(to) and not to.endswith(".toml"):
        hint = "rename it: an assessment names its rubric by a path that ends in .toml"
        raise NhsdxError("this file's name does not end in .toml", to, hint, code="rubric-not-found")
    try:
        return load_rubric(to)
    except InvalidInputError:
        raise
    except NhsdxError as error:
        raise NhsdxError(error.message, error.where or "--to", error.hint, code=error.code) from None


def _build_plan(old: LoadedAssessment, target: LoadedRubric) -> MigrationPlan:
    new = target.rubric
    found = carry_over(old.assessment.answers, old.instrument.asks, target.asks)
    profile = old.assessment.profile
    return MigrationPlan(
        old=old,
        new=new,
        asks=target.asks,
        carried=found,
        ids={found.renamed.get(name, name): name for name in found.answers},
        is_profile_gone=profile is not None and profile not in new.profiles,
        is_expect_outdated=old.expect is not None and compute_scoring_digest(old.rubric) != compute_scoring_digest(new),
    )


def _read_as_written(name: str, text: str) -> str:
    """The text with the line ends and the byte order mark that its file has; from stdin, as it was read."""
    if name == STDIN:
        return text
    raw = Path(name).read_bytes().decode()
    return raw if raw.removeprefix("\ufeff").replace("\r\n", "\n") == text else text


def _rewrite_text(plan: MigrationPlan, text: str, reference: str) -> str:
    values: dict[KeyPath, str] = {("rubric",): reference}
    gone: list[KeyPath] = [("answers", name) for name in plan.lost]
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
            "this file uses TOML 1.1 in a way that nhsdx reads, but cannot rewrite",
            plan.old.source.name,
            "keep inline tables on one line without a comma at the end, seconds in times, and no \\e or \\x in texts",
            code="layout",
        )
    edit.comment_out(gone)
    edit.note([path for path in values if path[0] == "answers"])
    edit.change({("answers", old): new for old, new in plan.ids.items() if old != new}, values)
    return edit.text


def _expect_whole(plan: MigrationPlan, file: TextFile) -> None:
    """Raises NhsdxError or AssertionError unless the new text reads as what was to become of the assessment."""
    wanted = plan.old.assessment._replace(
        answers=plan.carried.answers, profile=None if plan.is_profile_gone else plan.old.assessment.profile
    )
    found = AssessmentLoader().load_source(parse_toml(file))
    is_expected = plan.old.expect is not None and not plan.is_expect_outdated
    if (found.assessment, found.rubric, found.expect is not None) != (wanted, plan.new, is_expected):
        raise AssertionError(file.name)


def _list_findings(plan: MigrationPlan) -> Iterator[Finding]:
    """What needs a person, each at its place in the file as it was."""
    for finding in plan.old.source.findings(_find_problems(plan)):
        yield replace(finding, severity="warning")


def _find_problems(plan: MigrationPlan) -> Iterator[Problem]:
    new = plan.new.reference
    if plan.old.rubric.rubric.id != plan.new.rubric.id:
        message = f"{new} is another rubric than {plan.old.rubric.reference}, not a newer version of it"
        yield Problem(("rubric",), "other-rubric", message, "check that every question still means what was answered")
    if plan.is_profile_gone:
        remedy = "choose one of the new rubric's profiles, or none"
        yield Problem(("profile",), "profile-gone", f"{new} has no such profile; it is commented out", remedy)
    if plan.is_expect_outdated:
        message = f"{new} scores otherwise, so what is expected need not hold; it is commented out"
        remedy = "score the migrated file, judge the scores, and expect those"
        yield Problem(("expect",), "expect-outdated", message, remedy, at_key=True)
    yield from (_build_lost_problem(plan, name) for name in plan.lost)
    yield from (_build_regrade_problem(plan, name) for name in plan.regraded_answers)
    yield from _find_reworded(plan)
    yield from _find_changed_defaults(plan)
    open_ = [
        name
        for name in _list_asked_criteria(plan)
        if name not in plan.carried.answers and name not in plan.carried.not_carried
    ]
    if open_:
        message = f"nothing answers these of {new}: {', '.join(open_)}"
        yield Problem(("answers",), "unanswered", message, "answer them; until then they count as unknown", at_key=True)


def _build_regrade_problem(plan: MigrationPlan, name: str) -> Problem:
    was, grade = plan.old.assessment.answers[name].evidence, plan.carried.answers[plan.ids[name]].evidence
    stands = "it is commented out" if grade is None else f"it counts as the weakest, {grade}, below a comment of it"
    message = f"{plan.new.reference} has no grade of evidence {was}; {stands}"
    return Problem(("answers", name, "evidence"), "evidence-regraded", message, "grade the evidence afresh")


def _find_reworded(plan: MigrationPlan) -> Iterator[Problem]:
    """The answers that stand though what they answer is put otherwise."""
    changed: dict[str, set[str]] = {}
    for change in compare_rubrics(plan.old.instrument.asks, plan.asks).changes:
        if change.path[0] == "criteria" and change.effect is Effect.VERDICTS:
            changed.setdefault(change.path[1], set()).add(change.path[2])
    for old, new in plan.ids.items():
        if new in changed and plan.carried.answers[new].status != "unknown":
            keys = ", ".join(sorted(changed[new]))
            message = f"{new} of {plan.new.reference} is put otherwise ({keys}); the answer stands"
            yield Problem(("answers", old), "reworded", message, "check that it still holds", at_key=True)


def _find_changed_defaults(plan: MigrationPlan) -> Iterator[Problem]:
    """The answers that name no evidence, and count as another grade by default."""
    for old, new in plan.ids.items():
        was, now = plan.old.instrument.asks.criteria[old].evidence_default, plan.asks.criteria[new].evidence_default
        answer = plan.carried.answers[new]
        if (
            plan.new.evidence_grades
            and answer.is_known
            and plan.old.assessment.answers[old].evidence is None
            and was != now
        ):
            message = (
                f"without evidence named it counts as {now or 'the weakest grade'}, not {was or 'the weakest grade'}"
            )
            remedy = "name the grade of its evidence, or let it count so"
            yield Problem(("answers", old), "evidence-default", message, remedy, at_key=True)


def _list_asked_criteria(plan: MigrationPlan) -> list[str]:
    profile = None if plan.is_profile_gone else plan.old.assessment.profile
    asked = plan.asks.criteria if profile is None else plan.new.select_criteria(profile)
    return [name for name in plan.asks.criteria if name in asked]


def _build_lost_problem(plan: MigrationPlan, name: str) -> Problem:
    new = plan.new.reference
    now = {plan.carried.renamed.get(new_id, new_id): new_id for new_id in plan.asks.criteria}.get(name)
    followers = [new_id for new_id, criterion in plan.asks.criteria.items() if name in criterion.replaces]
    if now is not None:
        message, remedy = f"{now} of {new} asks something else; it is commented out", f"answer {now} afresh"
    elif followers:
        message = f"in {new} it is not one for one what another criterion asks; it is commented out"
        remedy = f"answer afresh what replaces it: {', '.join(followers)}"
    else:
        message, remedy = f"{new} does not ask it; it is commented out", "keep the comment, or delete it"
    return Problem(("answers", name), "answer-not-carried", message, remedy, at_key=True)
