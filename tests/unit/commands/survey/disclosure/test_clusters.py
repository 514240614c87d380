"""Small teams merged until a cluster may be published."""

from __future__ import annotations

from random import Random

import pytest

from nhsdx.commands.survey.disclosure.clusters import EVERYONE, Teams, build_clusters
from nhsdx.commands.survey.disclosure.hidden_groups import PROTECTIONS, Protection
from nhsdx.commands.survey.intervals import Cluster, compute_design_effect
from nhsdx.commands.survey.summary import PublicGroup, QuestionCounts, ScaleValues, publish_counts, publish_values

PLAIN = PROTECTIONS["staff-survey"]
ROUNDED = PROTECTIONS["hospital-statistics"]


def team_of(size: int, ones: int = 0) -> Cluster:
    """A team of a size, with a number who answered yes."""
    return Cluster(size, ones, ones)


def test_large_teams_stay_alone_and_small_ones_are_merged_by_name() -> None:
    """Two small teams that are too few together are merged with the team before them."""
    teams: Teams = {("A",): {"a": team_of(12, 1), "b": team_of(6), "c": team_of(7), "d": team_of(3)}}
    assert build_clusters(teams, (), 11) == {
        EVERYONE: [team_of(12, 1), team_of(16)],
        ("A",): [team_of(12, 1), team_of(16)],
    }


def test_the_same_teams_are_merged_in_every_group() -> None:
    """Otherwise subtracting the clusters of one group from those of all would reveal a few people of another."""
    teams: Teams = {("A",): {"a": team_of(12), "b": team_of(12)}, ("B",): {"a": team_of(2), "b": team_of(12)}}
    assert build_clusters(teams, (), 11) == {EVERYONE: [team_of(38)], ("A",): [team_of(24)], ("B",): [team_of(14)]}


def test_hidden_groups_count_only_together() -> None:
    """They do not count at all if they are too few together."""
    teams: Teams = {("A",): {"a": team_of(12)}, ("B",): {"b": team_of(4)}, ("C",): {"c": team_of(12)}}
    assert build_clusters(teams, {("B",), ("C",)}, 11) == {EVERYONE: [team_of(12), team_of(16)], ("A",): [team_of(12)]}
    assert build_clusters(teams, {("B",)}, 11)[EVERYONE] == [team_of(12), team_of(12)]


def test_without_enough_there_are_no_clusters() -> None:
    """Nothing is published of a few teams."""
    teams: Teams = {("A",): {"a": team_of(4), "b": team_of(4)}}
    assert build_clusters(teams, (), 11) == {EVERYONE: []}
    assert build_clusters({}, (), 11) == {EVERYONE: []}


def test_merging_does_not_change_the_expected_design_effect() -> None:
    """For many teams of 6 with an intraclass correlation of 0.15 it is 1.75, merged or not."""
    random = Random(5)  # noqa: S311 - no secret
    teams = {}
    for number in range(3000):
        share = random.betavariate(0.3 * 0.85 / 0.15, 0.7 * 0.85 / 0.15)
        teams[f"{number:04}"] = team_of(6, sum(random.random() < share for _ in range(6)))
    merged = build_clusters({(): teams}, (), 11)[EVERYONE]
    assert len(merged) == 1500
    assert compute_design_effect(list(teams.values())) == pytest.approx(1.75, abs=0.1)
    assert compute_design_effect(merged) == pytest.approx(1.75, abs=0.1)


def question(counts: tuple[int, ...], teams: dict[str, tuple[int, ...]] | None = None) -> QuestionCounts:
    """A question that one group answered."""
    by_team = {} if teams is None else {EVERYONE: teams}
    options = tuple("abc"[: len(counts)])
    worths = tuple(100 * place / (len(counts) - 1) for place in range(len(counts)))
    return QuestionCounts("q", "Q", options, worths, (len(counts) - 1,), {EVERYONE: counts}, by_team, 11)


def only(lines: list[PublicGroup]) -> PublicGroup:
    """The figures of all respondents."""
    (line,) = lines
    return line


def test_no_interval_pretends_to_allow_for_teams_that_cannot_be_compared() -> None:
    """If there is only one team, or small ones that make one, the page shows their number and no interval."""
    line = only(publish_counts(question((10, 10), {"a": (10, 2), "b": (0, 8)}), PLAIN, {}))
    assert (line.teams, line.few_teams, line.team_interval) == (1, False, None)
    assert line.share_interval is not None
    line = only(publish_counts(question((22, 24), {"a": (20, 3), "b": (2, 21)}), PLAIN, {}))
    assert (line.teams, line.few_teams) == (2, True)
    assert line.team_interval is not None


def test_no_interval_by_team_reveals_more_than_rounded_counts() -> None:
    """It would come from the exact counts of teams."""
    line = only(publish_counts(question((22, 24), {"a": (20, 3), "b": (2, 21)}), ROUNDED, {}))
    assert (line.counts, line.teams, line.team_interval) == ((20, 25), 0, None)


def test_the_mean_of_a_question_has_an_interval() -> None:
    """Student's, of 10 zeros and 10 hundreds: 50 +- 2.093 * 51.299 / sqrt(20); less where most were asked."""
    line = only(publish_counts(question((10, 10)), PLAIN, {}))
    assert line.mean_interval == pytest.approx((25.991, 74.009), abs=1e-3)
    asked = only(publish_counts(question((10, 10)), PLAIN, {EVERYONE: 25}))
    assert asked.mean_interval == pytest.approx((39.042, 60.958), abs=1e-3)
    assert only(publish_counts(question((10, 10)), PLAIN, {EVERYONE: 20})).mean_interval == (50, 50)


def test_more_answers_than_invitations_have_no_rate() -> None:
    """They are not a census; only rounding may raise a count above the number invited."""
    line = only(publish_counts(question((10, 10)), PLAIN, {EVERYONE: 12}))
    assert (line.invited, line.rate) == (12, None)
    assert line.share_interval == only(publish_counts(question((10, 10)), PLAIN, {})).share_interval
    assert only(publish_counts(question((14, 14)), ROUNDED, {EVERYONE: 28})).rate == 1
    assert only(publish_counts(question((14, 14)), ROUNDED, {EVERYONE: 20})).rate is None


def scale(size: int, total: float, squares: float) -> ScaleValues:
    """A scale from 1 to 5 of one group."""
    return ScaleValues("s", "S", "", 1, 5, {EVERYONE: Cluster(size, total, squares)}, {})


def test_means_of_scales_are_rounded_where_counts_are() -> None:
    """They are rounded to a twentieth of the scale, so groups of different sizes can have the same mean."""
    line = only(publish_values(scale(12, 37, 121), ROUNDED))
    assert line.respondents == 10
    assert line.mean == pytest.approx(3.0)
    assert only(publish_values(scale(12, 37, 121), PLAIN)).mean == pytest.approx(37 / 12)


@pytest.mark.parametrize("points", [2, 3, 5, 7, 11])
def test_every_size_fits_a_rounded_mean(points: int) -> None:
    """With one item, each size that rounds to the published one has a sum that gives the published mean."""
    for size in range(11, 60):
        total = size * (points + 1) // 2
        values = ScaleValues("s", "S", "", 1, points, {EVERYONE: Cluster(size, total, points**2 * size)}, {})
        line = only(publish_values(values, ROUNDED))
        assert line.mean is not None
        step = max((points - 1) / 20, 0.1)
        sizes = [other for other in range(11, 65) if (other * 2 + 5) // 10 * 5 == line.respondents]
        for other in sizes:
            assert any(abs(total / other - line.mean) <= step / 2 + 1e-9 for total in range(other, points * other + 1))


def test_the_minimum_of_a_question_is_never_below_its_own() -> None:
    """A rubric may ask for more respondents than the protection does."""
    asked = question((12, 0))._replace(minimum=15)
    assert only(publish_counts(asked, Protection(11), {})).hidden == "too-few"
