"""Small teams merged until a cluster may be published."""

from __future__ import annotations

from random import Random

import pytest

from nhsdx.analysis.release_plan import Cell, Tally
from nhsdx.commands.survey.disclosure.clusters import build_clusters
from nhsdx.commands.survey.disclosure.protection import PROTECTIONS, Protection
from nhsdx.commands.survey.disclosure.public_groups import EVERYONE, ReleasedCells
from nhsdx.commands.survey.intervals import Cluster, compute_design_effect
from nhsdx.commands.survey.summary import PublicGroup, QuestionCounts, ScaleValues, publish_counts, publish_values

PLAIN = PROTECTIONS["staff-survey"]
ROUNDED = PROTECTIONS["hospital-statistics"]


def merge(*blocks: dict[str, int], minimum: int = 11) -> list[list[str]]:
    """The names of the teams in each cluster; a block is the number of people in each team."""
    cells: list[list[Cell]] = [[((str(number),), team) for team in block] for number, block in enumerate(blocks)]
    tallies: dict[Cell, Tally] = {
        ((str(number),), team): (size,) for number, block in enumerate(blocks) for team, size in block.items()
    }
    clusters = build_clusters(cells, tallies, minimum)
    return [sorted({team for part in one.cells.values() for _, team in part}) for one in clusters]


def test_large_teams_stay_separate_and_small_ones_are_merged_in_alphabetical_order() -> None:
    """Two small teams that are too few together are merged with the team before them."""
    assert merge({"a": 12, "b": 6, "c": 7, "d": 3}) == [["a"], ["b", "c", "d"]]


def test_the_same_teams_are_merged_in_every_block() -> None:
    """Otherwise, subtracting the clusters of one group from those of all would reveal a few people of another group."""
    assert merge({"a": 12, "b": 12}, {"a": 2, "b": 12}) == [["a", "b"]]


def test_people_without_a_team_are_left_out_of_intervals_by_team_if_there_are_enough_of_these_people() -> None:
    """If they are too few, other figures would reveal them, so they count with the first team of their group."""
    assert merge({"": 11, "a": 12, "b": 12}) == [["a"], ["b"]]
    assert merge({"": 3, "a": 12, "b": 12}) == [["", "a"], ["b"]]


def test_merging_does_not_change_the_expected_design_effect() -> None:
    """For many teams of 6 with an intraclass correlation of 0.15, the effect is 1.75 with and without merging."""
    random = Random(5)  # noqa: S311 - no secret
    ones = {}
    for number in range(3000):
        share = random.betavariate(0.3 * 0.85 / 0.15, 0.7 * 0.85 / 0.15)
        ones[f"{number:04}"] = sum(random.random() < share for _ in range(6))
    merged = [sum(ones[team] for team in teams) for teams in merge(dict.fromkeys(ones, 6))]
    assert len(merged) == 1500
    assert compute_design_effect([Cluster(6, one, one) for one in ones.values()]) == pytest.approx(1.75, abs=0.1)
    assert compute_design_effect([Cluster(12, one, one) for one in merged]) == pytest.approx(1.75, abs=0.1)


def publish(
    counts: tuple[int, ...],
    teams: dict[str, tuple[int, ...]] | None = None,
    protection: Protection = PLAIN,
    asked: int | None = None,
) -> PublicGroup:
    """The figures of a question that one group answered."""
    worths = tuple(100 * place / (len(counts) - 1) for place in range(len(counts)))
    cells: dict[Cell, tuple[int, ...]] = {(EVERYONE, team): one for team, one in (teams or {"": counts}).items()}
    question = QuestionCounts("q", "Q", tuple("abc"[: len(counts)]), worths, (len(counts) - 1,), cells)
    invited = {} if asked is None else {EVERYONE: asked}
    released = release({cell: sum(one) for cell, one in cells.items()}, has_teams=teams is not None)
    (line,) = publish_counts(question, released.find_groups([]).groups, protection, invited)
    return line


def release(sizes: dict[Cell, int], *, has_teams: bool = False, minimum: int = 11) -> ReleasedCells:
    """The figures shown for people who all answered."""
    return ReleasedCells({cell: (size,) for cell, size in sizes.items()}, minimum, has_teams=has_teams)


def test_there_is_no_interval_for_teams_that_cannot_be_compared() -> None:
    """If there is only one team, or small ones that make one, the page shows their number and no interval."""
    line = publish((10, 10), {"a": (10, 2), "b": (0, 8)})
    assert (line.teams, line.few_teams, line.team_interval) == (1, False, None)
    assert line.share_interval is not None
    line = publish((22, 24), {"a": (20, 3), "b": (2, 21)})
    assert (line.teams, line.few_teams) == (2, True)
    assert line.team_interval is not None


def test_there_is_no_interval_by_team_if_counts_are_rounded() -> None:
    """An interval by team would come from the exact counts of teams."""
    line = publish((22, 24), {"a": (20, 3), "b": (2, 21)}, ROUNDED)
    assert (line.counts, line.teams, line.team_interval) == ((20, 25), 0, None)


def test_the_mean_of_a_survey_question_has_an_interval() -> None:
    """Student's, of 10 zeros and 10 hundreds: 50 +- 2.093 * 51.299 / sqrt(20); less where most were asked."""
    line = publish((10, 10))
    assert line.mean_interval == pytest.approx((25.991, 74.009), abs=1e-3)
    asked = publish((10, 10), protection=PLAIN, asked=25)
    assert asked.mean_interval == pytest.approx((39.042, 60.958), abs=1e-3)
    assert publish((10, 10), protection=PLAIN, asked=20).mean_interval == (50, 50)


def test_there_is_no_response_rate_if_more_people_answered_than_were_invited() -> None:
    """Such a survey is not a census; only rounding may raise a count above the number invited."""
    line = publish((10, 10), protection=PLAIN, asked=12)
    assert (line.invited, line.rate) == (12, None)
    assert line.share_interval == publish((10, 10)).share_interval
    assert publish((14, 14), protection=ROUNDED, asked=28).rate == 1
    assert publish((14, 14), protection=ROUNDED, asked=20).rate is None


def publish_scale(values: Cluster, protection: Protection, highest: int = 5) -> PublicGroup:
    """The figures of a scale from 1 that one group answered."""
    cell: Cell = (EVERYONE, "")
    scale = ScaleValues("s", "S", "", 1, highest, {cell: values})
    (line,) = publish_values(scale, release({cell: values.size}).find_groups([]).groups, protection, {})
    return line


def test_means_of_scales_are_rounded_if_counts_are_rounded() -> None:
    """They are rounded to a twentieth of the scale, so groups of different sizes can have the same mean."""
    line = publish_scale(Cluster(12, 37, 121), ROUNDED)
    assert line.respondents == 10
    assert line.mean == pytest.approx(3.0)
    assert publish_scale(Cluster(12, 37, 121), PLAIN).mean == pytest.approx(37 / 12)


@pytest.mark.parametrize("points", [2, 3, 5, 7, 11])
def test_a_rounded_mean_does_not_reveal_more_about_the_group_size_than_the_rounded_count(points: int) -> None:
    """With one item, each size that rounds to the published one has a sum that gives the published mean."""
    for size in range(11, 60):
        total = size * (points + 1) // 2
        line = publish_scale(Cluster(size, total, points**2 * size), ROUNDED, points)
        assert line.mean is not None
        step = max((points - 1) / 20, 0.1)
        sizes = [other for other in range(11, 65) if (other * 2 + 5) // 10 * 5 == line.respondents]
        for other in sizes:
            assert any(abs(total / other - line.mean) <= step / 2 + 1e-9 for total in range(other, points * other + 1))


def test_a_group_without_answers_has_no_figures() -> None:
    """The group is shown with no answers, because the figures of all others would reveal as much."""
    cells: dict[Cell, tuple[int, ...]] = {(("A",), ""): (0, 0), (("B",), ""): (10, 5)}
    question = QuestionCounts("q", "Q", ("a", "b"), (0, 100), (1,), cells)
    values = {cell: Cluster(sum(counts), sum(counts), sum(counts)) for cell, counts in cells.items()}
    scale = ScaleValues("s", "S", "", 1, 5, values)
    released = ReleasedCells({cell: (15, sum(counts)) for cell, counts in cells.items()}, 11).find_groups([0])
    for lines in (
        publish_counts(question, released.groups, PLAIN, {}),
        publish_values(scale, released.groups, PLAIN, {}),
    ):
        assert [(line.key, line.respondents, line.mean is None) for line in lines] == [
            ((), 15, False),
            (("A",), 0, True),
            (("B",), 15, False),
        ]
