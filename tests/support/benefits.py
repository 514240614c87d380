"""Benefits files for tests, as data and as text."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping

from nhsdx.commands.benefits.parameters.files import load_parameters
from nhsdx.commands.benefits.shape import BenefitsFile
from nhsdx.commands.benefits.sums.appraisal import Appraisal, appraise
from tests.support.build import Table

BASE: Table = {
    "format": "nhsdx.benefits/1",
    "case": {
        "title": "A record",
        "subject": "A trust",
        "unit": "£k",
        "prices": "2026/27 prices",
        "date": datetime.date(2026, 10, 1),
        "base-year": 2026,
        "go-live": datetime.date(2026, 4, 1),
    },
    "discount": {"edition": "green-book-2026"},
}


def cost(title: str = "Cost", cls: str = "cash-releasing", kind: str = "capital", **keys: object) -> Table:
    """A cost line with amounts by year."""
    return {"title": title, "class": cls, "kind": kind, **_with_dashes(keys)}


def benefit(title: str = "Benefit", cls: str = "cash-releasing", **keys: object) -> Table:
    """A benefit line with amounts by year."""
    return {"title": title, "class": cls, **_with_dashes(keys)}


def case(costs: Table | None = None, benefits: Table | None = None, **parts: Table) -> Table:
    """The data of a benefits file; `case` and `discount` add keys to those of the base."""
    data = copy.deepcopy(BASE)
    for name in ("case", "discount"):
        data[name] |= parts.pop(name, {})
    return data | {"costs": costs or {}, "benefits": benefits or {}, **_with_dashes(parts)}


def flat(costs: dict[int, float], benefits: dict[int, float]) -> Table:
    """A case with one cost and one benefit, by year after the base year."""
    amounts = ({str(2026 + year): amount for year, amount in one.items()} for one in (costs, benefits))
    spent, gained = amounts
    return case({"a": cost(years=spent)} if spent else {}, {"b": benefit(years=gained)} if gained else {})


def appraised(data: Table, *, sums_classes: bool = False) -> Appraisal:
    """The appraisal of a case in data."""
    return appraise(BenefitsFile.model_validate(data), load_parameters(), sums_classes=sums_classes)


def _with_dashes(keys: Mapping[str, object]) -> Table:
    return {key.replace("_", "-"): value for key, value in keys.items()}
