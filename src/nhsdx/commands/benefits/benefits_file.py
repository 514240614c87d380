"""A benefits file, read and checked; all of its problems are reported together."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from nhsdx.commands.benefits.checks import STAND_IN, find_link_problems, find_problems
from nhsdx.commands.benefits.parameters.files import load_parameters
from nhsdx.commands.benefits.shape import BENEFITS_FORMAT, BenefitsFile
from nhsdx.files.source import SourceText, read_source
from nhsdx.loading.rubric_data import find_format_problems
from nhsdx.loading.shape import validate
from nhsdx.model import Rubric

STAND_INS = {
    "format": BENEFITS_FORMAT,
    "case": {
        "title": STAND_IN,
        "subject": STAND_IN,
        "unit": STAND_IN,
        "prices": STAND_IN,
        "date": datetime.date.min,
        "base-year": 2000,
        "go-live": datetime.date(2000, 4, 1),
    },
    "discount": {"edition": "green-book-2026"},
    "reference-class": {"title": STAND_IN, "why": STAND_IN},
    "delay": {"months": 0, "reason": STAND_IN},
    "ramp": {"percents": [100], "reason": STAND_IN},
}


class LoadedBenefits(NamedTuple):
    """A benefits file without problems."""

    source: SourceText
    file: BenefitsFile

    def refuse_links(self, rubric: Rubric) -> None:
        """Raises InvalidInputError for links to criteria or items that a rubric does not have."""
        self.source.refuse(find_link_problems(self.file, rubric))


def load_benefits(name: str) -> LoadedBenefits:
    """The benefits file with this name.

    Raises InvalidInputError with all problems of the file, or NhsdxError if it cannot be read.
    """
    source = read_source(name)
    problems = list(find_format_problems(source.data, (BENEFITS_FORMAT,)))
    if isinstance(source.data.get("format"), str):
        source.refuse(problems)
    file, shape = validate(BenefitsFile, source.data | {"format": BENEFITS_FORMAT}, STAND_INS)
    problems += shape
    if file is not None:
        problems += find_problems(file, load_parameters(), source.data.keys())
    return LoadedBenefits(source, source.expect(file, problems))
