"""The checks of the adjustments in a benefits file: each must have one basis, and a percentage must have a source."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from nhsdx.commands.benefits.parameters.data import BiasTable, Parameters
from nhsdx.commands.benefits.shape import (
    LEAST_FOR_PERCENTILE,
    Adjustment,
    BenefitsFile,
    GoLiveDelay,
    Measure,
    Uplift,
)
from nhsdx.commands.benefits.sums.adjustments import list_haircuts, list_uplifts
from nhsdx.documents.phrases import count_words
from nhsdx.model import OneOf, Path, Problem, quote_word

WHOLE = 100
FEW = (
    f"a percentile needs {LEAST_FOR_PERCENTILE} past projects or more: give percent instead, with a reason and a "
    "source; the past projects are then listed beside it"
)


def find_adjustment_problems(file: BenefitsFile, parameters: Parameters, given: Collection[str]) -> Iterator[Problem]:
    """Every problem with the adjustments, the past projects and the reference class."""
    listed = list(_list_adjustments(file))
    for path, asked, measure in listed:
        yield from _find_basis_problems(asked, path)
        if isinstance(asked, Uplift):
            yield from _find_table_problems(asked, path, parameters.tables, measure)
        if asked.percentile is not None and (file.history or "history" not in given):
            yield from _find_few_projects(file, (*path, "percentile"), measure)
    if "reference-class" not in given:
        yield from _find_missing_class(file, [asked for _, asked, _ in listed])
    yield from _find_class_problems(file, parameters.tables)


def _find_missing_class(file: BenefitsFile, listed: Iterable[Adjustment]) -> Iterator[Problem]:
    """A problem if the reference class is missing although the file has past projects or gives a percentage."""
    if file.history or any(one.percent is not None or one.percentile is not None for one in listed):
        message = '"reference-class" is missing: which projects is this one compared with, and why?'
        yield Problem((), "missing-key", message, "expected [reference-class] with title and why")


def _find_few_projects(file: BenefitsFile, path: Path, measure: Measure) -> Iterator[Problem]:
    """A problem if there are too few past projects for a percentile."""
    found = [one for one in file.history if one.measure == measure]
    if len(found) < LEAST_FOR_PERCENTILE:
        message = f'the file has {count_words(len(found), "past project")} with measure = "{measure}"'
        yield Problem(path, "count-mismatch", message, FEW)


def _list_adjustments(file: BenefitsFile) -> Iterator[tuple[Path, Adjustment, Measure]]:
    """Each adjustment with its place, and what its percentage applies to: a cost, months or a benefit."""
    for kind, uplift in list_uplifts(file.uplifts).items():
        yield ("uplifts", kind), uplift, "cost"
    for name, haircut in list_haircuts(file.haircuts).items():
        yield ("haircuts", name), haircut, "benefit"
    if file.delay is not None:
        yield ("delay",), file.delay, "months"


def _find_basis_problems(asked: Adjustment, path: Path) -> Iterator[Problem]:
    """Problems with an adjustment that has no basis or more than one, or that gives a percentage without a source."""
    bases: dict[str, object] = {"percent": asked.percent, "percentile": asked.percentile}
    if isinstance(asked, Uplift):
        bases["table"] = asked.table
    if isinstance(asked, GoLiveDelay):
        bases["months"] = asked.months
        yield from _find_month_problems(asked, path)
    found = [key for key, value in bases.items() if value is not None]
    if len(found) != 1:
        message = f"an adjustment needs one of {', '.join(bases)}" + (
            f", but this one has {' and '.join(found)}" if found else ""
        )
        yield Problem(path, "missing-key", message, "expected exactly one of these keys")
    if asked.percent is not None and asked.source is None:
        message = '"source" is missing: where does this percentage come from?'
        yield Problem(path, "missing-key", message, 'expected source = "…"')


def _find_month_problems(asked: GoLiveDelay, path: Path) -> Iterator[Problem]:
    if asked.months is None and asked.planned_months is None:
        message = 'the delay is a percentage, but "planned-months" is missing'
        yield Problem(path, "missing-key", message, "expected planned-months = 24")
    if asked.months is not None and asked.planned_months is not None:
        message = "a delay in months needs no planned months"
        yield Problem((*path, "planned-months"), "not-allowed", message, "delete it")


def _find_table_problems(
    asked: Uplift, path: Path, tables: Mapping[str, BiasTable], measure: Measure
) -> Iterator[Problem]:
    """Problems with an uplift's table: unknown names, shares that do not add up to 100, mitigations without a table."""
    if asked.table is None:
        for key, value in (("types", asked.types), ("mitigations", asked.mitigations)):
            if value:
                message = f"{key} can be given only for an uplift from a table"
                yield Problem((*path, key), "not-allowed", message, 'expected table = "…"')
        return
    if asked.table not in tables:
        message = f"nhsdx has no table {quote_word(asked.table)}"
        yield Problem((*path, "table"), "unknown-reference", message, OneOf(asked.table, tables))
        return
    yield from _find_type_problems(asked, path, tables[asked.table], measure)
    if round(sum(asked.types.values()), 9) != WHOLE:
        message = "the shares of the types of project do not add up to 100"
        yield Problem(
            (*path, "types"), "out-of-range", message, "expected { equipment-development = 100 }, for example"
        )
    if round(sum(one.contribution for one in asked.mitigations), 9) > WHOLE:
        message = "the contributions of the mitigations add up to more than 100"
        yield Problem((*path, "mitigations"), "out-of-range", message, "expected at most 100 in total")


def _find_type_problems(asked: Uplift, path: Path, table: BiasTable, measure: Measure) -> Iterator[Problem]:
    """Problems with project types that are not in the table, or that have no figure for the duration."""
    for name in asked.types:
        place: Path = (*path, "types", name)
        if name not in table.types:
            message = f"{quote_word(name)} is not a type of {asked.table}"
            yield Problem(place, "unknown-reference", message, OneOf(name, table.types), at_key=True)
        elif measure == "months" and table.types[name].duration is None:
            message = f"the table has no figure for the duration of {quote_word(name)}"
            yield Problem(place, "not-allowed", message, "give months, or another type", at_key=True)


def _find_class_problems(file: BenefitsFile, tables: Mapping[str, BiasTable]) -> Iterator[Problem]:
    """A problem if the reference class refers to a table or type that nhsdx does not have."""
    named = file.reference_class
    if named is None or (named.table is None and named.type is None):
        return
    path: Path = ("reference-class",)
    if named.table is None or named.type is None:
        yield Problem(
            path, "missing-key", "a table and a type must be given together", 'expected table = "…" and type = "…"'
        )
    elif named.table not in tables:
        message = f"nhsdx has no table {quote_word(named.table)}"
        yield Problem((*path, "table"), "unknown-reference", message, OneOf(named.table, tables))
    elif named.type not in tables[named.table].types:
        message = f"{quote_word(named.type)} is not a type of {named.table}"
        yield Problem((*path, "type"), "unknown-reference", message, OneOf(named.type, tables[named.table].types))
