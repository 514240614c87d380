"""The check report: a verdict on each file, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from nhsdx.documents.safe_text import clean
from nhsdx.model import Profile, Reading, Result, Scores, Severity


class Verdict(StrEnum):
    """The verdict on a file. The values are listed from best to worst.

    `undecided`: required answers are missing; `failed`: the file was scored, but a condition is not met; `invalid`: the
    file could not be scored.
    """

    PASSED = "passed"
    UNDECIDED = "undecided"
    FAILED = "failed"
    INVALID = "invalid"


def find_worst_verdict(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of the given verdicts; `passed` if there are none."""
    return max(verdicts, key=list(Verdict).index, default=Verdict.PASSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFinding:
    """A finding about a file or about the policy.

    `verdict` is what this finding alone means for the file: `passed` if the finding does not fail the check. `line` and
    `column` count from 1, and are None if the finding is about the whole file. `waiver` gives who excuses the finding,
    why and until when. A waived finding is still shown, with the verdict `passed`.
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
        """The message, the remedy and the waiver, one line each and safe to show."""
        return "\n".join(clean(line) for line in (self.message, self.remedy, self.waiver) if line)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """One file that was checked.

    `result` is None if the file could not be scored. `profile` is the profile with which the file was scored.
    `without_waived` has the overall scores without the gates that are waived; None if no waived gate lowers a score.
    """

    name: str
    result: Result | None
    findings: tuple[CheckFinding, ...]
    without_waived: Scores | None = None
    profile: Profile | None = None

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of the file's findings."""
        return find_worst_verdict(finding.verdict for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """All files of one run in alphabetical order, the policy that was used, and the findings about the policy.

    `ignored` is how many other TOML files the paths contain, `inputs` are the names of all files that were read, and
    `on` is the reading for conditions that do not give one.
    """

    files: tuple[CheckedFile, ...]
    findings: tuple[CheckFinding, ...] = ()
    policy: str | None = None
    ignored: int = 0
    inputs: tuple[str, ...] = ()
    on: Reading | None = None

    @property
    def all_findings(self) -> Iterator[CheckFinding]:
        """The findings in all files, in the order of the files, and then the findings about the policy."""
        for file in self.files:
            yield from file.findings
        yield from self.findings

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of all findings."""
        return find_worst_verdict(finding.verdict for finding in self.all_findings)

    def count(self, verdict: Verdict) -> int:
        """How many files have the given verdict."""
        return sum(file.verdict is verdict for file in self.files)
