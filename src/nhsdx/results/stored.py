"""Reads files with one or more results: JSON, JSON lines, TOML or an HTML report."""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from nhsdx.errors import NhsdxError
from nhsdx.files.json_source import locate_in_json, looks_like_json, parse_json
from nhsdx.files.source import SourceText, TextFile, parse_toml, read_text
from nhsdx.limits import LARGEST_RESULT_FILE, find_excesses
from nhsdx.loading.shape import list_shape_problems
from nhsdx.loading.shape_words import Phrases
from nhsdx.model import (
    ASSESSMENT_FORMAT,
    RESULT_FORMAT,
    RUBRIC_FORMAT,
    Finding,
    InvalidInputError,
    Path,
    Problem,
    Severity,
    quote_word,
)
from nhsdx.results.in_html import expect_digests, extract_results, is_report, refuse_without_results
from nhsdx.results.shape import ResultFile

if TYPE_CHECKING:
    from nhsdx.files.positions import Positions

LARGEST_NUMBER = 2**53 - 1
HALF_OF_A_PAIR = re.compile("[\ud800-\udfff]")
RESULTS = "results"
LINES = ".jsonl"
IN_QUOTES = 'a date in quotes, as in "2026-10-01"'
AN_OBJECT = "an object in {braces}"
IN_JSON = Phrases(
    '"{}": …',
    IN_QUOTES,
    'expected an object such as { "level": 2 }',
    types=dict.fromkeys(("dict_type", "mapping_type", "model_type", "model_attributes_type"), AN_OBJECT),
)
IN_TOML = Phrases("{} = …", IN_QUOTES, "expected a table such as { level = 2 }")
EXPECTED = f'expected format = "{RESULT_FORMAT}", as nhsdx assess --format json writes it'
INSTEAD = {
    ASSESSMENT_FORMAT: "score the assessment, and give the result: nhsdx assess FILE --format json -o result.json",
    RUBRIC_FORMAT: "give a result of this rubric: nhsdx assess FILE --format json -o result.json",
    "nhsdx.error/1": "scoring failed when this file was written; fix the problems in its findings, and score again",
    "nhsdx.explanation/1": "write the result itself: nhsdx assess FILE --format json -o result.json",
    "nhsdx.verification/1": "give the result that was verified, not the output of nhsdx verify",
}


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A result in a file: the data as in the file, and the parsed result.

    `index` is the result's place, counted from 0, in a file with several results; None in a file with one result.
    """

    source: SourceText
    index: int | None
    path: Path
    data: dict[str, Any]
    file: ResultFile

    @property
    def name(self) -> str:
        """The name of the file and, if it has several results, the place of this result: `results.json[2]`."""
        return self.source.name if self.index is None else f"{self.source.name}[{self.index}]"

    @property
    def digests(self) -> tuple[str, str, str]:
        """The digests of the rubric, of the answers and of the whole result."""
        return self.file.rubric.scoring_digest, self.file.assessment.digest, self.file.digest

    def findings(self, problems: Sequence[Problem], severity: Severity) -> tuple[Finding, ...]:
        """The problems as findings in the same order, each with file, line and column."""
        return tuple(
            Finding(problem.code, severity, problem.message, self.place(problem.path), str(problem.remedy))
            for problem in problems
        )

    def place(self, path: Path) -> str:
        """The place of a path in the result, as `file:line:column`."""
        return self.source.place((*self.path, *path))


def read_results(name: str) -> list[StoredResult]:
    """The results in a file; `-` is standard input. Raises NhsdxError or InvalidInputError."""
    refuse_without_results(name)
    return parse_results(read_text(name, LARGEST_RESULT_FILE))


def parse_results(file: TextFile) -> list[StoredResult]:
    """The results in the text of a file.

    The name or the beginning of the file shows whether it is a report, JSON or TOML.
    """
    if not is_report(file):
        return _parse_results(file)
    stored = _parse_results(extract_results(file))
    expect_digests(file, frozenset(digest for one in stored for digest in one.digests))
    return stored


class _Entry(NamedTuple):
    """Data that may be a result, with its place among several results and its path in the source."""

    source: SourceText
    place: int | None
    path: Path
    data: object


def _parse_results(file: TextFile) -> list[StoredResult]:
    in_json = is_json(file)
    read = _read_lines if _is_lines(file) else _read_json if in_json else _read_toml
    findings: list[Finding] = []
    stored: list[StoredResult] = []
    for source, place, path, data in read(file):
        found, problems = _parse_result(data, IN_JSON if in_json else IN_TOML)
        findings += source.findings(problem._replace(path=(*path, *problem.path)) for problem in problems)
        if found is not None and isinstance(data, dict):
            stored.append(StoredResult(source, place, path, data, found))
    if findings:
        raise InvalidInputError(tuple(findings))
    if not stored:
        message, hint = "there is no result in this file", "expected at least one"
        raise NhsdxError(message, f"{file.name}:1:1", hint, code="wrong-format")
    return stored


def is_json(file: TextFile) -> bool:
    """Whether a file is JSON, according to its extension or the beginning of its text."""
    ending = FilePath(file.name).suffix.lower()
    return ending in (".json", LINES) or is_report(file) or (ending != ".toml" and looks_like_json(file.text))


def _is_lines(file: TextFile) -> bool:
    """Whether a file has a JSON value on each line."""
    ending = FilePath(file.name).suffix.lower()
    first, _, others = file.text.partition("\n")
    return ending == LINES or (not ending and first.startswith("{") and first.endswith("}") and bool(others.strip()))


def has_results(data: Mapping[str, Any]) -> bool:
    """Whether a TOML file contains results and not an assessment."""
    found = data.get("format")
    return isinstance(data.get(RESULTS), list) or (isinstance(found, str) and found.startswith("nhsdx.result/"))


def _read_json(file: TextFile) -> Iterator[_Entry]:
    value = parse_json(file)
    source = SourceText(*file, {}, locate_in_json)
    if not isinstance(value, list):
        yield _Entry(source, None, (), value)
        return
    for position, entry in enumerate(value):
        yield _Entry(source, position, (position,), entry)


def _read_lines(file: TextFile) -> Iterator[_Entry]:
    lines = [(number, line) for number, line in enumerate(file.text.split("\n")) if line.strip()]
    for place, (number, line) in enumerate(lines):
        try:
            data = parse_json(file._replace(text=line))
        except NhsdxError:
            data = parse_json(file._replace(text=_move_down(number, line)))
        source = SourceText(file.name, file.folder, line, {}, partial(_locate_in_line, number))
        yield _Entry(source, place if len(lines) > 1 else None, (), data)


def _move_down(number: int, line: str) -> str:
    """A line with empty lines put above it, so that errors give line numbers in the whole file."""
    return "\n" * number + line


def _locate_in_line(number: int, line: str) -> Positions:
    return locate_in_json(_move_down(number, line))


def _read_toml(file: TextFile) -> Iterator[_Entry]:
    source = parse_toml(file)
    listed = source.data.get(RESULTS)
    if not isinstance(listed, list):
        yield _Entry(source, None, (), source.data)
        return
    source.refuse(_build_beside_problem(key) for key in source.data if key != RESULTS)
    for position, entry in enumerate(listed):
        yield _Entry(source, position, (RESULTS, position), entry)


def _build_beside_problem(key: str) -> Problem:
    remedy = "expected only the list of results"
    return Problem((key,), "unknown-key", f"{quote_word(key)} is not a key here", remedy, at_key=True)


def _parse_result(data: object, writing: Phrases) -> tuple[ResultFile | None, list[Problem]]:
    """The result in this data, or the reasons why the data is not a result."""
    if not isinstance(data, dict):
        return None, [
            Problem(
                (),
                "wrong-type",
                "this is not a result",
                "expected a result, as nhsdx assess --format json writes it, or a list of results",
            )
        ]
    problems = list(_find_format_problems(data)) or _list_excess_problems(data) or list(_find_unfit_values(data))
    if problems:
        return None, problems
    try:
        # The text is JSON, in which a date or a status is a string, and a list may become a tuple.
        return ResultFile.model_validate_json(json.dumps(data)), []
    except ValidationError as error:
        return None, list_shape_problems(ResultFile, data, error, writing)


def _list_excess_problems(data: Mapping[str, Any]) -> list[Problem]:
    """A problem for each limit that a result exceeds."""
    return [
        Problem((), "too-many", f"the result has {found:,} {what}", f"expected at most {most:,}")
        for what, found, most in find_excesses(data)
    ]


def _find_format_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    found = data.get("format")
    if found == RESULT_FORMAT:
        return
    if found is None:
        yield Problem((), "wrong-format", "the format is missing", EXPECTED)
    elif not isinstance(found, str):
        yield Problem(("format",), "wrong-format", "not a format", EXPECTED)
    elif found.startswith("nhsdx.result/"):
        remedy = f"this version of nhsdx reads {RESULT_FORMAT}; use the version that wrote the file"
        yield Problem(
            ("format",),
            "wrong-format",
            f"{quote_word(found)} is not a format that this version of nhsdx can read",
            remedy,
        )
    else:
        remedy = INSTEAD.get(found, EXPECTED)
        yield Problem(("format",), "wrong-format", f"{quote_word(found)} is not a result", remedy)


def _find_unfit_values(value: object, path: Path = ()) -> Iterator[Problem]:
    """A problem for each TOML date, each broken text, and each number that is too large or not finite."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _find_unfit_values(key, (*path, key))
            yield from _find_unfit_values(part, (*path, key))
    elif isinstance(value, list):
        for position, part in enumerate(value):
            yield from _find_unfit_values(part, (*path, position))
    else:
        yield from _find_unfit_leaf(value, path)


def _find_unfit_leaf(value: object, path: Path) -> Iterator[Problem]:
    if isinstance(value, str):
        if HALF_OF_A_PAIR.search(value):
            yield Problem(path, "bad-text", "this text has half of a surrogate pair", "expected whole characters")
    elif isinstance(value, datetime.date | datetime.time):
        yield Problem(path, "wrong-type", "this date or time has no quotes", f"expected {IN_QUOTES}")
    elif isinstance(value, float) and not math.isfinite(value):
        message = "this number is not finite"
        yield Problem(path, "out-of-range", message, "expected a finite number, or no key")
    elif isinstance(value, int | float) and abs(value) > LARGEST_NUMBER:
        yield Problem(path, "out-of-range", "this number is too large", f"expected no more than {LARGEST_NUMBER}")
