"""Rules for every message about a file: it repeats no free text, leaves out no problem, and never looks like a bug."""

from __future__ import annotations

import ast
import copy
import datetime
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhsdx.model.codes import CHECK_CODES, ERROR_CODES, MIGRATION_CODES, VERIFICATION_CODES
from nhsdx.model.finding import Path as Keys
from tests.support.bad_files import FOLDER, NAMES, SHARED, lay_out
from tests.support.build import Table
from tests.support.hostile import FORBIDDEN
from tests.support.run import ROOT, nhsdx
from tests.support.samples import in_new_process

SAID = re.compile(r"^(\S+): ([a-z0-9-]+): ", re.MULTILINE)


def expected(name: str) -> str:
    """The expected message for a bad file."""
    return (FOLDER / name).with_suffix(".expected.txt").read_text(encoding="utf-8")


# ---- Every code is known


def codes_raised() -> set[str]:
    """The codes used in the source where problems and errors are raised."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "src").rglob("*.py"))
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {code for call in calls for code in _codes_of(call)}


def _codes_of(call: ast.Call) -> Iterator[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "code")]
    words = [argument.value if isinstance(argument, ast.Constant) else None for argument in given]
    if name == "Problem" and len(words) > 1:
        words = words[1:2]
    elif name == "Finding" and words[1:2] == ["error"]:
        words = words[:1]
    else:
        words = words[-1:] if name == "NhsdxError" else []
    yield from (word for word in words if isinstance(word, str))


def test_every_error_code_in_the_source_is_explained_on_a_page() -> None:
    """Every code that can be raised is explained on a page."""
    raised = codes_raised()
    assert len(raised) > 25
    assert raised - {*ERROR_CODES, *CHECK_CODES, *MIGRATION_CODES, *VERIFICATION_CODES} == set()


def test_every_expected_message_belongs_to_a_test_file() -> None:
    """When a case is renamed or deleted, so is its expected message."""
    messages = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.expected.txt")}
    assert messages == {name.replace(".toml", ".expected.txt") for name in NAMES}


# ---- No text of a file is repeated


def texts_in(data: object) -> Iterator[str]:
    """Every text of a file, without its keys."""
    if isinstance(data, str):
        yield data
    for held in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from texts_in(held)


@pytest.mark.parametrize("name", NAMES)
def test_error_messages_do_not_repeat_free_text(name: str) -> None:
    """Messages show keys and ids, but never what people wrote as answers or beside them."""
    try:
        data = tomllib.loads((FOLDER / name).read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return
    said = expected(name)
    written = [data.get(section) for section in ("answers", "assessment", "documents", "actions")]
    written += [] if "criteria" in data else [data.get("context")]
    assert [text for text in texts_in(written) if re.search(r"\S\s+\S", text) and text in said] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_message_can_affect_a_terminal(name: str) -> None:
    """Escape sequences and direction marks in ids are removed."""
    assert FORBIDDEN.findall(nhsdx("assess", name, cwd=lay_out()).err) == []


def test_a_file_name_cannot_affect_a_terminal() -> None:
    """Control characters in file names are removed."""
    run = nhsdx("assess", "\x1b[31mred\u202e.toml", cwd=lay_out())
    assert run.code == 2
    assert FORBIDDEN.findall(run.err) == []


# ---- No problem is left out


def test_all_bad_files_are_reported_together_and_nothing_is_written(tmp_path: Path) -> None:
    """Every problem of every file is reported once, and nothing is scored."""
    before = sorted(lay_out().rglob("*"))
    target = tmp_path / "results.json"
    run = nhsdx("assess", *NAMES, "--format", "json", "-o", str(target), cwd=lay_out())
    assert (run.code, run.out) == (2, "")
    wanted = [found for name in NAMES for found in SAID.findall(expected(name))]
    assert set(SAID.findall(run.err)) == set(wanted)
    assert list(tmp_path.iterdir()) == []
    assert sorted(lay_out().rglob("*")) == before


def test_one_bad_file_stops_the_run_for_all_files(tmp_path: Path) -> None:
    """If one file cannot be scored, nothing is printed or written."""
    good = str(ROOT / "examples" / "marlowe-vale.toml")
    for output in ([], ["-o", str(tmp_path / "results.toml")]):
        run = nhsdx("assess", good, NAMES[0], *output, cwd=lay_out())
        assert (run.code, run.out) == (2, "")
        assert run.err == expected(NAMES[0])
    assert list(tmp_path.iterdir()) == []


def test_a_separate_process_prints_the_same_messages() -> None:
    """A separate process gives the same output as a call inside the test."""
    name = "keys_and_types/two-problems-at-once.toml"
    run = in_new_process("assess", name, environment={"LC_ALL": "C.UTF-8"}, cwd=lay_out())
    assert (run.code, run.out, run.err) == (2, "", expected(name))


# ---- Files that cannot be kept in a folder

TOO_DEEP = "too-deep: tables and lists are nested more than 64 levels deep"


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ("subject = 'Trés'".encode("utf-16"), ":1:1", "not-utf8: this is UTF-16, not UTF-8 text"),
        ("a = 1\nb = 'Trés'\n".encode("latin-1"), ":2:8", "not-utf8: the file is not UTF-8 text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", ":1:1", "not-utf8: this is a picture, not UTF-8 text"),
        (b"a = " + b"{ b = " * 70 + b"1" + b" }" * 70, "", TOO_DEEP),
        (b".".join([b"a"] * 100) + b" = 1", "", TOO_DEEP),
        (b"[" + b".".join([b"a"] * 30_000) + b"]", "", TOO_DEEP),
        (b"#" * 5_000_001, "", "file-too-large: the file is larger than 5 MB"),
    ],
    ids=["UTF-16", "Latin-1", "a picture", "deep tables", "deep keys", "a deep heading", "large"],
)
def test_a_file_that_is_not_toml_is_refused_with_one_sentence(
    content: bytes, place: str, message: str, tmp_path: Path
) -> None:
    """The message for a picture, another encoding or a file that attacks the parser says what is wrong."""
    (tmp_path / "bad.toml").write_bytes(content)
    run = nhsdx("assess", "bad.toml", cwd=tmp_path)
    assert run.err.splitlines()[0] == f"bad.toml{place}: {message}"
    assert (run.code, run.out) == (2, "")


@pytest.mark.parametrize("name", ["n" * 300, "a\0b", "bad.toml/inside.toml", "no-such-folder/a.toml", ".", "-x.toml"])
def test_an_impossible_file_name_is_not_reported_as_a_bug(name: str, tmp_path: Path) -> None:
    """A name that is too long, a path through a file, or a folder gives a message and exit code 2."""
    (tmp_path / "bad.toml").write_bytes(b"")
    run = nhsdx("assess", "--", name, cwd=tmp_path)
    assert run.code == 2
    assert "Traceback" not in run.err
    assert ": file-" in run.err


def test_a_number_with_thousands_of_digits_is_not_reported_as_a_bug(tmp_path: Path) -> None:
    """Python refuses to read it; the message gives its place, also after another syntax error."""
    (tmp_path / "bad.toml").write_text(f"a = \n[b]\nc = {'1' * 5000}\n", encoding="utf-8")
    run = nhsdx("assess", "bad.toml", cwd=tmp_path)
    assert [place for place, _ in SAID.findall(run.err)] == ["bad.toml:1:5", "bad.toml:3:5"]
    assert run.code == 2


def test_deep_nesting_after_a_syntax_error_is_not_reported_as_a_bug(tmp_path: Path) -> None:
    """The search for further syntax errors stops at the parser's limit of nesting."""
    (tmp_path / "bad.toml").write_text(f"a = \nb = {'[' * 3000}{']' * 3000}\n", encoding="utf-8")
    run = nhsdx("assess", "bad.toml", cwd=tmp_path)
    assert (run.code, [place for place, _ in SAID.findall(run.err)]) == (2, ["bad.toml:1:5"])


@pytest.mark.parametrize("name", ["no-such-rubric", "n" * 300, "nhs-digital-leadership@99"])
def test_the_error_for_a_wrong_rubric_option_does_not_blame_the_file(name: str) -> None:
    """The error for a mistyped --rubric points at the option, not at a line of the assessment."""
    run = nhsdx("assess", "examples/marlowe-vale.toml", "--rubric", name)
    assert run.code == 2
    assert run.err.startswith("--rubric: rubric-")


# ---- A wrong value anywhere

WHOLE: Table = tomllib.loads((SHARED / "whole.toml").read_text(encoding="utf-8")) | {
    "profile": "short",
    "assessment": {"subject": "Marlowe Vale (fictional)", "date": datetime.date(2026, 10, 1), "assessors": ["Lead"]}
    | {"context": {"stage": "in use"}},
    "answers": {
        "leader": {"level": 2, "evidence": "record", "seen": datetime.date(2026, 9, 1), "documents": ["paper"]},
        "safety": 1,
        "basics": {"items": {"plan": "yes", "drill": "partly"}},
        "funding": 6.5,
        "speed": {"value": 3.5},
        "view": {"counts": [1, 2, 30]},
    },
    "documents": {"paper": {"title": "Paper", "date": datetime.date(2026, 1, 1)}},
}


def places_in(data: object, above: Keys = ()) -> Iterator[Keys]:
    """The path of every value."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, held in parts:
        yield (*above, part)
        yield from places_in(held, (*above, part))


SMALL: list[Any] = [
    "x",
    "",
    "Free text",
    "overall",
    "leader",
    0,
    -1,
    7,
    3.0,
    0.5,
    True,
    float("nan"),
    float("inf"),
    10**30,
    10**400,
    datetime.date(2026, 1, 1),
    datetime.datetime(2026, 1, 1),  # noqa: DTZ001 - TOML has local times
    datetime.time(1),
]
WRONG = st.sampled_from(SMALL) | st.sampled_from(SMALL).flatmap(
    lambda value: st.sampled_from([[value], [[value]], {"x": value}, {"Bad Id": {"y": value}}, [{"id": value}], [], {}])
)


def with_value(path: Keys, value: object, *, beside: bool) -> Table:
    """The whole file with another value at a path, or with an additional key next to it."""
    changed = copy.deepcopy(WHOLE)
    holder: Any = changed
    for part in path[:-1]:
        holder = holder[part]
    holder["exra" if beside and isinstance(holder, dict) else path[-1]] = value
    return changed


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(sorted(places_in(WHOLE), key=str)), WRONG, st.booleans())
def test_a_wrong_value_in_any_key_is_accepted_or_refused_with_its_line_and_column(
    path: Keys, value: object, beside: bool
) -> None:
    """A value of any type in any key is either accepted or reported with line and column."""
    text = tomli_w.dumps(with_value(path, value, beside=beside))
    run = nhsdx("assess", "-", stdin=text.encode(), cwd=lay_out())
    assert run.code in (0, 2), (path, value, run.err)
    lines = text.splitlines()
    for where, _ in SAID.findall(run.err):
        if where != "<stdin>":
            _, line, column = where.split(":")
            assert 1 <= int(line) <= len(lines) + 1
            assert 1 <= int(column) <= len(lines[int(line) - 1]) + 1


def test_the_test_file_without_wrong_values_can_be_scored() -> None:
    """Without the wrong values, the file can be scored."""
    run = nhsdx("assess", "-", stdin=tomli_w.dumps(WHOLE).encode(), cwd=lay_out())
    assert (run.code, run.err) == (0, "")
