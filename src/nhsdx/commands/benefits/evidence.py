"""What a case shows about a rubric's criteria: a sentence or two for each, worked out from the case's figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nhsdx.commands.benefits.remarks import join_some
from nhsdx.commands.benefits.shape import BenefitLine, CriterionLink, Fact
from nhsdx.commands.benefits.sums import MONTHS_OF_YEAR, Appraisal, ClassCase, Quantity, list_years
from nhsdx.commands.benefits.words import (
    describe_net,
    describe_quantity,
    format_money,
    format_rate,
    name_case,
)
from nhsdx.documents.phrases import count_words, join_words
from nhsdx.documents.safe_text import clean


def describe_link(appraisal: Appraisal, link: CriterionLink) -> str:
    """What the case shows about a criterion: a fact worked out from the case, and the note in the file."""
    found = "" if link.shows is None else describe_fact(appraisal, link.shows)
    return " ".join(part for part in (found, "" if link.note is None else clean(link.note)) if part)


def describe_fact(appraisal: Appraisal, fact: Fact) -> str:
    """A fact about the case, in a sentence or two."""
    sentences = {
        "scale": _describe_scale,
        "speed": _describe_speed,
        "after-go-live": _describe_money_after,
        "ownership": _describe_ownership,
    }
    return " ".join(sentences[fact](appraisal))


def _describe_scale(appraisal: Appraisal) -> Iterator[str]:
    """How much costs are raised and benefits lowered, and the net present value before and after."""
    adjustments, case = appraisal.adjustments, appraisal.file.case
    raised = [f"{kind} costs +{format_rate(one.rate)}" for kind, one in adjustments.uplifts.items()]
    lowered = [f"{name} benefits -{format_rate(one.rate)}" for name, one in adjustments.haircuts.items()]
    listed = join_words([*raised, *lowered])
    yield f"Adjusted for optimism: {listed}." if listed else "Nothing is adjusted for optimism."
    for one in _list_weighed(appraisal):
        claimed, adjusted = (describe_net(side, case) for side in (one.claimed, one.adjusted))
        yield f"{name_case(one)}: net present value {claimed} as claimed, {adjusted} as adjusted."


def _describe_speed(appraisal: Appraisal) -> Iterator[str]:
    """The delay, the ramp, and the benefits in the year of go-live, as claimed and as adjusted."""
    adjustments = appraisal.adjustments
    ramp = join_words([format_rate(step) for step in adjustments.ramp])
    months = count_words(adjustments.months, "month")
    yield f"Delay: {months}." if adjustments.months else "No delay is assumed."
    growth = f"Share of full benefit in each year after go-live: {ramp}."
    yield growth if ramp else "Benefits do not grow over the years."
    yield from describe_first_year(appraisal)


def describe_first_year(appraisal: Appraisal) -> Iterator[str]:
    """The benefits in the year of go-live, as claimed and as adjusted, class by class."""
    timeline = appraisal.timeline
    year = timeline.go_live // MONTHS_OF_YEAR
    for one in appraisal.classes if 0 <= year < timeline.years else ():
        claimed, adjusted = (side.flows.benefits[year] for side in (one.claimed, one.adjusted))
        if claimed.least:
            first, then = (_describe_amount(appraisal, amount) for amount in (claimed, adjusted))
            when = f"in {timeline.name_year(year)}, the year of go-live"
            yield f"{name_case(one)} benefits {when}: {first} claimed, {then} left."


def _describe_amount(appraisal: Appraisal, amount: Quantity) -> str:
    return describe_quantity(amount, lambda value: format_money(value, appraisal.file.case))


def _describe_money_after(appraisal: Appraisal) -> Iterator[str]:
    """The running costs after go-live, and when each of them ends."""
    found = list_running_on(appraisal)
    if not found:
        yield "The case has no running cost after go-live."
        return
    listed = join_some([f"{title} (until {year})" for title, year in found])
    yield f"Running costs after go-live: {listed}."


def _describe_ownership(appraisal: Appraisal) -> Iterator[str]:
    """How many benefits have an owner, and how many have a baseline."""
    lines = list(appraisal.file.benefits.values())
    owned, measured = count_given(lines, "owner"), count_given(lines, "baseline")
    yield f"Of {count_words(len(lines), 'benefit')}, {owned} have an owner and {measured} have a baseline."
    owners = Counter(clean(line.owner) for line in lines if line.owner is not None)
    if owners:
        yield f"Owners: {join_some([f'{name} ({count})' for name, count in owners.items()])}."


def _list_weighed(appraisal: Appraisal) -> Iterator[ClassCase]:
    """The classes with both costs and benefits."""
    yield from (one for one in appraisal.cases if one.has_costs and one.has_benefits)


def count_given(lines: list[BenefitLine], key: str) -> int:
    """How many benefits have a given key, such as an owner or a baseline."""
    return sum(getattr(line, key) is not None for line in lines)


def list_running_on(appraisal: Appraisal) -> list[tuple[str, str]]:
    """The running costs after go-live, each with the last year in which it is paid."""
    timeline = appraisal.timeline
    first = timeline.go_live // MONTHS_OF_YEAR
    found = []
    for line in appraisal.file.costs.values():
        years = [year - timeline.base_year for year in list_years(line)]
        if line.kind == "running" and years and max(years) >= first:
            found.append((clean(line.title), timeline.name_year(max(years))))
    return found
