"""What a reader of all runs can work out with a solver: the smallest and largest size of each hidden group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from nhsdx.analysis.release_plan import Key, build_release_plan
from tests.support.attacks.tables import Table


class Doubt(NamedTuple):
    """A hidden group, whose people or answers are counted, and the bounds within which readers know the count.

    Of these, `inside` are in groups that are shown.
    """

    group: Key
    question: int
    inside: int
    least: int
    most: int

    def is_narrow(self, minimum: int) -> bool:
        """Whether readers know too much: more than that nobody answered, apart from people in groups that are shown."""
        return self.most - self.least < minimum and self.most > self.inside


class Knowledge:
    """Everything that runs by all choices of columns, with one minimum group size or several, reveal about a table.

    The reader also knows which combinations of values nobody has, and that nobody has answered twice.
    """

    def __init__(self, table: Table, minima: Sequence[int]) -> None:
        """Makes all runs, and keeps what they show."""
        self.table, self.keys = table, sorted(table)
        width = len(self.keys[0])
        self.choices = [one for count in range(width + 1) for one in combinations(range(width), count)]
        self.shown: dict[frozenset[Key], tuple[int, ...]] = {}
        for minimum in minima:
            plan = build_release_plan(table, minimum)
            for places in self.choices:
                for numbers in plan.find_groups(places).shown.values():
                    people = frozenset(key for number in numbers for key in plan.blocks[number])
                    self.shown[people] = self.add(people)

    def add(self, people: frozenset[Key]) -> tuple[int, ...]:
        """The people and answers of some keys together."""
        return tuple(sum(self.table[key][place] for key in people) for place in range(len(self.table[self.keys[0]])))

    def list_hidden(self) -> Iterator[tuple[Key, frozenset[Key]]]:
        """Each group by some columns that no run shows, if any run shows anything."""
        seen = set()
        for places in self.choices if self.shown else ():
            groups: dict[Key, set[Key]] = {}
            for key in self.keys:
                groups.setdefault(tuple(key[place] for place in places), set()).add(key)
            for group, keys in groups.items():
                people = frozenset(keys)
                if people not in self.shown and people not in seen:
                    seen.add(people)
                    yield group, people

    def find_doubts(self) -> Iterator[Doubt]:
        """The bounds of each hidden count: of people, and of the answers to each question."""
        questions = len(self.table[self.keys[0]])
        for group, people in self.list_hidden():
            inside = frozenset(key for shown in self.shown if shown <= people for key in shown)
            for question in range(questions):
                least, most = self.solve(people, question, 1), self.solve(people, question, -1)
                yield Doubt(group, question, self.add(inside)[question], least, most)

    def solve(self, people: frozenset[Key], question: int, sign: int) -> int:
        """The smallest or, with sign -1, the largest number of people or of answers that a group could have.

        The unknown numbers are people and answers of each combination: whole, with no more answers than people.
        """
        size = len(self.keys)
        places = {key: place for place, key in enumerate(self.keys)}
        rows, totals = [], []
        for shown, sums in self.shown.items():
            for offset, number in ((0, 0), (size, question)):
                row = np.zeros(2 * size)
                row[[offset + places[key] for key in shown]] = 1
                rows.append(row)
                totals.append(sums[number])
        limits = np.hstack([np.eye(size), -np.eye(size)])
        target = np.zeros(2 * size)
        target[[(size if question else 0) + places[key] for key in people]] = sign
        found = milp(
            target,
            constraints=[
                LinearConstraint(np.array(rows), totals, totals),
                LinearConstraint(limits, 0, np.inf),
            ],
            bounds=Bounds(0, np.inf),
            integrality=np.ones(2 * size),
        )
        assert found.success, found.message
        return round(sign * float(found.fun))
