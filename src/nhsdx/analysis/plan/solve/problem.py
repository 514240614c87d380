"""The parts of a plan: steps, the options for each criterion, and the planning problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from nhsdx.model import Answer, Reading
from nhsdx.scoring import Rule

PlanStepKind: TypeAlias = Literal["item", "level", "evidence"]
"""A statement to meet, a level to reach, or evidence to bring."""


class PlanStep(NamedTuple):
    """One thing that a plan says to do.

    `is_unknown` says that the answer is not known yet and has to be found out first. `item` is the statement to meet,
    `level` is the level to reach, `value` is the new value of a measure, and `grade` is the grade of evidence to bring.
    `is_assumed` says that the effort is assumed, because nobody gave it.
    """

    criterion: str
    kind: PlanStepKind
    effort: Fraction
    item: str | None = None
    level: int | None = None
    value: float | None = None
    grade: str | None = None
    is_unknown: bool = False
    is_assumed: bool = False

    @property
    def id(self) -> str:
        """The id of the step, such as `clinical-safety.officer-named`, `candour.evidence` or `candour.level-3`."""
        if self.kind == "item":
            return f"{self.criterion}.{self.item}"
        return f"{self.criterion}.{'evidence' if self.kind == 'evidence' else f'level-{self.level}'}"


Fact: TypeAlias = tuple[str | float, ...]
"""A fact that an option decides and that something else depends on: a part of a gate, or a prerequisite."""
Facts: TypeAlias = Mapping[Fact, bool | None]
"""The facts that are settled. All other facts count as true, which is the best case."""
Formula: TypeAlias = tuple[str, tuple[object, ...]]
"""A condition on facts: `("fact", fact)`, or `("any", formulas)` or `("all", formulas)`."""


@dataclass(frozen=True, slots=True)
class PlanOption:
    """One way to treat a criterion: the steps, their cost, and the answer and score that they lead to.

    `offers` are the facts that the option decides. The option is possible only if the facts in `wants` have the values
    given there. The coverage is None if the criterion does not apply.
    """

    cost: int
    score: Fraction | None
    is_known: bool
    coverage: Fraction | None
    steps: tuple[PlanStep, ...] = ()
    answer: Answer | None = None
    offers: Facts = field(default_factory=dict)
    wants: Facts = field(default_factory=dict)

    def fits(self, facts: Facts) -> bool:
        """Whether the option is possible with the given settled facts."""
        both = (self.offers, self.wants)
        return all(facts.get(fact, value) == value for known in both for fact, value in known.items())

    def list_facts(self) -> tuple[Fact, ...]:
        """The facts that the option decides or depends on."""
        return (*self.offers, *self.wants)


class PlanStage(NamedTuple):
    """A level of a staged node: its score and its condition, which is None if the level is always reached."""

    score: Fraction
    formula: Formula | None


class PlanNode(NamedTuple):
    """A node of the tree: the rule for its score, the children that count, and the children that only have a cost.

    A node with the rule `pass` has the score of the only child that counts. For each stage with a condition,
    `looked_at` has the facts that show whether everything that it tests is known. The first of these stages that
    applies decides whether the node is known.
    """

    id: str
    rule: Rule | Literal["pass"]
    counted: tuple[tuple[str, Fraction], ...]
    others: tuple[str, ...] = ()
    minimum_known: int = 1
    minimum_coverage: Fraction = Fraction(0)
    stages: tuple[PlanStage, ...] = ()
    looked_at: tuple[tuple[Fact, ...], ...] = ()

    @property
    def children(self) -> tuple[str, ...]:
        """The ids of all nodes and criteria directly below the node."""
        return (*(name for name, _ in self.counted), *self.others)

    def list_facts(self) -> tuple[Fact, ...]:
        """The facts that the node's stages depend on."""
        staged = (fact for stage in self.stages if stage.formula for fact in list_facts(stage.formula))
        return tuple(dict.fromkeys((*staged, *(fact for facts in self.looked_at for fact in facts))))


class PlanGate(NamedTuple):
    """A gate: its condition and the scores at which it caps nodes.

    A part of the condition is true if its fact is false.
    """

    id: str
    formula: Formula
    caps: Mapping[str, Fraction]

    def list_facts_capping(self, node: str) -> tuple[Fact, ...]:
        """The facts that decide whether the gate caps a node."""
        return list_facts(self.formula) if node in self.caps else ()

    def is_triggered(self, facts: Facts) -> bool:
        """Whether the gate is triggered whatever values the unsettled facts have."""
        return judge_formula(self.formula, lambda fact: not facts.get(fact, True)) is True


UnknownCounts: TypeAlias = Literal["true", "false", "score"]


class Bound(NamedTuple):
    """What a fact about a node says: that the score is at least a number, or above it, or that the node is known.

    `if_unknown` is the fact's value for an unknown node: true, false, or the value at the score under `low` or `high`.
    `if_left_out` is the fact's value if nothing in the node applies.
    """

    node: str
    score: Fraction = Fraction(-1)
    is_above: bool = False
    if_unknown: UnknownCounts = "false"
    if_left_out: bool | None = True


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """The planning problem: criteria with their options, nodes from the bottom up, gates and facts.

    `goal` is the node or criterion whose score counts, and `clear` are the gates that must not be triggered.
    """

    reading: Reading
    options: Mapping[str, tuple[PlanOption, ...]]
    nodes: tuple[PlanNode, ...]
    gates: tuple[PlanGate, ...]
    bounds: Mapping[Fact, Bound]
    goal: str
    clear: frozenset[str] = frozenset()


def judge_formula(formula: Formula, look: Callable[[Fact], bool | None]) -> bool | None:
    """Whether a condition is true; None if nothing in it applies. `look` gives the value of one fact."""
    kind, parts = formula
    if kind == "fact":
        return look(parts)  # type: ignore[arg-type]
    found = {judge_formula(part, look) for part in parts} - {None}  # type: ignore[arg-type]
    decisive = kind == "any"
    if not found:
        return None
    return decisive if decisive in found else not decisive


def list_facts(formula: Formula) -> tuple[Fact, ...]:
    """The facts that a condition depends on."""
    kind, parts = formula
    if kind == "fact":
        return (parts,)  # type: ignore[return-value]
    return tuple(fact for part in parts for fact in list_facts(part))  # type: ignore[arg-type]
