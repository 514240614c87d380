"""How an assessment can be migrated: which answers fit the newer rubric, and what is lost."""

from __future__ import annotations

from typing import NamedTuple

from nhsdx.analysis.carry_over import CarryOver, carry_over
from nhsdx.errors import NhsdxError
from nhsdx.files.shipped import parse_reference
from nhsdx.files.source import STDIN, is_file
from nhsdx.loading.assessment_file import LoadedAssessment
from nhsdx.loading.rubric_data import LoadedRubric
from nhsdx.loading.rubric_file import load_rubric
from nhsdx.model import InvalidInputError, Rubric
from nhsdx.scoring import compute_scoring_digest


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
    def unanswered_criteria(self) -> list[str]:
        """The ids of the criteria that are asked and have no answer at all."""
        profile = None if self.is_profile_gone else self.old.assessment.profile
        asked = self.answerable.criteria if profile is None else self.new.select_criteria(profile)
        given = {*self.carried.answers, *self.carried.not_carried}
        return [name for name in self.answerable.criteria if name in asked and name not in given]

    @property
    def lost_answers(self) -> list[str]:
        """The ids of the answers that are not kept."""
        return [name for name in self.old.assessment.answers if name not in self.ids]

    @property
    def regraded_answers(self) -> list[str]:
        """The old ids of the answers with an evidence grade that the new rubric does not have."""
        given = self.old.assessment.answers
        return [old for old, new in self.ids.items() if self.carried.answers[new].evidence != given[old].evidence]


def load_target(to: str) -> LoadedRubric:
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


def build_plan(old: LoadedAssessment, target: LoadedRubric) -> MigrationPlan:
    """The plan for an assessment and the rubric to migrate it to."""
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
