"""A blank overlay: the start of a local rubric."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import tomli_w

from nhsdx.errors import NhsdxError
from nhsdx.loading.overlay.laying import format_pin_lines, list_taken_ids
from nhsdx.loading.rubric_file import build_base_reference, load_rubric
from nhsdx.model import ChecklistCriterion, Rubric, is_id
from nhsdx.scoring import find_highest_level

CHANGES = """\
# Each entry below changes the entry with the same id in the base, and needs a reason. decided-by and decided
# can be given once in [overlay]. Remove the # from the lines you need; everything else stays as it is.

# [dimensions.{dimension}]
# weight = {weight:g}
# reason = "…"

# [criteria.{criterion}]           # a question of the base: weight, title, guidance or steps may change
# weight = 2
# reason = "…"

{item}# [criteria.our-own-question]      # a question of your own: complete, with a descriptor for each level
# dimension = "{dimension}"
# title = "…"
# question = "…?"
# levels = [{descriptors}]
# reason = "…"

# [criteria.{last}]                # a question you drop; it still counts in the national score
# drop = true
# reason = "…"
"""
ITEM = """\
# [criteria.{checklist}]           # a checklist of the base: you may add items, each with its own reason
# items.our-own-item = {{ {level}, text = "…", reason = "…" }}

"""
GATE = """
# [gates.{gate}]                   # dropping or loosening a shared gate is a departure, and every result shows it
# drop = true
# departure = "a short name for the departure"
# reason = "…"
"""


def start_overlay(
    base: str,
    local_id: str,
    *,
    output: str | None = None,
    decided_by: str | None = None,
    decided: datetime.date | None = None,
) -> str:
    """The text of a new overlay that extends a base, for a file with the given name.

    Raises NhsdxError if the id cannot be the id of a rubric.
    """
    if not is_id(local_id):
        hint = "expected lower-case words joined by hyphens, 64 characters at most, as in wolds-and-fens"
        raise NhsdxError("this is not an id", "--id", hint, code="usage")
    loaded = load_rubric(base)
    if local_id in list_taken_ids(loaded):
        hint = "expected an id that is not used by a shipped rubric or by a base of the new rubric"
        raise NhsdxError("this id is taken", "--id", hint, code="usage")
    head = [*format_pin_lines(loaded.rubric), *_build_decision_lines(decided_by, decided)]
    return _build_blank_overlay(loaded.rubric, local_id, build_base_reference(base, loaded, output), head)


def _build_decision_lines(decided_by: str | None, decided: datetime.date | None) -> list[str]:
    """The lines that say who decided the changes, and when. If this is not known yet, the lines are comments."""
    who = '# decided-by = "…"      # a role or a body, never a name'
    when = "# decided = 2026-01-31"
    return [
        who if decided_by is None else tomli_w.dumps({"decided-by": decided_by}).strip(),
        when if decided is None else f"decided = {decided.isoformat()}",
    ]


def _build_blank_overlay(base: Rubric, local_id: str, extends: str, head: Sequence[str]) -> str:
    """The text of an overlay that changes nothing yet; `head` has the lines of the overlay's `[overlay]` table."""
    names = list(base.criteria)
    dimension, first = next(iter(base.dimensions.items()))
    title = tomli_w.dumps({"title": f"{base.rubric.title}, as adapted locally"}).strip()
    return "\n".join(
        [
            'format = "nhsdx.rubric/1"',
            tomli_w.dumps({"extends": extends}).strip(),
            "",
            "[overlay]",
            *head,
            "",
            "[rubric]",
            f'id = "{local_id}"',
            'version = "1.0.0"',
            title,
            "",
            CHANGES.format(
                dimension=dimension,
                weight=first.weight,
                criterion=names[0],
                last=names[-1],
                item=_write_item_example(base),
                descriptors=", ".join('"…"' for _ in base.levels),
            ).rstrip("\n"),
            *(GATE.format(gate=gate).rstrip("\n") for gate in list(base.gates)[:1]),
            "",
        ]
    )


def _write_item_example(base: Rubric) -> str:
    """An example of an item to add, if the base has a staged checklist."""
    for name, criterion in base.criteria.items():
        if isinstance(criterion, ChecklistCriterion) and criterion.scoring == "staged":
            number = base.name_levels(criterion)[find_highest_level(criterion)]
            return ITEM.format(checklist=name, level=tomli_w.dumps({"level": number}).strip())
    return ""
