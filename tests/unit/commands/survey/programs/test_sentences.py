"""What the page says about the program, and about rows that do not count."""

from __future__ import annotations

import pytest

from nhsdx.commands.survey.programs.layout import RowCounts
from nhsdx.commands.survey.programs.names import ProgramName, Reason
from nhsdx.commands.survey.programs.sentences import describe_source


@pytest.mark.parametrize(
    ("source", "looks_like", "left_out", "unmarked", "said"),
    [
        ("forms", None, {}, (), ["Read as an export from Microsoft Forms: 30 responses; no row left out."]),
        (
            "qualtrics",
            None,
            {"unfinished": 2, "preview": 1, "test": 3},
            (),
            ["Read as an export from Qualtrics: 30 responses; 6 rows left out (1 preview, 3 tests, 2 unfinished)."],
        ),
        (
            "qualtrics",
            None,
            {"empty": 1},
            ("preview", "test", "spam"),
            [
                "Read as an export from Qualtrics: 30 responses; 1 row left out (1 empty).",
                (
                    "The file does not say which responses are previews, tests or spam, so any such responses are "
                    "counted: to leave rows out, write exclude in the map."
                ),
            ],
        ),
        (
            "plain",
            "limesurvey",
            {},
            (),
            [
                "Read as a plain table: 30 responses; no row left out.",
                (
                    "The file looks like an export from LimeSurvey, but the map says that it is plain: rows are "
                    "counted however LimeSurvey marks them."
                ),
            ],
        ),
    ],
)
def test_the_page_says_what_was_read_and_what_was_left_out(
    source: ProgramName,
    looks_like: ProgramName | None,
    left_out: RowCounts,
    unmarked: tuple[Reason, ...],
    said: list[str],
) -> None:
    """The page gives the number of rows for each reason, and says what cannot be found out from the file."""
    assert list(describe_source(source, looks_like, 30, left_out, unmarked)) == said
