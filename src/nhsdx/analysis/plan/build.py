"""Builds the planning problem: the rubric's tree, its gates, and the options for each criterion of an assessment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nhsdx.analysis.case import Case
from nhsdx.analysis.plan.efforts import Efforts
from nhsdx.analysis.plan.facts import FactBook
from nhsdx.analysis.plan.options.families import list_item_conditions
from nhsdx.analysis.plan.options.make import OptionMaker
from nhsdx.analysis.plan.solve import PlanGate, PlanProblem, make_exact
from nhsdx.analysis.plan.terms import NO_WISHES, PlanGoal, PlanTerms, Wishes
from nhsdx.analysis.plan.tree import TreeBuilder, expect_goal_below, expect_no_hidden_stages, list_above
from nhsdx.model import ChecklistCriterion, Criterion, Rubric


@dataclass(frozen=True, slots=True)
class BuiltProblem:
    """The planning problem, and the number by which all efforts are multiplied to make them whole numbers."""

    problem: PlanProblem
    unit: int


def build_problem(case: Case, wanted: PlanGoal, efforts: Efforts, wishes: Wishes = NO_WISHES) -> BuiltProblem:
    """The planning problem for a case."""
    return _Builder(case, wanted, efforts, wishes).build()


@dataclass(frozen=True, slots=True)
class _Builder:
    case: Case
    wanted: PlanGoal
    efforts: Efforts
    wishes: Wishes

    @property
    def rubric(self) -> Rubric:
        return self.case.rubric

    def build(self) -> BuiltProblem:
        instrument = self.case.instrument
        book = FactBook(self.rubric, instrument.scale, self.wanted.reading)
        gates = tuple(self._list_gates(book, frozenset(list_above(self.rubric, self.wanted.node)[1:])))
        nodes = TreeBuilder(self.case, self.wanted.node, book).build()
        for criterion in self.rubric.criteria.values():
            self._note_links(book, criterion)
        terms = PlanTerms.of(self.case, self.wanted, book, self.efforts, self.wishes)
        options = OptionMaker(terms).make_all(instrument.reading_order)
        expect_no_hidden_stages(nodes)
        expect_goal_below(nodes, book.bounds.values(), self.wanted.node)
        clear = frozenset(gate.id for gate in gates) if self.wanted.must_clear else frozenset[str]()
        return BuiltProblem(
            PlanProblem(self.wanted.reading, options, nodes, gates, book.bounds, self.wanted.node, clear), terms.unit
        )

    def _list_gates(self, book: FactBook, above: frozenset[str]) -> Iterator[PlanGate]:
        """The gates that matter. Gates that cap only nodes above the goal do not, unless all gates must be clear."""
        scale = self.case.instrument.scale
        for name, gate in self.rubric.gates.items():
            caps = {node: make_exact(scale.scores[level]) for node, level in gate.cap.items() if node not in above}
            if caps or self.wanted.must_clear:
                yield PlanGate(name, book.note_gate(gate.when), caps)

    def _note_links(self, book: FactBook, criterion: Criterion) -> None:
        """Notes everything about other criteria that a criterion depends on."""
        for condition in (criterion.asked_when, *list_item_conditions(criterion).values()):
            if condition is not None:
                book.note_asked(condition)
        items = criterion.items.values() if isinstance(criterion, ChecklistCriterion) else ()
        for required in (*criterion.requires, *(one for item in items for one in item.requires)):
            book.note_required(required)
