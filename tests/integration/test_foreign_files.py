"""Difficult files from test suites of other programs are refused or read; none of them is reported as a bug.

`tools/foreign_files.py` gives whole suites to every command. These are some of the most difficult:
TOML from https://github.com/toml-lang/toml-test (MIT License), CSV from https://github.com/maxogden/csv-spectrum
(BSD 2-Clause License) and https://github.com/wireservice/csvkit (MIT License), and JSON from
https://github.com/nst/JSONTestSuite (MIT License).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nhsdx.cli.exits import Exit
from tests.support.run import nhsdx

TOML = {
    "key/dotted-redefine-table": b"a = {}\na.b = 1\n",
    "table/append-to-array-with-dotted-keys": b"[[a.b]]\n[a]\nb.y = 2\n",
    "inline-table/overwrite": b"a.b = 0\na = {}\n",
    "string/bad-uni-esc": b'a = "\\uDFFF"\n',
    "control/comment-null": b"a = 1 # \x00\n",
    "encoding/bad-codepoint": b"# \xed\xa0\x80\n",
    "encoding/utf16-bom": b"\xff\xfea\x00=\x001\x00\n\x00",
    "integer/long": b"a = 9223372036854775807123\n",
    "float/inf-and-nan": b"a = [inf, -inf, nan, 1e999]\n",
    "local-time/all": b"a = 07:32:00\nb = 1979-05-27T00:32:00.999999-07:00\n",
    "key/empty": b'"" = 1\n[""]\n"" = 2\n',
    "spec/key-order": "[answers.\"\U0001d518\"]\n'ʎ' = 1\n".encode(),
}
CSV = {
    "csv-spectrum/escaped_quotes": b'a,b\n1,"ha ""ha"" ha"\n3,4\n',
    "csv-spectrum/quotes_and_newlines": b'a,b\n1,"ha \n""ha"" \nha"\n3,4\n',
    "csv-spectrum/json": b'key,val\n1,"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"\n',
    "csv-spectrum/empty_crlf": b'a,b,c\r\n1,"",""\r\n2,3,4\r\n',
    "csvkit/null_byte": b"a,b,c\n1,\x00,3\n",
    "csvkit/mac_newlines": b"a,b,c\r1,2,3\r",
    "csvkit/bad": b"column_a,column_b,column_c\n0,mixed types.... uh oh,17,\n1,27,\n",
    "csvkit/blanks": b"a,b,c,d,e,f\n,NA,N/A,NONE,NULL,.\n",
}
JSON = {
    "n_structure_open_array_object": b'[{"":' * 5_000,
    "i_string_1st_valid_surrogate_2nd_invalid": b'["\\uD888\\u1234"]',
    "n_string_unescaped_ctrl_char": b'["a\x00a"]',
    "i_number_huge_exp": b"[0.4e00669999999999999999999999999999999999999999999999999999999999999999]",
}
COMMANDS = {
    ".toml": (("assess",), ("check",), ("rubric", "lint"), ("verify",)),
    ".csv": (("batch", "--rubric", "nhs-digital-leadership"),),
    ".json": (("verify",), ("assess",)),
}
CASES = [
    pytest.param(suffix, content, id=name)
    for suffix, files in ((".toml", TOML), (".csv", CSV), (".json", JSON))
    for name, content in files.items()
]


@pytest.mark.parametrize(("suffix", "content"), CASES)
def test_a_file_from_another_program_is_never_reported_as_a_bug_in_nhsdx(
    suffix: str, content: bytes, tmp_path: Path
) -> None:
    """Every command refuses the file and gives its name."""
    name = f"foreign{suffix}"
    (tmp_path / name).write_bytes(content)
    for command in COMMANDS[suffix]:
        run = nhsdx(*command, name, cwd=tmp_path)
        assert run.code in (Exit.DONE, Exit.FAILED, Exit.INVALID), run.err
        assert name in run.err + run.out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04word/document.xml", "this is a Word document, not UTF-8 text"),
        (b"PK\x03\x04xl/workbook.xml", "this is a workbook, not UTF-8 text"),
        (b"%PDF-1.7", "this is a PDF, not UTF-8 text"),
        (b"\xd0\xcf\x11\xe0", "this is a document from an old office program, not UTF-8 text"),
        (b'{"format": "nhsdx.result/1"}', "this is JSON, not TOML"),
        (b"<!doctype html>", "this is a web page, not TOML"),
    ],
)
def test_the_error_for_a_document_given_in_place_of_toml_says_what_kind_of_document_it_is(
    content: bytes, said: str, tmp_path: Path
) -> None:
    """The message for a paper or a workbook says which file was expected."""
    (tmp_path / "given").write_bytes(content)
    run = nhsdx("assess", "given", cwd=tmp_path)
    assert run.code == Exit.INVALID
    assert said in run.err
    assert "\n  expected" in run.err


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("level = yes", "expected a whole number from 0 to the highest level"),
        ("level = 2-3", "expected a whole number from 0 to the highest level"),
        ("level =", "expected a whole number from 0 to the highest level"),
        ("seen = 2026-03", "expected a date such as 2026-03-31"),
        ("seen = 31/03/2026", "expected a date such as 2026-03-31"),
        ('evidence = "operational data"', 'did you mean "operating-data"?'),
        ("evidence = operational data", "expected the id of a grade of evidence in quotes"),
        ("value = 5 %", "expected a number such as 6.5, without quotes or a unit"),
        ("why = 'it's'", 'expected "double quotes" round text with an apostrophe'),
        ("[answers.capability", "expected a heading such as [answers.appointment]"),
    ],
)
def test_the_message_about_a_slip_says_what_was_expected(line: str, expected: str, tmp_path: Path) -> None:
    """The message has the place and what to write, and never the text that was given."""
    head = 'format = "nhsdx.assessment/1"\nrubric = "nhs-digital-leadership@2"\n[assessment]\nsubject = "X"\n'
    (tmp_path / "a.toml").write_text(f"{head}date = 2026-10-01\n[answers.appointment]\n{line}\n", encoding="utf-8")
    run = nhsdx("assess", "a.toml", cwd=tmp_path)
    assert run.code == Exit.INVALID
    assert "a.toml:7:" in run.err
    assert expected in run.err
    assert "operational" not in run.err
