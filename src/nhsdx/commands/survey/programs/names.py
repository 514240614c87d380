"""The ids of the survey programs that nhsdx knows, and of the reasons why a row is left out."""

from __future__ import annotations

from typing import Literal

ProgramName = Literal[
    "forms", "google-forms", "qualtrics", "limesurvey", "redcap", "kobo", "odk", "surveymonkey", "plain"
]
Reason = Literal["preview", "test", "spam", "unfinished", "rejected", "other-form", "excluded", "empty"]
"""Why a row is left out."""
