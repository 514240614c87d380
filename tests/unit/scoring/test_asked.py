"""What is asked is decided by other answers, however many decide on each other."""

from __future__ import annotations

from nhsdx.model.reading import Reading
from tests.support.build import flat_rubric, level_criterion, scored

MANY = 600


def test_a_long_chain_of_conditions_is_judged() -> None:
    """Each criterion is asked by the answer to the one after it; the last is not answered well enough."""
    asked = {
        f"c{n}": level_criterion() | {"asked-when": {"criterion": f"c{n + 1}", "at-least": 1}} for n in range(MANY)
    }
    rubric = flat_rubric({**asked, f"c{MANY}": level_criterion()})
    every = scored(rubric, {f"c{n}": 3 for n in range(MANY + 1)})
    assert every.overall.scores[Reading.CLAIMED] == 60
    last = scored(rubric, {f"c{n}": 3 for n in range(MANY)} | {f"c{MANY}": 0})
    assert last.overall.scores[Reading.CLAIMED] == 0
