"""The report of a check: a verdict on each file, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from nhsdx.documents.safe_text import clean
from nhsdx.model import Profile, Reading, Result, Scores, Severity


class Verdict(StrEnum):
    """The verdict on a file, listed from the best to the worst.

    `undecided`: required answers are missing; `failed`: it was scored, but a condition is not met; `invalid`: it
    could not be scored.
    """

    PASSED = "passed"
    UNDECIDED = "undecided"
    FAILED = "failed"
    INVALID = "invalid"


def find_worst_verdict(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of some verdicts; `passed` if there are none."""
    return max(verdicts, key=list(Verdict).index, default=Verdict.PASSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFinding:
    """One thing found in a file, or in the policy.

    `verdict` is the verdict on the file because of this finding alone: `passed` if it fails no check. `line` and
    `column` count from 1, and are None if the finding is about the whole file. `waiver` gives who excuses it, why and
    until when; a waived finding is shown, and its verdict is `passed`.
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

    @property
    def text(self) -> str:
        """The message, the remedy and the waiver, a line each, safe to show."""
        return "\n".join(clean(line) for line in (self.message, self.remedy, self.waiver) if line)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """One file that was checked.

    `result` is None if it could not be scored. `profile` is the profile that it was scored with. `without_waived`
    has the overall scores without the gates that are waived; None if no waived gate lowers a score.
    """

    name: str
    result: Result | None
    findings: tuple[CheckFinding, ...]
    without_waived: Scores | None = None
    profile: Profile | None = None

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of its findings."""
        return find_worst_verdict(finding.verdict for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """All files of one run in alphabetical order, the policy that was used, and what was found about it.

    `ignored` is how many other TOML files the paths contain, `inputs` are the names of all files that were read, and
    `on` is the reading for conditions without their own.
    """

    files: tuple[CheckedFile, ...]
    findings: tuple[CheckFinding, ...] = ()
    policy: str | None = None
    ignored: int = 0
    inputs: tuple[str, ...] = ()
    on: Reading | None = None

    @property
    def all_findings(self) -> Iterator[CheckFinding]:
        """The findings of all files, in the order of the files, and then those about the policy."""
        for file in self.files:
            yield from file.findings
        yield from self.findings

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of all findings."""
        return find_worst_verdict(finding.verdict for finding in self.all_findings)

    def count(self, verdict: Verdict) -> int:
        """How many files have a verdict."""
        return sum(file.verdict is verdict for file in self.files)
