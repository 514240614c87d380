"""Completes words when the user presses the tab key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from nhsdx.model.rubric import Rubric


def complete_rubric(incomplete: str) -> list[str]:
    """The ids of the shipped rubrics; the shell itself completes names of files."""
    from nhsdx.files.shipped import list_shipped_ids

    return [name for name in list_shipped_ids() if name.startswith(incomplete)]


def complete_criterion(context: typer.Context, incomplete: str) -> list[str]:
    """The criteria of the rubric typed before."""
    rubric = _load_typed_rubric(context)
    return [] if rubric is None else [name for name in rubric.criteria if name.startswith(incomplete)]


def complete_node(context: typer.Context, incomplete: str) -> list[str]:
    """The dimensions and criteria of the rubric or assessment typed before."""
    rubric = _load_typed_rubric(context)
    nodes = () if rubric is None else (*rubric.dimensions, *rubric.criteria)
    return [name for name in nodes if name.startswith(incomplete)]


def complete_profile(context: typer.Context, incomplete: str) -> list[str]:
    """The profiles of the rubric or assessment typed before."""
    rubric = _load_typed_rubric(context)
    return [] if rubric is None else [name for name in rubric.profiles if name.startswith(incomplete)]


def complete_framework(context: typer.Context, incomplete: str) -> list[str]:
    """The frameworks that the rubric or assessment typed before maps to."""
    rubric = _load_typed_rubric(context)
    return [] if rubric is None else [name for name in rubric.frameworks if name.startswith(incomplete)]


def _load_typed_rubric(context: typer.Context) -> Rubric | None:
    """The rubric typed before, or the rubric of the assessment typed before; None if neither can be read."""
    from nhsdx.errors import NhsdxError
    from nhsdx.loading.assessment_file import AssessmentLoader
    from nhsdx.loading.rubric_file import load_rubric

    # Arguments before an option are not yet assigned when the option's value is completed.
    typed = [context.params.get("rubric"), context.params.get("file"), *context.args]
    name = next((word for word in typed if isinstance(word, str)), "")
    try:
        return load_rubric(name).rubric
    except NhsdxError:
        pass
    try:
        return AssessmentLoader().load(name).rubric
    except NhsdxError:
        return None
