"""How an assessment can be migrated: which answers fit the newer rubric, and what is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nhsdx.analysis.carry_over import CarryOver, carry_over, carry_over_context, find_renames
from nhsdx.errors import NhsdxError
from nhsdx.files.source import STDIN
from nhsdx.loading.assessment_file import LoadedAssessment
from nhsdx.loading.level_numbers import LevelScales
from nhsdx.loading.rubric_data import LoadedRubric
from nhsdx.loading.rubric_file import is_rubric_file, load_rubric
from nhsdx.model import Action, Assessment, ChecklistCriterion, InvalidInputError, Path, Rubric, quote_word
from nhsdx.scoring import compute_scoring_digest


class CarriedAction(NamedTuple):
    """An action as the new rubric needs it, its place in the file, and whether some of its items no longer exist."""

    position: int
    action: Action
    lost_items: bool


class MigrationPlan(NamedTuple):
    """How to migrate an assessment: which answers fit the new rubric, which are lost, and what is out of date.

    `answerable` lists everything that may be answered: the criteria of the new rubric, and those that a local rubric
    leaves out. `ids` has the new ids of the answers that are kept, by their old ids.
    """

    old: LoadedAssessment
    new: Rubric
    answerable: Rubric
    carried: CarryOver
    ids: dict[str, str]
    context: Mapping[str, str]
    actions: tuple[CarriedAction, ...]
    is_profile_gone: bool
    is_expect_outdated: bool

    @property
    def profile(self) -> str | None:
        """The profile that is kept."""
        return None if self.is_profile_gone else self.old.assessment.profile

    @property
    def unanswered_criteria(self) -> list[str]:
        """The ids of the criteria that are asked and have no answer at all."""
        asked = self.answerable.criteria if self.profile is None else self.new.select_criteria(self.profile)
        given = {*self.carried.answers, *self.carried.not_carried}
        return [name for name in self.answerable.criteria if name in asked and name not in given]

    @property
    def lost_answers(self) -> list[str]:
        """The ids of the answers that are not kept."""
        return [name for name in self.old.assessment.answers if name not in self.ids]

    @property
    def lost_items(self) -> list[tuple[str, str]]:
        """The items gone from checklists whose answer is kept, as pairs: the old id of the criterion, and the item."""
        return [
            (old, item)
            for old, new in self.ids.items()
            for item in self.old.assessment.answers[old].items or ()
            if item not in (self.carried.answers[new].items or ())
        ]

    @property
    def lost_context(self) -> list[str]:
        """The ids of the context questions whose answer is not kept."""
        return [name for name in self.old.assessment.context if name not in self.context]

    @property
    def lost_actions(self) -> list[int]:
        """The positions of the actions about criteria that the new rubric does not have."""
        kept = {one.position for one in self.actions}
        return [position for position in range(len(self.old.assessment.actions)) if position not in kept]

    @property
    def regraded_answers(self) -> list[str]:
        """The old ids of the answers with an evidence grade that the new rubric does not have."""
        given = self.old.assessment.answers
        return [old for old, new in self.ids.items() if self.carried.answers[new].evidence != given[old].evidence]

    @property
    def gone(self) -> list[Path]:
        """The paths of everything that becomes a comment, except evidence grades."""
        gone: list[Path] = [("answers", name) for name in self.lost_answers]
        gone += [("answers", old, "items", item) for old, item in self.lost_items]
        gone += [("context", name) for name in self.lost_context]
        gone += [("actions", position) for position in self.lost_actions]
        gone += [("actions", one.position, "items") for one in self.actions if one.lost_items]
        return gone + [("profile",)] * self.is_profile_gone + [("expect",)] * self.is_expect_outdated

    def build_wanted(self) -> Assessment:
        """The assessment that the migrated file must contain."""
        return self.old.assessment._replace(
            answers=self.carried.answers,
            profile=self.profile,
            context=self.context,
            actions=tuple(one.action for one in self.actions),
        )


def load_target(to: str) -> LoadedRubric:
    """The rubric to migrate to. Raises NhsdxError for a rubric that an assessment cannot refer to."""
    if to == STDIN:
        message = "a rubric from stdin has no path that an assessment can refer to"
        raise NhsdxError(
            message, "--to", "save it as a file ending in .toml, and give its name", code="rubric-not-found"
        )
    if is_rubric_file(to) and not to.endswith(".toml"):
        hint = "rename it: the path to a rubric must end in .toml"
        raise NhsdxError("this file's name does not end in .toml", to, hint, code="rubric-not-found")
    try:
        return load_rubric(to)
    except InvalidInputError:
        raise
    except NhsdxError as error:
        raise NhsdxError(error.message, error.where or "--to", error.hint, code=error.code) from None


def build_migration_plan(old: LoadedAssessment, target: LoadedRubric) -> MigrationPlan:
    """The plan for migrating an assessment to a rubric."""
    new, own, answerable = target.rubric, old.instrument.answerable, target.answerable
    found = carry_over(old.assessment.answers, own, answerable)
    profile = old.assessment.profile
    return MigrationPlan(
        old=old,
        new=new,
        answerable=answerable,
        carried=found,
        ids={found.renamed.get(name, name): name for name in found.answers},
        context=carry_over_context(old.assessment.context, answerable),
        actions=_carry_actions(old.assessment.actions, own, answerable),
        is_profile_gone=profile is not None and profile not in new.profiles,
        is_expect_outdated=old.expect is not None and compute_scoring_digest(old.rubric) != compute_scoring_digest(new),
    )


def _carry_actions(actions: tuple[Action, ...], own: Rubric, rubric: Rubric) -> tuple[CarriedAction, ...]:
    """The actions about criteria that the new rubric has too, with their new ids."""
    new_of = {old: new for new, old in find_renames(own, rubric).items()}
    carried = []
    for position, action in enumerate(actions):
        name = new_of.get(action.criterion, action.criterion)
        if name not in rubric.criteria:
            continue
        criterion = rubric.criteria[name]
        known = criterion.items if isinstance(criterion, ChecklistCriterion) else {}
        lost = any(item not in known for item in action.items)
        update = {"criterion": name} | ({"items": ()} if lost else {})
        carried.append(CarriedAction(position, action.model_copy(update=update), lost))
    return tuple(carried)


def expect_same_numbers(plan: MigrationPlan) -> None:
    """Raises NhsdxError if a level that the answers give has another number in the new rubric."""
    before, after = (LevelScales.of(rubric) for rubric in (plan.old.instrument.answerable, plan.answerable))
    for old, new in plan.ids.items():
        paths = ("answers", old, "level"), ("answers", new, "level")
        if before.find_scale(paths[0]) != after.find_scale(paths[1]):
            message = f"the levels of {quote_word(new)} are numbered differently in the new rubric"
            hint = "write the answer with the new numbers by hand, or leave the answer out"
            raise NhsdxError(message, plan.old.source.name, hint, code="layout")
