"""`nhsdx plan`: the cheapest steps to a target, or the best use of a budget."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from nhsdx.cli.options import (
    AsOf,
    AssessmentFile,
    Force,
    Output,
    PageFormatOption,
    ProfileName,
    ReadingName,
    RubricName,
    WhatIf,
    make_day_option,
)
from nhsdx.cli.output import (
    STDOUT,
    choose_format,
    draw_page,
    emit,
    emit_with,
    print_message,
    refuse_own_input,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nhsdx.commands.plan.actions import Agreement
    from nhsdx.model import Action


Target: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--target",
        metavar="[NODE=]SCORE|LEVEL",
        help="What to reach at the least effort: 60, overall=3, clinical-framing=3, or gates=clear.",
    ),
]
Budget: TypeAlias = Annotated[
    str | None,
    typer.Option("--budget", metavar="EFFORT", help="The effort available: find the best score for it."),
]
NodeToRaise: TypeAlias = Annotated[
    str, typer.Option("--node", metavar="ID", help="With --budget: raise this dimension or criterion.")
]
ReadingOption: TypeAlias = Annotated[
    ReadingName, typer.Option("--reading", help="The reading under which the plan is judged.")
]
EffortFile: TypeAlias = Annotated[
    str | None, typer.Option("--effort", metavar="FILE", help="Take the effort of steps from this file.")
]
Equal: TypeAlias = Annotated[
    bool, typer.Option("--equal", help="Give every step an effort of 1: find the fewest steps.")
]
Fix: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--fix", metavar="ID", help="A criterion or step that must be in the plan; can be repeated."),
]
Avoid: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--avoid", metavar="ID", help="A criterion or step to leave as it is; can be repeated."),
]
ActionsToWrite: TypeAlias = Annotated[
    int | None,
    typer.Option("--actions", metavar="N", min=1, help="Write the first N steps into FILE as actions."),
]
Due: TypeAlias = Annotated[
    datetime.datetime | None,
    make_day_option("--due", "The day when these actions are due."),
]
Owner: TypeAlias = Annotated[
    str | None, typer.Option("--owner", metavar="ROLE", help="Who owns these actions: a role, never a name.")
]


def plan(
    file: AssessmentFile,
    *,
    target: Target = None,
    budget: Budget = None,
    node: NodeToRaise = "overall",
    reading: ReadingOption = "evidenced",
    effort: EffortFile = None,
    equal: Equal = False,
    fix: Fix = None,
    avoid: Avoid = None,
    actions: ActionsToWrite = None,
    due: Due = None,
    owner: Owner = None,
    what_if: WhatIf = None,
    format_: PageFormatOption = None,
    output: Output = None,
    force: Force = False,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
) -> None:
    """Find the cheapest steps that reach a score or level or clear all gates, or find the best score for an effort.

    Example: nhsdx plan examples/marlowe-vale.toml --target clinical-framing=3
    """
    from nhsdx.cli.scoring import score_files, suppose_all
    from nhsdx.commands.plan.data import build_output
    from nhsdx.commands.plan.document import build_document
    from nhsdx.commands.plan.request import PlanRequest
    from nhsdx.files.writing import Output, digest_file
    from nhsdx.model import Reading

    chosen = choose_format(format_, output)
    agreement = _read_agreement(file, actions, due, owner, is_hypothetical=bool(what_if))
    before = None
    if agreement is not None:
        before = digest_file(file)
        _add_actions(file, rubric, [])
    cases = score_files([file], rubric=rubric, profile=profile, as_of=as_of, output=output, what_if=what_if)
    (case,) = suppose_all(cases, what_if)
    refuse_own_input(output, [] if effort is None else [effort])
    request = PlanRequest(target, budget, node, Reading(reading), effort, equal, fix or (), avoid or ())
    found = request.find(case)
    page = draw_page(chosen, output, document=lambda: build_document(found), data=lambda: build_output(found))
    if agreement is None:
        emit(page, output, force=force)
        return
    agreed = agreement.list_actions(found)
    text = _add_actions(file, rubric, agreed)
    emit_with(page, output, [Output(file, text.encode(), force=True, expected=before)], force=force)
    print_message(_describe_written(file, agreed, has_steps=bool(found.steps)))


def _read_agreement(
    file: str, actions: int | None, due: datetime.datetime | None, owner: str | None, *, is_hypothetical: bool
) -> Agreement | None:
    """What the options say about actions. Raises BadParameter for options that cannot be combined."""
    from nhsdx.commands.plan.actions import Agreement

    if actions is None:
        if due is not None or owner is not None:
            raise typer.BadParameter("--due and --owner need --actions", param_hint="--actions")
        return None
    if due is None:
        raise typer.BadParameter("--actions needs --due, the day when the actions are due", param_hint="--due")
    if is_hypothetical:
        message = "a plan based on hypothetical answers cannot be written into the assessment; leave out --what-if"
        raise typer.BadParameter(message, param_hint="--actions")
    if file == STDOUT:
        raise typer.BadParameter(
            "actions are written into the file, so the file cannot be stdin", param_hint="--actions"
        )
    return Agreement(actions, due.date(), owner)


def _add_actions(file: str, rubric: str | None, agreed: Sequence[Action]) -> str:
    """The text of the file with the actions, checked as an assessment before anything is written."""
    from nhsdx.commands.plan.actions import add_actions
    from nhsdx.files.source import parse_toml, read_as_written, read_text
    from nhsdx.loading.assessment_file import AssessmentLoader

    read = read_text(file)
    text = add_actions(file, read_as_written(file, read.text), agreed)
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    AssessmentLoader(rubric).load_source(parse_toml(read._replace(text=plain)))
    return text


def _describe_written(file: str, agreed: Sequence[Action], *, has_steps: bool) -> str:
    """A message about the written actions, and about owners that are still missing."""
    from nhsdx.documents.phrases import count_words
    from nhsdx.documents.safe_text import clean
    from nhsdx.model import ROLE_PLACEHOLDER

    if not agreed:
        why = "every step has an action already" if has_steps else "the plan has no steps"
        return f"{clean(file)}: {why}, so nothing was added"
    words = f"written: {clean(file)}: {count_words(len(agreed), 'action')}, due {agreed[0].due}"
    is_open = agreed[0].owner == ROLE_PLACEHOLDER
    return f"{words}; replace each “{ROLE_PLACEHOLDER}” with an owner" if is_open else words
