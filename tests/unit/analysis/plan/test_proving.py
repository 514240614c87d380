"""Proofs of plans: a checker that shares no code with nhsdx accepts them, and rejects altered proofs."""

from __future__ import annotations

import ast
import copy
import functools
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import pytest

import nhsdx
from nhsdx.analysis.plan.build import build_problem
from nhsdx.analysis.plan.efforts import Efforts
from nhsdx.analysis.plan.proving import prove_plan
from nhsdx.analysis.plan.solve import Claim, Search, prove
from nhsdx.analysis.plan.solve.arithmetic import Sums
from nhsdx.analysis.plan.terms import STEPS_AT_MOST, PlanGoal
from nhsdx.errors import NhsdxError
from nhsdx.model import Reading
from tests.support.plans import checker
from tests.support.plans.checker import WrongProofError, check_proof
from tests.support.plans.made import make
from tests.support.run import ROOT

MOST_LINES = 200
Json: TypeAlias = Any


def read_proof(name: str, **wanted: Json) -> Json:
    """The proof of a plan for an example, read from its JSON."""
    plan = nhsdx.plan(nhsdx.load_assessment(ROOT / "examples" / f"{name}.toml"), **wanted)
    return json.loads(json.dumps(prove_plan(plan)))


def test_the_checker_is_short_and_shares_no_code_with_the_program() -> None:
    """Anyone who doubts a proof can read the whole checker."""
    text = Path(checker.__file__).read_text(encoding="utf-8")
    modules = {
        node.module.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert "nhsdx" not in modules
    assert len(text.splitlines()) <= MOST_LINES


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("marlowe-vale", {"target": "60"}),
        ("marlowe-vale", {"budget": 12}),
        ("harrowmere", {"target": "99"}),
        ("otterbridge-wold", {"target": "gates=clear"}),
        ("otterbridge-wold", {"budget": 30}),
        ("fenmarch-saltings", {"target": "autonomy=3"}),
    ],
    ids=str,
)
def test_the_plans_of_the_examples_have_proofs_that_are_accepted(name: str, wanted: dict[str, Any]) -> None:
    """Targets that can be reached, budgets, and a target that nothing reaches."""
    check_proof(read_proof(name, **wanted))


def test_plans_for_random_rubrics_of_every_kind_have_a_proof_that_is_accepted() -> None:
    """The proof of a claim is accepted; for a cost at which the claim is false, there is no proof."""
    proved = 0
    for seed in range(60):
        made, reading = make(seed), list(Reading)[seed % 4]
        efforts = Efforts("days", {step: Fraction(str(effort)) for step, effort in made.efforts.items()})
        try:
            built = build_problem(made.case, PlanGoal(reading=reading), efforts)
        except NhsdxError:
            continue
        *_, last = Search.of(built.problem).find_frontier()
        cost = last.cost // STEPS_AT_MOST
        proof = prove(built.problem, Claim(cost, last.score), STEPS_AT_MOST)
        if last.score is not None:
            check_proof(json.loads(json.dumps(proof)))
            assert prove(built.problem, Claim(cost + 1, last.score), STEPS_AT_MOST) is None
            proved += 1
    assert proved > 40


def _claim_more(proof: Json) -> None:
    proof["claim"]["below"] += 1


def _claim_lower(proof: Json) -> None:
    proof["claim"]["score"] = "45"


def _drop_point(proof: Json) -> None:
    max(proof["entries"].values(), key=lambda one: len(one["front"]))["front"][0][1].pop()


def _lower_point(proof: Json) -> None:
    entry = next(one for name, one in proof["entries"].items() if name.startswith("overall"))
    entry["front"][0][1][-1][1] = "0"


def _drop_sum(proof: Json) -> None:
    entry = next(one for one in proof["entries"].values() if len(one.get("sums", ())) > 2)
    entry["sums"][1][0][1].pop()


def _cheapen_option(proof: Json) -> None:
    for options in proof["options"].values():
        for option in options:
            option[0] = 0


def _drop_case(proof: Json) -> None:
    del proof["cases"]["values"]["false"]


def _drop_entries(proof: Json) -> None:
    proof["entries"] = {}


@functools.cache
def read_capped_proof() -> Json:
    """A proof with several cases, because gates cap the score; it is accepted."""
    proof = read_proof("otterbridge-wold", target="50")
    check_proof(proof)
    return proof


@pytest.mark.parametrize(
    "tamper",
    [_claim_more, _claim_lower, _drop_point, _lower_point, _drop_sum, _cheapen_option, _drop_case, _drop_entries],
)
def test_the_checker_rejects_a_proof_that_was_altered(tamper: Callable[[Json], None]) -> None:
    """Altered proofs claim more, or leave something out."""
    changed = copy.deepcopy(read_capped_proof())
    tamper(changed)
    with pytest.raises(WrongProofError):
        check_proof(changed)


def test_the_options_in_a_proof_have_the_scores_that_the_engine_gives() -> None:
    """Each option's answer, put into the assessment, gives its criterion the score that the proof states."""
    case = nhsdx.plan(nhsdx.load_assessment(ROOT / "examples" / "harrowmere.toml"), "75")
    for name, options in case.built.problem.options.items():
        for option in options[-2:]:
            answers = {**case.before.assessment.answers, **({} if option.answer is None else {name: option.answer})}
            assessment = case.before.assessment._replace(answers=answers)
            scored = type(case.before).of("", case.before.instrument, assessment, profile=case.before.profile)
            score = scored.result.criteria[name].scores[Reading.EVIDENCED]
            assert (score is None) == (option.score is None)
            assert abs((score or 0.0) - float(option.score or 0)) < 1e-9


@pytest.mark.parametrize(
    "options",
    [
        [[0, "40", False, None, {}, {}], [0, "20", False, None, {}, {}]],
        [[0, "20", True, "1", {}, {}], [1, "20", True, "1", {}, {}], [0, "40", True, "1", {}, {}]],
    ],
)
def test_a_proof_may_leave_out_an_option_if_another_costs_no_more_and_scores_higher(options: Json) -> None:
    """A proof may leave out what costs as much and scores less, known or unknown; the best one stays."""
    proof = {"claim": {"below": None}, "reading": "high", "nodes": [], "options": {"one": options}}
    best = checker._Checker(proof).list_options("one", {})  # noqa: SLF001 - the part that leaves options out
    assert [(cost, score) for _, cost, score in best] == [(0, 40)]


def test_a_rubric_with_a_rule_that_plans_do_not_know_is_refused() -> None:
    """A new aggregation never gets a plan for another one."""
    with pytest.raises(ValueError, match="median"):
        Sums.of("median", [])
