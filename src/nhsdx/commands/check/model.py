"""What a check of assessments gives: a verdict on each file, and what was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from nhsdx.model.finding import Severity
from nhsdx.model.reading import Scores
from nhsdx.model.result import Result


class Verdict(StrEnum):
    """What a check makes of a file, from the best to the worst.

    `undecided`: answers are missing that were asked for; `failed`: it was scored, and does not hold;
    `invalid`: it could not be scored.
    """

    PASSED = "passed"
    UNDECIDED = "undecided"
    FAILED = "failed"
    INVALID = "invalid"


def find_worst_verdict(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of some verdicts; `passed` of none."""
    return max(verdicts, key=list(Verdict).index, default=Verdict.PASSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFinding:
    """One thing found in a file, or in the policy.

    `verdict` is what it makes of the file by itself: `passed` for what is only told. `line` and
    `column` count from 1, and are None where the finding is about the file as a whole. `waiver` says
    who excuses it, why and until when; a waived finding is shown, and its verdict is `passed`.
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    file: str
    line: int | None = None
    column: int | None = None
    verdict: Verdict = Verdict.PASSED
    waiver: str | None = None

    @property
    def where(self) -> str:
        """The place as `file`, or `file:line:column`."""
        return self.file if self.line is None else f"{self.file}:{self.line}:{self.column or 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """One file that was checked.

    `result` is None where it could not be scored. `without_waived` holds the overall scores as they
    would be without the gates that are waived; None where no waived gate lowers anything.
    """

    name: str
    result: Result | None
    findings: tuple[CheckFinding, ...]
    without_waived: Scores | None = None

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of its findings."""
        return find_worst_verdict(finding.verdict for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """All files of one run, in alphabetical order, the policy they were held to, and what was found about it."""

    files: tuple[CheckedFile, ...]
    findings: tuple[CheckFinding, ...] = ()
    policy: str | None = None

    @property
    def verdict(self) -> Verdict:
        """The worst verdict over all files and findings, whatever their order."""
        return find_worst_verdict(
            [*(file.verdict for file in self.files), *(finding.verdict for finding in self.findings)]
        )

    def count(self, verdict: Verdict) -> int:
        """How many files have a verdict."""
        return sum(file.verdict is verdict for file in self.files)
