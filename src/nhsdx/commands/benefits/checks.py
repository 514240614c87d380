"""The checks of a whole benefits file: its years, its discount rates and its links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from nhsdx.commands.benefits.adjustment_checks import find_adjustment_problems
from nhsdx.commands.benefits.parameters.data import Parameters
from nhsdx.commands.benefits.shape import MOST_YEARS, BenefitsFile, CaseHeader, ClaimLine, MoneyRange
from nhsdx.commands.benefits.sums.timeline import split_years
from nhsdx.model import (
    OneOf,
    Path,
    Problem,
    Rubric,
    find_duplicates,
    find_item_problems,
    find_reference_problem,
    quote_word,
)

YEARS = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?", re.ASCII)
STAND_IN = "stand-in"


def find_problems(file: BenefitsFile, parameters: Parameters, given: Collection[str]) -> Iterator[Problem]:
    """Every problem in a file whose parts have the right shape. `given` lists the keys that are in the file itself."""
    if "costs" not in given and "benefits" not in given:
        yield Problem((), "missing-key", "the file has no cost and no benefit", "expected [benefits.ID] or [costs.ID]")
    for section, lines in (("costs", file.costs), ("benefits", file.benefits)):
        for name, line in lines.items():
            yield from _find_line_problems(line, (section, name), file.case)
    if file.case.title != STAND_IN:
        yield from _find_span_problems(file.case)
    yield from _find_discount_problems(file, parameters)
    yield from find_adjustment_problems(file, parameters, given)
    yield from find_duplicates(("links",), [one.criterion for one in file.links], "criterion")
    for at, link in enumerate(file.links):
        if link.shows is None and link.note is None:
            remedy = 'expected shows = "scale" (or speed, after-go-live, ownership), or note = "…"'
            yield Problem(("links", at), "missing-key", "the link does not say what the case shows", remedy)


def find_link_problems(file: BenefitsFile, rubric: Rubric) -> Iterator[Problem]:
    """The links to criteria and items that a rubric does not have."""
    for at, link in enumerate(file.links):
        path: Path = ("links", at)
        yield from find_reference_problem((*path, "criterion"), link.criterion, rubric.criteria, "a criterion")
        criterion, code, remedy = rubric.criteria.get(link.criterion), "not-allowed", "delete the items"
        yield from find_item_problems(criterion, link.items or None, (*path, "items"), code=code, remedy=remedy)


def _find_line_problems(line: ClaimLine, path: Path, case: CaseHeader) -> Iterator[Problem]:
    """Problems with a line's amounts: no amount, wrong years, two amounts in one year, or a range with swapped ends."""
    if bool(line.years) == (line.unknown is not None):
        message = "a line needs either amounts by year, or a reason why they are unknown"
        remedy = 'expected years = { 2028-2036 = 1.5 }, or unknown = "why"'
        yield Problem(path, "missing-key", message, remedy)
    counts: Counter[int] = Counter()
    for key, amount in line.years.items():
        place: Path = (*path, "years", key)
        if find_span(key) is None:
            message = f"{quote_word(key)} is neither a year nor a range of years"
            yield Problem(place, "bad-text", message, "expected a year such as 2028, or 2028-2036", at_key=True)
        else:
            counts.update(split_years(key))
            yield from _find_outside(split_years(key), case, place)
        if isinstance(amount, MoneyRange) and amount.low > amount.high:
            remedy = "expected `low` to be no greater than `high`"
            yield Problem(place, "out-of-range", "the low end is above the high end", remedy)
    twice = next((year for year, count in sorted(counts.items()) if count > 1), None)
    if twice is not None:
        message = f"the line has more than one amount for {twice}"
        yield Problem((*path, "years"), "duplicate", message, "expected one amount for each year")


def find_span(key: str) -> tuple[int, int] | None:
    """The first and the last year in a key such as `2028-2036`; None if the key does not give years."""
    match = YEARS.fullmatch(key)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    return (first, last) if first <= last < first + MOST_YEARS else None


def _find_outside(years: range, case: CaseHeader, place: Path) -> Iterator[Problem]:
    """A problem if a line gives years that are outside the years of the case."""
    if case.title != STAND_IN and not (case.base_year <= years[0] and years[-1] <= find_last_year(case)):
        message = f"{quote_word(place[-1])} is not within the years of the case"
        remedy = f"expected years from {case.base_year} to {find_last_year(case)}"
        yield Problem(place, "out-of-range", message, remedy, at_key=True)


def find_last_year(case: CaseHeader) -> int:
    """The last year for which a line may give an amount."""
    return case.last_year or case.base_year + MOST_YEARS - 1


def _find_span_problems(case: CaseHeader) -> Iterator[Problem]:
    """Problems with the years of the case: years in the wrong order, too many, or a go-live after the last year."""
    last = find_last_year(case)
    if case.last_year is not None and not 0 <= case.last_year - case.base_year < MOST_YEARS:
        message = "the years of the case are in the wrong order, or there are too many"
        remedy = f"expected {case.base_year} to {case.base_year + MOST_YEARS - 1}"
        yield Problem(("case", "last-year"), "out-of-range", message, remedy)
    end = last if case.first_month == 1 else last + 1
    if not case.base_year - MOST_YEARS <= case.go_live.year <= end:
        message = "go-live is not near the years of the case"
        yield Problem(("case", "go-live"), "out-of-range", message, f"expected a date up to {end}")


def _find_discount_problems(file: BenefitsFile, parameters: Parameters) -> Iterator[Problem]:
    """Discount rates that are missing or not explained."""
    chosen = file.discount
    if (chosen.edition is None) == (not chosen.rates):
        message = "[discount] needs either an edition, or rates of your own"
        remedy = f'expected edition = "{next(iter(parameters.editions))}"'
        yield Problem(("discount",), "missing-key", message, remedy)
    if chosen.edition is not None:
        yield from _find_edition_problems(file, parameters, chosen.edition)
        return
    for key, value in (("source", chosen.source), ("reason", chosen.reason)):
        if value is None:
            remedy = f'expected {key} = "…" beside the rates'
            yield Problem(("discount",), "missing-key", f'"{key}" is missing', remedy)
    firsts = [one.first for one in chosen.rates]
    if firsts and (firsts[0] > 1 or firsts != sorted(set(firsts))):
        message = "the rates do not begin with the first year, or are not in order"
        yield Problem(("discount", "rates"), "out-of-range", message, "expected first = 0, then later years")
    if chosen.classes is not None:
        message = "schedules for classes need an edition of discount rates"
        yield Problem(("discount", "classes"), "not-allowed", message, 'expected edition = "…"')


def _find_edition_problems(file: BenefitsFile, parameters: Parameters, edition: str) -> Iterator[Problem]:
    known = parameters.editions
    if edition not in known:
        message = f"nhsdx has no edition of discount rates called {quote_word(edition)}"
        yield Problem(("discount", "edition"), "unknown-reference", message, OneOf(edition, known))
        return
    schedules = known[edition].schedules
    named: list[tuple[Path, str]] = [(("discount", "schedule"), file.discount.schedule)]
    if file.discount.classes is not None:
        of_classes = file.discount.classes.model_dump(by_alias=True, exclude_none=True)
        named += [(("discount", "classes", key), name) for key, name in of_classes.items()]
    for path, name in named:
        if name not in schedules:
            message = f"{quote_word(name)} is not a schedule of {edition}"
            yield Problem(path, "unknown-reference", message, OneOf(name, schedules))
