"""The first steps on a page raise the nodes that the page says they raise, on generated rubrics of every shape."""

from __future__ import annotations

from hypothesis import assume, given

from nhsdx.analysis.next_steps import find_next_step
from nhsdx.analysis.priorities import choose_priorities, list_goals
from nhsdx.model.reading import Reading
from nhsdx.scoring.engine import score
from tests.support.build import rubric_from
from tests.support.doing import do_steps
from tests.support.laws.strategies import Case, cases, laws


@laws
@given(cases())
def test_reaching_a_goal_raises_its_node(case: Case) -> None:
    """If the engine carries out all steps of a goal, the node on the page reaches at least the score on the page."""
    assume("asked-when" not in str(case.rubric))
    rubric = rubric_from(case.rubric)
    assessment = case.assess(rubric)
    result = score(rubric, assessment)
    for goal in list_goals(result, rubric):
        steps = [find_next_step(rubric, result.criteria[name], bar=bar) for name, bar in goal.aims.items()]
        done = score(rubric, do_steps(rubric, assessment, [step for step in steps if step is not None]))
        node = goal.node or result.criteria[next(iter(goal.aims))].id
        before, after = (one.find_node(node).scores[Reading.EVIDENCED] for one in (result, done))
        assert after is not None
        assert before is None or after > before
        assert goal.score is None or after >= goal.score - 1e-6


@laws
@given(cases())
def test_every_first_step_can_be_carried_out(case: Case) -> None:
    """If only one step is carried out, its criterion reaches the score that the step promises."""
    assume("asked-when" not in str(case.rubric))
    rubric = rubric_from(case.rubric)
    assessment = case.assess(rubric)
    result = score(rubric, assessment)
    for step in (one.step for one in choose_priorities(result, rubric)):
        done = score(rubric, do_steps(rubric, assessment, [step]))
        after = done.criteria[step.criterion.id].scores[Reading.EVIDENCED]
        assert after is not None
        assert step.level is None or after >= step.score - 1e-6
