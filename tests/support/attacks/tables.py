"""Random files of responses as counts: nested and crossing columns, gaps, empty values, and questions left out."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from random import Random

from nhsdx.analysis.release_plan import Key, Tally

Table = Mapping[Key, Tally]
"""The people with each combination of values, and how many of them answered each question."""


def draw_table(random: Random, minimum: int) -> Table:
    """A table in which most groups are near the minimum, so that there is something to hide and to work out."""
    shape = random.choice([draw_flat, draw_nested, draw_crossed, draw_mixed])
    keys = shape(random)
    share = random.choice([1, 1, 0.8, 0.5])
    most = random.choice([minimum, 3 * minimum, 10 * minimum])
    questions = random.choice([0, 1, 2])
    table = {}
    for key in keys:
        people = draw_size(random, most)
        if people and random.random() < share:
            table[key] = (people, *(draw_answers(random, people) for _ in range(questions)))
    return table or {keys[0]: (1, *[1] * questions)}


def draw_size(random: Random, most: int) -> int:
    """Mostly few people, sometimes many."""
    return random.choice([random.randint(0, 3), random.randint(0, most), random.randint(0, most)])


def draw_answers(random: Random, people: int) -> int:
    """How many answered: everybody, nobody, or some."""
    return random.choice([people, people, people, 0, random.randint(0, people)])


def draw_flat(random: Random) -> list[Key]:
    """Groups by one column."""
    return [(f"g{number}",) for number in range(random.randint(1, 9))]


def draw_nested(random: Random) -> list[Key]:
    """Regions, trusts and teams: each column determines the one before it. Some have no value in the last one."""
    keys: list[Key] = []
    for region in range(random.randint(1, 3)):
        for trust in range(random.randint(1, 3)):
            teams = [f"{region}{trust}{team}" for team in range(random.randint(1, 3))]
            keys += [(f"r{region}", f"t{region}{trust}", random.choice([team, team, ""])) for team in teams]
    return list(dict.fromkeys(keys))


def draw_crossed(random: Random) -> list[Key]:
    """Two or three columns whose values can all occur together."""
    return list(product(*([f"{place}{value}" for value in range(random.randint(1, 3))] for place in range(3))))[:18]


def draw_mixed(random: Random) -> list[Key]:
    """Trusts in regions, and a role that crosses them."""
    roles = [f"role{number}" for number in range(random.randint(1, 3))]
    trusts = [(f"r{number % 2}", f"t{number}") for number in range(random.randint(1, 5))]
    return [(*trust, role) for trust, role in product(trusts, roles)]
