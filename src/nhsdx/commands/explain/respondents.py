"""The respondents of a survey, as part of an explanation."""

from __future__ import annotations

import math

from nhsdx.documents.page import Column, Table, clean, format_number, make_row
from nhsdx.documents.parts import format_figure
from nhsdx.model import Step


def build_respondents(step: Step) -> Table:
    """How many respondents chose each option, and the points that this adds."""
    numbers = (Column(name, is_number=True) for name in ("Respondents", "Score", "Points"))
    rows = [
        make_row(clean(term.name), format_number(term.weight or 0), format_figure(term.value), format_figure(term.part))
        for term in step.terms
    ]
    everybody = format_number(math.fsum(term.weight or 0.0 for term in step.terms))
    rows.append(make_row("Together", everybody, "", format_figure(step.output)))
    return Table("Respondents by option", (Column("Option", share=3), *numbers), tuple(rows), has_total=True)
