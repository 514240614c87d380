"""How a claim was adjusted: each adjustment with its source and reason, mitigations, past projects, and the method."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.benefits.shape import LEAST_FOR_PERCENTILE, Adjustment, Measure, Uplift
from nhsdx.commands.benefits.sums import AppliedUplift, Appraisal, list_overruns, round_exactly
from nhsdx.commands.benefits.words import CLASS_TITLES, format_rate
from nhsdx.documents.page import (
    Block,
    Cell,
    Column,
    Heading,
    Line,
    Listing,
    Paragraph,
    Style,
    Table,
    clean,
    count_words,
    join_words,
    line_with_lead,
    make_cell,
    make_line,
    make_row,
)
from nhsdx.model import read_decimal

ADJUSTMENTS = (
    Column("What", share=3),
    Column("By", share=2),
    Column("How it is worked out", share=6),
    Column("Reason and source", share=8),
)
MITIGATIONS = (
    Column("Risk", share=4),
    Column("Share of the bias", is_number=True, share=2),
    Column("Managed", is_number=True, share=2),
    Column("Evidence", share=6),
)
PROJECTS = (
    Column("Past project", share=5),
    Column("Estimated", is_number=True, share=2),
    Column("Actual", is_number=True, share=2),
    Column("Missed by", is_number=True, share=2),
    Column("Source", share=4),
)
MEASURES: dict[Measure, str] = {
    "cost": "costs, and how much higher they were",
    "months": "months to go-live, and how much longer it took",
    "benefit": "benefits, and how far they fell short",
}
FEW = "fewer than ten, so no percentile is taken from them: compare them one by one"
NO_RATE_OF_RETURN = (
    "No internal rate of return is given: it can have several values or none, and it ranks cases by something other "
    "than what they are worth."
)


def build_adjustments(appraisal: Appraisal) -> Iterator[Block]:
    """The adjustments in a table, then the mitigations and the past projects behind them."""
    yield Heading(2, "How the claim was adjusted", "adjustments")
    named = appraisal.file.reference_class
    if named is not None:
        yield Paragraph(line_with_lead("Compared with:", f"{clean(named.title)}. {clean(named.why)}"))
    rows = tuple(_list_rows(appraisal))
    if not rows:
        yield Paragraph(make_line("Nothing was adjusted: both columns show the claim."))
        return
    yield Table("Each adjustment, with its reason and its source", ADJUSTMENTS, rows)
    yield from _build_mitigations(appraisal)


def _list_rows(appraisal: Appraisal) -> Iterator[tuple[Cell, ...]]:
    adjustments, file = appraisal.adjustments, appraisal.file
    for kind, uplift in adjustments.uplifts.items():
        yield _build_row(appraisal, f"{kind.capitalize()} costs", f"+{format_rate(uplift.rate)}", uplift)
    if adjustments.delay is not None:
        months = count_words(adjustments.delay.months, "month")
        yield _build_row(appraisal, "Go-live", f"{months} later", adjustments.delay.uplift)
    if file.ramp is not None:
        steps = join_words([format_rate(step) for step in adjustments.ramp])
        how = "Share of full benefit in each 12-month period after go-live; the last share applies from then on"
        yield (*make_row("Growth of benefits", steps, how), _build_reason(file.ramp.reason, file.ramp.source))
    for name, haircut in adjustments.haircuts.items():
        yield _build_row(appraisal, f"{CLASS_TITLES[name]} benefits", f"-{format_rate(haircut.rate)}", haircut)


def _build_row(appraisal: Appraisal, what: str, by: str, uplift: AppliedUplift) -> tuple[Cell, ...]:
    asked = uplift.asked
    source = asked.source
    if isinstance(asked, Uplift) and asked.table is not None:
        table = appraisal.parameters.tables[asked.table]
        source = f"{table.title}. {table.source}"
    return (*make_row(what, by, " ".join(_explain(appraisal, uplift))), _build_reason(asked.reason, source))


def _build_reason(reason: str, source: str | None) -> Cell:
    return make_cell(clean(reason), "" if source is None else f"Source: {clean(source)}")


def _explain(appraisal: Appraisal, uplift: AppliedUplift) -> Iterator[str]:
    """How the percentage was worked out, in sentences."""
    asked = uplift.asked
    if uplift.basis == "own":
        yield "A percentage given in the file."
    elif uplift.basis == "months":
        yield "Months given in the file."
    elif uplift.basis == "history":
        yield _explain_percentile(asked)
    else:
        yield from _explain_table(appraisal, uplift)
    delay = appraisal.adjustments.delay
    if delay is not None and delay.uplift is uplift and appraisal.file.delay is not None:
        planned = appraisal.file.delay.planned_months
        if planned is not None:
            rate = format_rate(uplift.rate)
            yield f"{rate} of {round_exactly(read_decimal(planned), 1).removesuffix('.0')} planned months is "
            ending = "" if delay.exact == delay.months else f", which is rounded up to {delay.months}"
            yield f"{round_exactly(delay.exact, 1)} months{ending}."


def _explain_percentile(asked: Adjustment) -> str:
    share = format_rate(read_decimal(asked.percentile or 0) / 100)
    return (
        f"The smallest miss that {share} of the past projects did not exceed; the others missed by more. "
        "This is reference class forecasting: it uses the record of past projects rather than a judgement of this one."
    )


def _explain_table(appraisal: Appraisal, uplift: AppliedUplift) -> Iterator[str]:
    """How a table gives the uplift: each project type's bound times its share, less the part that is managed."""
    asked = uplift.asked
    if not isinstance(asked, Uplift) or asked.table is None:
        return
    types = appraisal.parameters.tables[asked.table].types
    parts = [
        f"{format_rate(bound)} for {clean(types[name].title).lower()}"
        + (f" × {format_rate(share)}" if share != 1 else "")
        for name, share, bound in uplift.types
    ]
    total = f" = {format_rate(uplift.start)}" if len(parts) > 1 else ""
    yield f"{asked.bound.capitalize()} bound: {' + '.join(parts)}{total}."
    if uplift.managed:
        start, managed = format_rate(uplift.start), format_rate(uplift.managed)
        left = format_rate(uplift.start * (1 - uplift.managed))
        yield f"{managed} of it is managed: {start} × (100% - {managed}) = {left}."
    elif asked.bound == "upper":
        yield "No mitigation is listed, so the bound is not reduced."
    if uplift.is_at_floor and uplift.floor is not None:
        yield f"The lower bound of the table, {format_rate(uplift.floor)}, is used instead."


def _build_mitigations(appraisal: Appraisal) -> Iterator[Block]:
    adjustments = appraisal.adjustments
    found = [(f"{kind.capitalize()} costs", one) for kind, one in adjustments.uplifts.items()]
    if adjustments.delay is not None:
        found.append(("Go-live", adjustments.delay.uplift))
    for what, uplift in found:
        asked = uplift.asked
        if isinstance(asked, Uplift) and asked.mitigations:
            rows = tuple(
                make_row(
                    clean(one.risk),
                    format_rate(read_decimal(one.contribution) / 100),
                    format_rate(read_decimal(one.managed)),
                    clean(one.evidence),
                )
                for one in asked.mitigations
            )
            yield Table(f"{what}: managed risks, and the evidence that they are managed", MITIGATIONS, rows)


def build_history(appraisal: Appraisal) -> Iterator[Block]:
    """The past projects, the best first, with how far each missed its estimate."""
    history = appraisal.file.history
    if not history:
        return
    yield Heading(2, "Past projects", "past-projects")
    for measure, words in MEASURES.items():
        found = list_overruns(history, measure)
        if not found:
            continue
        remark = f" ({FEW})" if len(found) < LEAST_FOR_PERCENTILE else ""
        rows = tuple(
            make_row(
                clean(one.project),
                _write(one.estimate),
                _write(one.outcome),
                format_rate(missed),
                clean(one.source),
            )
            for one, missed in found
        )
        yield Table(f"{count_words(len(found), 'past project')}: {words}{remark}", PROJECTS, rows)


def _write(value: float) -> str:
    text = round_exactly(read_decimal(value), 2)
    return text.rstrip("0").rstrip(".")


def build_method(appraisal: Appraisal) -> Iterator[Block]:
    """How the figures are worked out, and where the discount rates come from."""
    yield Heading(2, "How these figures are worked out", "method")
    yield Listing(tuple(_list_steps(appraisal)))
    edition = appraisal.edition
    if edition is not None:
        about = f"{clean(edition.title)}, published {clean(edition.published)}"
        words = f"{about}. {clean(edition.source)}. {clean(edition.note)}"
        yield Paragraph(line_with_lead("Discount rates:", words), Style.NOTE)
        checked = f"checked on {edition.checked.isoformat()} as far as public sources allow."
        yield Paragraph(make_line(f"These rates were {checked}"), Style.NOTE)


def _list_steps(appraisal: Appraisal) -> Iterator[Line]:
    timeline, file = appraisal.timeline, appraisal.file
    first, last = timeline.name_year(0), timeline.name_year(timeline.years - 1)
    yield make_line(
        f"Present value: what an amount in a later year is worth in {first}. Each amount is multiplied by the discount "
        f"factor of its year. {first} is year 0 and is not discounted."
    )
    if file.discount.edition is None:
        reason, source = clean(file.discount.reason or ""), clean(file.discount.source or "")
        yield make_line(f"The discount rates are the file's own. {reason} Source: {source}")
    yield make_line("Net present value: the present value of benefits less that of costs.")
    yield make_line(
        "Payback: when the running total of benefits less costs reaches zero, if each year's amounts are spread evenly "
        "over the year. Years are counted from the base year, as in finance; months are calendar months."
    )
    yield make_line(
        "The case fails if its net present value falls below zero. How much lower benefits or higher costs "
        "make it fail is worked out exactly; a delay is given as the first whole month at which the case fails."
    )
    yield make_line(
        "A year's benefit is spread evenly over its months or, in the year of go-live, over the months from go-live. "
        f"A delay moves each month's amount later. Amounts that move beyond {last} are left out."
    )
    yield make_line("Classes are never added up unless you ask: they are not the same kind of money.")
    yield make_line(NO_RATE_OF_RETURN)
    yield make_line("Everything is worked out exactly, in fractions, and rounded only once, when it is shown.")
