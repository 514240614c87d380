"""Readers of all runs of one table cannot work out anything about small groups of assessments, as in surveys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, permutations
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest

from nhsdx import NhsdxError, batch
from nhsdx.analysis.release_plan import Key
from nhsdx.commands.batch.counting import summarise
from nhsdx.commands.batch.totals import LEAST_ROWS, BatchGroup, BatchSummary
from nhsdx.model import OVERALL, Reading, Rubric
from nhsdx.tables import score_frame
from tests.support.attacks.solver import Knowledge
from tests.support.attacks.tables import draw_table
from tests.support.build import flat_rubric, level_criterion, rubric_from
from tests.support.samples import small_rubric, write

RUBRIC: Rubric = rubric_from(flat_rubric({"plan": level_criterion()}))
Scored = Mapping[Key, tuple[int, int]]
"""The assessments with each combination of values, and how many of them have a score."""


def draw_scored(random: Random) -> Scored:
    """A random table, in which some assessments have no score."""
    table = draw_table(random, LEAST_ROWS)
    return {key: (rows, random.choice([rows, rows, random.randint(0, rows)])) for key, (rows, *_) in table.items()}


def make_runs(table: Scored) -> dict[tuple[int, ...], BatchSummary]:
    """The summaries of runs by all choices of the columns, in all orders."""
    width = len(next(iter(table)))
    columns = [f"k{place}" for place in range(width)]
    rows = [(*key, "3" if number < scored else "") for key, (count, scored) in table.items() for number in range(count)]
    scores = score_frame(pl.DataFrame(rows, [*columns, "plan"], orient="row"), RUBRIC)
    choices = [one for count in range(1, width + 1) for one in permutations(range(width), count)]
    return {places: summarise(scores, RUBRIC, [columns[place] for place in places], columns) for places in choices}


def find_keys(table: Scored, places: Sequence[int], group: BatchGroup) -> frozenset[Key]:
    """The combinations of values of a group."""
    wanted = [part or "" for part in group.key.values()]
    return frozenset(key for key in table if [key[place] for place in places] == wanted)


@pytest.mark.parametrize("seed", range(10))
def test_runs_by_all_columns_together_reveal_no_small_group(seed: int) -> None:
    """Each run shows the groups of the plan, and a solver cannot find a hidden size to within five assessments."""
    table = draw_scored(Random(seed))  # noqa: S311 - no secret
    knowledge = Knowledge({key: (rows,) for key, (rows, _) in table.items()}, [LEAST_ROWS])
    shown = {
        find_keys(table, places, one): (one.rows,) for places, run in make_runs(table).items() for one in run.groups
    }
    assert shown.items() <= knowledge.shown.items()
    assert knowledge.shown.keys() - shown.keys() <= {frozenset(table)}
    assert [doubt for doubt in knowledge.find_doubts() if doubt.is_narrow(LEAST_ROWS)] == []


@pytest.mark.parametrize("seed", range(10))
def test_the_scores_of_a_few_assessments_cannot_be_worked_out(seed: int) -> None:
    """If one to four assessments of a group have a score, no sums and differences of figures give these scores."""
    table = draw_scored(Random(seed))  # noqa: S311 - no secret
    told: dict[frozenset[Key], int] = {}
    for places, run in make_runs(table).items():
        told[frozenset(table)] = run.nodes[OVERALL][Reading.CLAIMED].scored
        for one in run.groups:
            if OVERALL in one.nodes:
                told[find_keys(table, places, one)] = one.nodes[OVERALL][Reading.CLAIMED].scored
    for people in list_groups(table):
        scored = sum(table[key][1] for key in people)
        if 0 < scored < min(LEAST_ROWS, told[frozenset(table)]):
            assert not follows(table, told, people)


def list_groups(table: Scored) -> set[frozenset[Key]]:
    """The combinations of values in each group by some columns."""
    width = len(next(iter(table)))
    choices = [one for count in range(1, width + 1) for one in combinations(range(width), count)]
    return {
        frozenset(key for key in table if [key[place] for place in places] == [one[place] for place in places])
        for places in choices
        for one in table
    }


def follows(table: Scored, told: Iterable[frozenset[Key]], people: frozenset[Key]) -> bool:
    """Whether sums and differences of figures give those of a group; assessments without a score add nothing."""
    keys = [key for key, (_, scored) in table.items() if scored]
    rows = np.array([[float(key in one) for key in keys] for one in [*told, people]])
    return bool(np.linalg.matrix_rank(rows) == np.linalg.matrix_rank(rows[:-1]))


def test_a_group_with_too_few_scores_has_no_figures() -> None:
    """The page shows neither the lowest score of the only group with one, nor other figures that would reveal it."""
    table: Scored = {("a",): (20, 1), ("b",): (20, 20), ("c",): (20, 5)}
    (run,) = make_runs(table).values()
    assert [(one.rows, OVERALL in one.nodes) for one in run.groups] == [(20, False), (20, False), (20, False)]
    (run,) = make_runs({**table, ("d",): (20, 4)}).values()
    assert [OVERALL in one.nodes for one in run.groups] == [False, True, True, False]
    (run,) = make_runs({**table, ("a",): (20, 0)}).values()
    assert [OVERALL in one.nodes for one in run.groups] == [True, True, True]


@pytest.mark.parametrize(
    ("declared", "by", "message", "hint"),
    [
        (None, "site", "only by columns that a map declares", 'groups.columns = ["site"]'),
        ([], "site", 'does not allow groups by "site"', 'groups.columns = ["site"]'),
        (["site"], "role", 'does not allow groups by "role"', 'did you mean "site"|expected'),
        (["site", "role"], "site,site", "given twice", "only once"),
        (["site", "role"], "site,ROLE", "", ""),
        (["Site"], "site", "", ""),
    ],
)
def test_a_run_by_undeclared_columns_is_refused(
    tmp_path: Path, declared: list[str] | None, by: str, message: str, hint: str
) -> None:
    """The message gives the line to write."""
    rubric = write(tmp_path / "rubric.toml", small_rubric())
    table = tmp_path / "table.csv"
    table.write_text("site,role,skill\n" + "a,n,3\n" * 9, encoding="utf-8")
    told = {"groups": {"columns": declared}} if declared else {"keep": ["site"]}
    map_ = None if declared is None else write(tmp_path / "map.toml", {"format": "nhsdx.batch-map/1"} | told)
    if not message:
        assert [one.rows for one in batch(table, rubric, map_, by=by.split(",")).groups] == [9]
        return
    with pytest.raises(NhsdxError, match=message) as error:
        batch(table, rubric, map_, by=by.split(","))
    assert error.value.code == "group-column"
    assert any(part in (error.value.hint or "") for part in hint.split("|"))
