"""How well small numbers are protected, how many groups that hides, and how long it takes.

    python benchmarks/small_numbers.py [TABLES [SEED]]

Attacks random tables with a solver, as the tests do, and prints how many hidden counts readers of all runs know to less
than the minimum. Then makes plans for large files.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.attacks.solver import Knowledge  # noqa: E402 - as above
from tests.support.attacks.tables import Table, draw_table  # noqa: E402 - as above

from nhsdx.analysis.release_plan import build_release_plan  # noqa: E402 - the folder of the tests comes first

MINIMUM = 11


def main() -> None:
    """Prints all figures."""
    count, seed = (int(word) for word in [*sys.argv[1:], "10000", "0"][:2])
    found: Counter[str] = Counter()
    for number in range(seed, seed + count):
        found.update(attack_table(number))
    print(", ".join(f"{name}: {found[name]}" for name in ("tables", "shown", "hidden", "hidden counts", "known")))
    for name, table in list_large_tables():
        start = time.perf_counter()
        plan = build_release_plan(table, MINIMUM)
        seconds = time.perf_counter() - start
        shown = (
            f"{len(plan.find_groups([place]).shown)} of {count_large(table, place)}"
            for place in range(len(next(iter(table))))
        )
        print(f"{name}: {seconds:.2f} s; shown, of those with 11 people or more, by each column: {', '.join(shown)}")


def count_large(table: Table, place: int) -> int:
    """How many groups by one column have enough people on their own."""
    people: Counter[str] = Counter()
    for key, (count, *_) in table.items():
        people[key[place]] += count
    return sum(count >= MINIMUM for count in people.values())


def attack_table(seed: int) -> Counter[str]:
    """How many groups of random tables are shown and hidden, and about how many hidden counts readers know too much."""
    random = Random(seed)  # noqa: S311 - no secret
    minimum = random.choice([5, 11])
    table = draw_table(random, minimum)
    knowledge = Knowledge(table, [minimum, minimum + 1, 2 * minimum] if seed % 2 else [minimum])
    doubts = list(knowledge.find_doubts())
    narrow = [doubt for doubt in doubts if doubt.is_narrow(minimum)]
    for doubt in narrow:
        print(seed, minimum, table, doubt)
    hidden = len(list(knowledge.list_hidden()))
    return Counter(
        {
            "tables": 1,
            "shown": len(knowledge.shown),
            "hidden": hidden,
            "hidden counts": len(doubts),
            "known": len(narrow),
        }
    )


def list_large_tables() -> list[tuple[str, Table]]:
    """Files with as many people as the NHS, and a few small groups."""
    random = Random(1)  # noqa: S311 - no secret
    practices: Table = {(f"p{number}",): draw_people(random, 20, 40) for number in range(6_500)}
    tree: Table = {
        (f"region {trust // 32}", f"icb {trust // 5}", f"trust {trust}", f"team {trust} {team}"): draw_people(
            random, 8, 40
        )
        for trust in range(220)
        for team in range(30)
    }
    crossed: Table = {
        (f"trust {trust}", f"role {role}"): draw_people(random, 15, 90) for trust in range(220) for role in range(30)
    }
    return [
        ("6,500 practices", practices),
        ("220 trusts of 30 teams, in ICBs and regions", tree),
        ("220 trusts x 30 roles", crossed),
    ]


def draw_people(random: Random, least: int, most: int) -> tuple[int, int]:
    """People, and those who answered a question; one group in a hundred is small."""
    people = random.randint(1, 10) if random.random() < 0.01 else random.randint(least, most)  # noqa: PLR2004 - a share
    return people, people - random.randint(0, people // 10)


if __name__ == "__main__":
    main()
