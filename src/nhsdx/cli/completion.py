"""Completes words when the user presses the tab key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from nhsdx.model import Rubric


def complete_rubric(incomplete: str) -> list[str]:
    """The ids of the shipped rubrics that begin with the typed word. The shell itself completes the names of files."""
    from nhsdx.files.shipped import list_shipped_ids

    return [name for name in list_shipped_ids() if name.startswith(incomplete)]


def _complete(list_names: Callable[[Rubric], Iterable[str]]) -> Callable[[typer.Context, str], list[str]]:
    """Completes a word with names from the rubric typed before the word, or from the rubric of a typed assessment."""

    def complete(context: typer.Context, incomplete: str) -> list[str]:
        rubric = _load_typed_rubric(context)
        return [] if rubric is None else [name for name in list_names(rubric) if name.startswith(incomplete)]

    return complete


complete_criterion = _complete(lambda rubric: rubric.criteria)
complete_node = _complete(lambda rubric: (*rubric.dimensions, *rubric.criteria))
complete_profile = _complete(lambda rubric: rubric.profiles)
complete_framework = _complete(lambda rubric: rubric.frameworks)


def _list_keys(rubric: Rubric) -> Iterable[str]:
    """The keys that `--what-if` can change, each followed by an equals sign."""
    from nhsdx.loading.hypothesis.keys import list_keys

    return (f"{key}=" for key in list_keys(rubric))


complete_key = _complete(_list_keys)


def _load_typed_rubric(context: typer.Context) -> Rubric | None:
    """The rubric that was typed before, or the rubric of the assessment that was typed; None if it cannot be read."""
    from nhsdx.errors import NhsdxError
    from nhsdx.files.shipped import parse_reference
    from nhsdx.files.source import is_file
    from nhsdx.loading.assessment_file import AssessmentLoader
    from nhsdx.loading.rubric_file import load_rubric

    # Arguments before an option are not yet assigned when the option's value is completed.
    typed = [context.params.get("rubric"), context.params.get("file"), *context.args]
    name = next((word for word in typed if isinstance(word, str)), "")
    if not is_file(name) and parse_reference(name) is None:
        # It may be a pipe, and reading from a pipe could wait for ever.
        return None
    try:
        return load_rubric(name).rubric
    except NhsdxError:
        pass
    try:
        return AssessmentLoader().load(name).rubric
    except NhsdxError:
        return None
