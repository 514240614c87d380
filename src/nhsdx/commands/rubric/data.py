"""The JSON documents of the smaller `nhsdx rubric` commands."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from nhsdx.commands.rubric.test.vectors import Outcome
from nhsdx.model import Finding, Rubric
from nhsdx.results.output import Listed, OutputDocument, OutputModel


class ListedRubric(OutputModel):
    """A rubric that comes with nhsdx."""

    id: str
    version: str
    title: str
    criteria: int


class RubricListOutput(OutputDocument):
    """The rubrics that come with nhsdx, as `nhsdx rubric list --format json` writes them."""

    format: Literal["nhsdx.rubric-list/1"]
    rubrics: Listed[ListedRubric]


class LintedRubric(OutputModel):
    """A rubric, and the lint findings on it."""

    rubric: str
    findings: Listed[Finding]


class LintOutput(OutputDocument):
    """The lint findings on rubrics, as `nhsdx rubric lint --format json` writes them."""

    format: Literal["nhsdx.lint/1"]
    rubrics: Listed[LintedRubric]


class TestedRubric(OutputModel):
    """A rubric, and the outcome of each of its test vectors."""

    rubric: str
    vectors: Listed[Outcome]


class RubricTestOutput(OutputDocument):
    """The outcomes of the tests in rubrics, as `nhsdx rubric test --format json` writes them."""

    format: Literal["nhsdx.rubric-test/1"]
    rubrics: Listed[TestedRubric]


class MergedRubricOutput(OutputDocument):
    """A local rubric merged with its base, as `nhsdx rubric show --merged --format json` writes it."""

    format: Literal["nhsdx.merged-rubric/1"]
    rubric: dict[str, Any]
    origins: dict[str, str]


def build_rubric_list(rubrics: Iterable[Rubric]) -> RubricListOutput:
    """The rubrics, each with its number of criteria."""
    return RubricListOutput.build(
        rubrics=[ListedRubric.build(one.rubric, criteria=len(one.criteria)) for one in rubrics]
    )


def build_lint(linted: Iterable[tuple[str, Sequence[Finding]]]) -> LintOutput:
    """The findings on each rubric, by the name given on the command line."""
    return LintOutput.build(rubrics=[{"rubric": name, "findings": findings} for name, findings in linted])


def build_test(outcomes: Mapping[str, Sequence[Outcome]]) -> RubricTestOutput:
    """The outcomes of the test vectors of each rubric, by the name given on the command line."""
    return RubricTestOutput.build(rubrics=[{"rubric": name, "vectors": found} for name, found in outcomes.items()])
