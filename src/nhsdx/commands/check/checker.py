"""Checks one file after another under the settings of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from nhsdx.commands.check.model import CheckedFile, CheckReport
from nhsdx.commands.check.places import convert_error, locate_policy_problems, locate_remarks
from nhsdx.commands.check.policy.references import (
    KnownIds,
    find_wrong_files,
    find_wrong_references,
    list_both,
    list_project_rubrics,
)
from nhsdx.commands.check.settings import CheckSettings, LoadedPolicy
from nhsdx.commands.check.verdict import ActiveWaivers, check_waivers, is_expired, judge_case
from nhsdx.errors import NhsdxError
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import Problem, list_findings
from nhsdx.results.cases import CaseLoader


class Checker:
    """Checks one file after another, and records which waivers were used and which could be judged."""

    def __init__(self, settings: CheckSettings, loader: AssessmentLoader) -> None:
        self.settings = settings
        self.loader = loader
        self.used: set[int] = set()
        self.judged: set[int] = set()

    def check_files(self, names: Sequence[str], watch: Callable[[Sequence[str]], Iterable[str]]) -> CheckReport:
        """The report on the given files and on the policy."""
        files = tuple(self._check_file(name) for name in watch(names))
        policy = self.settings.policy
        if policy is None:
            return CheckReport(files=files)
        findings = locate_policy_problems(policy, self._check_policy(policy, files))
        return CheckReport(files=files, findings=tuple(findings), policy=policy.source.name)

    def _check_file(self, name: str) -> CheckedFile:
        settings = self.settings
        try:
            loaded = self.loader.load(name)
            case = CaseLoader(self.loader, settings.profile, settings.as_of).score(loaded)
        except NhsdxError as error:
            findings = tuple(convert_error(name, finding) for finding in list_findings(error))
            return CheckedFile(name=name, result=None, findings=findings)
        verdict = judge_case(case, loaded.expect, settings, self._find_waivers(name))
        return CheckedFile(
            name=name,
            # Steps are the largest part of a result, and a report does not show them.
            result=replace(case.result, steps=()),
            findings=tuple(
                locate_remarks(name, loaded.source, verdict.remarks, with_all_lines=settings.with_all_lines)
            ),
            without_waived=verdict.without_waived,
            profile=case.rubric.profiles.get(case.profile or ""),
        )

    def _find_waivers(self, name: str) -> ActiveWaivers:
        """The waivers for this file that have not expired."""
        meant = {} if self.settings.policy is None else self.settings.policy.find_waivers(name)
        # Only a check of the whole project can tell whether a waiver for all files is needed.
        self.judged |= {n for n, one in meant.items() if one.file is not None or self.settings.covers_policy}
        current = {n: waiver for n, waiver in meant.items() if not is_expired(waiver, self.settings.today)}
        return ActiveWaivers(current, self.used)

    def _check_policy(self, policy: LoadedPolicy, files: Sequence[CheckedFile]) -> Iterator[Problem]:
        """References in the policy to things that do not exist, and waivers that have expired or excuse nothing."""
        wrong = [*find_wrong_files(policy.policy.waivers, policy.folder), *self._find_wrong_references(policy, files)]
        yield from wrong
        known = self.judged - {problem.path[1] for problem in wrong if problem.path[0] == "waivers"}
        yield from check_waivers(policy.policy.waivers, self.settings.today, self.used, known)

    def _find_wrong_references(self, policy: LoadedPolicy, files: Sequence[CheckedFile]) -> list[Problem]:
        """References to nodes and gates that no rubric has, in the checked files or elsewhere in the project."""
        results = [file.result for file in files if file.result is not None]
        wrong = list(find_wrong_references(policy.policy, KnownIds.of(list_both(results)))) if results else []
        if not wrong or self.settings.covers_policy:
            return wrong
        rubrics = list_project_rubrics(policy.folder, self.loader)
        return list(find_wrong_references(policy.policy, KnownIds.of([*list_both(results), *rubrics])))
