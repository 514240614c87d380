"""The layouts in which survey programs export responses: the headings and the cells that they add, without answers.

Where each layout was read, so that it can be checked:

- Microsoft Forms: headings in public scripts that read its workbooks; quizzes add points and feedback for each question
- Google Forms: "Timestamp" first, with a time zone at the end of each moment, in components/Form.tsx of
  GeckoRobotics/gecko-sustainability; "Email Address" or "Username" second, in public scripts that read its files
- Qualtrics: tests/testthat/files/sample.csv and sample_legacy.csv of ropensci/qualtRics (labels there are German);
  the codes and words of Status are taken from "Understanding Your Dataset" on qualtrics.com/support
- LimeSurvey: application/helpers/admin/export/Writer.php of LimeSurvey/LimeSurvey
- REDCap: inst/test-data/projects/survey/data.csv of OuhscBbmc/REDCapR; labels as headings in the export tests of
  aldefouw/redcap_cypress (B.5.21.0200, "Export data format"); the words for Complete? in scripts for R that it exports
- KoboToolbox: tests of kobotoolbox/formpack for its CSV exports, also with tags (HXL) in a second line; the ids and
  labels of a validation in jsapp/js/constants of kobotoolbox/kpi
- ODK: "all-data-types.csv" in the tests of getodk/central-backend, and docs/export-format.md of getodk/briefcase
- SurveyMonkey: headings in public scripts that read its files (three versions of them); two heading lines and nine
  columns of its own, in src/config.py of mikegleen/hrm_eval
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.support.workbooks import write_workbook

QUESTION = "How do you see it?"
ANSWER = "?"
"""Stands for the answer in a row of a layout."""


class Layout(NamedTuple):
    """An export: its program, its lines above the responses, and a row of each kind; `column` has the answers."""

    program: str
    lines: Sequence[Sequence[str]]
    rows: Mapping[str, Sequence[str]]
    column: str = QUESTION


def _make_import_ids(*names: str) -> list[str]:
    return [json.dumps({"ImportId": name}) for name in names]


STAMP, ISO = "2026-09-01 09:05:00", "2026-09-01T09:05:00.000Z"
QUALTRICS = ("StartDate", "EndDate", "Status", "Progress", "Finished", "RecordedDate", "ResponseId", "Q1")
GERMAN = ("Anfangsdatum", "Enddatum", "Antworttyp", "Aktueller Stand", "Beendet", "Erfassungsdatum", "Antwort-ID")
IDS = _make_import_ids("startDate", "endDate", "status", "progress", "finished", "recordedDate", "_recordId", "QID1")


def _make_qualtrics(status: str, finished: str, progress: str = "100") -> list[str]:
    return [STAMP, STAMP, status, progress, finished, STAMP, "R_2YPOQ602ER1jkf1", ANSWER]


QUALTRICS_CODES = {
    "counts": _make_qualtrics("0", "1"),
    "preview": _make_qualtrics("1", "1"),
    "test": _make_qualtrics("2", "1"),
    "spam": _make_qualtrics("8", "1"),
    "unfinished": _make_qualtrics("0", "0", "40"),
}
QUALTRICS_WORDS = {
    "counts": _make_qualtrics("IP Address", "True"),
    "preview": _make_qualtrics("Survey Preview", "TRUE"),
    "test": _make_qualtrics("Survey Test", "True"),
    "spam": _make_qualtrics("Spam", "True"),
    "unfinished": _make_qualtrics("IP Address", "False", "40"),
}
LIME = ("id", "submitdate", "lastpage", "startlanguage", "seed", "G01Q01")
LIME_ROWS = {"counts": ("1", STAMP, "3", "cy", "12345", ANSWER), "unfinished": ("2", "", "1", "en", "12346", ANSWER)}
LIME_TEXT = ("Response ID", "Date submitted", "Last page", "Start language", "Seed", QUESTION)
WELSH = ("Rhif", "Dyddiad cyflwyno", "Tudalen olaf", "Iaith", "Hedyn", QUESTION)
REDCAP_ROWS = {
    "counts": ("1", "", STAMP, ANSWER, "2", "0"),
    "unfinished": ("2", "", "[not completed]", ANSWER, "0", "2"),
    "other-form": ("3", "", "", ANSWER, "", "2"),
}
REDCAP_LABELS = {
    "counts": ("1", "", STAMP, ANSWER, "Complete"),
    "unfinished": ("2", "", "[not completed]", ANSWER, "Incomplete"),
}
KOBO_OWN = ("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "_index")
CENTRAL_OWN = ("SubmitterID", "SubmitterName", "AttachmentsPresent", "Status", "ReviewState", "DeviceID", "Edits")
MONKEY = ("Respondent ID", "Collector ID", "Date Created", "Date Modified", "IP Address", "Custom Data 1", QUESTION, "")
OLD_MONKEY = ("RespondentID", "CollectorID", "StartDate", "EndDate", "IP Address", "CustomData", QUESTION)

ENGLISH = ("Start Date", "End Date", "Response Type", "Progress", "Finished", "Recorded Date", "Response ID")
FEW_QUALTRICS = _make_import_ids("QID1", "distributionChannel")
LIME_UNDERSCORES = [title.replace(" ", "_") for title in LIME_TEXT]
LIME_BOTH = [f"{code}. {title}" for code, title in zip(LIME, WELSH, strict=True)]
LIME_DASHES = [f"{code} - {title}" for code, title in zip(LIME, LIME_TEXT, strict=True)]
REDCAP_OWN_ID = ("participant", "note", "staff_timestamp", "seen", "staff_complete", "other_complete")
BRIEFCASE = ("SubmissionDate", "seen", "KEY")

LAYOUTS = {
    "forms": Layout(
        "forms",
        [("ID", "Start time", "Completion time", "Email", "Name", "Last modified time", QUESTION)],
        {"counts": ("1", "9/1/26 9:00:00", "9/1/26 9:05:00", "anonymous", "", "", ANSWER)},
    ),
    "forms-quiz": Layout(
        "forms",
        [("ID", "Start time", "Completion time", "Email", "Name", "Total points", "Quiz feedback", QUESTION)],
        {"counts": ("1", STAMP, STAMP, "anonymous", "", "3", "", ANSWER)},
    ),
    "forms-german": Layout(
        "forms",
        [("ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", QUESTION)],
        {"counts": ("1", "01.09.2026 09:00:00", "01.09.2026 09:05:00", "anonymous", "", ANSWER)},
    ),
    "forms-quiz-points": Layout(
        "forms",
        [
            (
                *("ID", "Start time", "Completion time", "Email", "Name", "Total points", "Quiz feedback"),
                *("Last modified time", QUESTION, f"Points - {QUESTION}", f"Feedback - {QUESTION}"),
            )
        ],
        {"counts": ("1", "9/1/26 9:00", "9/1/26 9:05", "anonymous", "Anonymous", "3", "", "", ANSWER, "1", "")},
    ),
    "google-zone": Layout(
        "google-forms",
        [("Timestamp", "Email Address", QUESTION)],
        {"counts": ("2026/09/01 9:05:00 AM AST", "", ANSWER)},
    ),
    "google-welsh-zone": Layout(
        "google-forms", [("Amser", QUESTION)], {"counts": ("2026/09/01 9:05:00 AM EEST", ANSWER)}
    ),
    "google-korean": Layout(
        "google-forms", [("타임스탬프", QUESTION)], {"counts": ("2026/09/01 9:05:00 AM GMT+9", ANSWER)}
    ),
    "google-csv": Layout(
        "google-forms",
        [("Timestamp", "Username", QUESTION)],
        {"counts": ("2026/09/01 9:05:00 AM GMT+1", "", ANSWER)},
    ),
    "google-sheet": Layout("google-forms", [("Horodateur", QUESTION)], {"counts": ("01/09/2026 09:05:00", ANSWER)}),
    "qualtrics-codes": Layout("qualtrics", [QUALTRICS, (*GERMAN, QUESTION), IDS], QUALTRICS_CODES),
    "qualtrics-words": Layout("qualtrics", [QUALTRICS, (*GERMAN, QUESTION), IDS], QUALTRICS_WORDS, "Q1"),
    "qualtrics-two-lines": Layout("qualtrics", [QUALTRICS, (*GERMAN, QUESTION)], QUALTRICS_WORDS),
    "qualtrics-one-line": Layout("qualtrics", [QUALTRICS], QUALTRICS_CODES, "Q1"),
    "qualtrics-ids-only": Layout("qualtrics", [QUALTRICS, IDS], QUALTRICS_CODES, "Q1"),
    "qualtrics-labels-only": Layout("qualtrics", [(*ENGLISH, QUESTION)], QUALTRICS_WORDS),
    "qualtrics-labels-and-ids": Layout("qualtrics", [(*ENGLISH, QUESTION), IDS], QUALTRICS_CODES),
    "qualtrics-few-columns": Layout(
        "qualtrics",
        [("Q1", "DistributionChannel"), (QUESTION, "Verteilungskanal"), FEW_QUALTRICS],
        {"counts": (ANSWER, "anonymous"), "preview": (ANSWER, "preview")},
    ),
    "qualtrics-progress": Layout(
        "qualtrics",
        [("Progress", "Q1"), ("Aktueller Stand", QUESTION), _make_import_ids("progress", "QID1")],
        {"counts": ("100", ANSWER), "unfinished": ("99", ANSWER)},
    ),
    "qualtrics-legacy": Layout(
        "qualtrics",
        [
            ("V1", "V2", "V7", "V8", "V9", "V10", "Q1", ""),
            ("ResponseID", "ResponseSet", "Status", "StartDate", "EndDate", "Finished", QUESTION, ""),
        ],
        {
            "counts": ("R_1", "Default Response Set", "0", STAMP, STAMP, "1", ANSWER, ""),
            "preview": ("R_2", "Default Response Set", "1", STAMP, STAMP, "1", ANSWER, ""),
            "unfinished": ("R_3", "Default Response Set", "0", STAMP, STAMP, "0", ANSWER, ""),
        },
    ),
    "limesurvey-codes": Layout("limesurvey", [LIME], LIME_ROWS, "G01Q01"),
    "limesurvey-text": Layout("limesurvey", [LIME_TEXT], LIME_ROWS),
    "limesurvey-underscores": Layout("limesurvey", [LIME_UNDERSCORES], LIME_ROWS, LIME_UNDERSCORES[-1]),
    "limesurvey-welsh": Layout("limesurvey", [WELSH], LIME_ROWS),
    "limesurvey-both": Layout("limesurvey", [LIME_BOTH], LIME_ROWS, "G01Q01"),
    "limesurvey-both-text": Layout("limesurvey", [LIME_DASHES], LIME_ROWS),
    "limesurvey-few-columns": Layout(
        "limesurvey",
        [("G01Q01", "submitdate")],
        {"counts": (ANSWER, "1980-01-01 00:00:00"), "unfinished": (ANSWER, "")},
        "G01Q01",
    ),
    "redcap-raw": Layout(
        "redcap",
        [("record_id", "redcap_survey_identifier", "staff_timestamp", "seen", "staff_complete", "other_complete")],
        REDCAP_ROWS,
        "seen",
    ),
    "redcap-own-id": Layout("redcap", [REDCAP_OWN_ID], REDCAP_ROWS, "seen"),
    "redcap-labels": Layout(
        "redcap", [("Record ID", "Survey Identifier", "Survey Timestamp", QUESTION, "Complete?")], REDCAP_LABELS
    ),
    "redcap-labels-own-id": Layout(
        "redcap",
        [("Study number", QUESTION, "Complete?")],
        {"counts": ("1", ANSWER, "Complete"), "unfinished": ("2", ANSWER, "Incomplete")},
    ),
    "redcap-labels-events": Layout(
        "redcap",
        [
            (
                *("Record ID", "Event Name", "Repeat Instrument", "Repeat Instance", "Data Access Group"),
                *("Survey Identifier", "Name", "Complete?", "Survey Timestamp", "Name", QUESTION, "Complete?"),
            )
        ],
        {
            "counts": ("1", "First", "", "", "", "", "", "Incomplete", STAMP, "", ANSWER, "Complete"),
            "unfinished": ("2", "First", "", "", "", "", "", "Complete", "[not completed]", "", ANSWER, "Incomplete"),
            "other-form": ("2", "First", "Visit", "1", "", "", "", "Complete", "", "", "", ""),
        },
    ),
    "kobo-tags": Layout(
        "kobo",
        [(QUESTION, "Size", *KOBO_OWN), ("#adm1+name", "#size", *[""] * 8)],
        {"counts": (ANSWER, "1", "1", "u1", STAMP, "On hold", "", "submitted_via_web", "", "1")},
    ),
    "kobo-few-tags": Layout(
        "kobo",
        [("start", QUESTION, *KOBO_OWN), ("", "#segments", *[""] * 8)],
        {
            "counts": (ISO, ANSWER, "1", "u1", STAMP, "Approved", "", "", "", "1"),
            "rejected": (ISO, ANSWER, "2", "u2", STAMP, "Not approved", "", "", "", "2"),
        },
    ),
    "kobo-labels": Layout(
        "kobo",
        [("start", "end", QUESTION, *KOBO_OWN)],
        {
            "counts": (ISO, ISO, ANSWER, "1", "u1", STAMP, "", "", "submitted_via_web", "", "1"),
            "rejected": (ISO, ISO, ANSWER, "2", "u2", STAMP, "Not approved", "", "submitted_via_web", "", "2"),
        },
    ),
    "kobo-names": Layout(
        "kobo",
        [("staff/seen", "meta/instanceID", *KOBO_OWN)],
        {
            "counts": (ANSWER, "uuid:1", "1", "u1", STAMP, "validation_status_on_hold", "", "", "", "1"),
            "rejected": (ANSWER, "uuid:2", "2", "u2", STAMP, "validation_status_not_approved", "", "", "", "2"),
        },
        "staff/seen",
    ),
    "odk-central": Layout(
        "odk",
        [("SubmissionDate", "staff-seen", "meta-instanceID", "KEY", *CENTRAL_OWN)],
        {
            "counts": (ISO, ANSWER, "uuid:1", "uuid:1", "5", "A", "0", "", "hasIssues", "d", "0"),
            "rejected": (ISO, ANSWER, "uuid:2", "uuid:2", "5", "A", "0", "", "rejected", "d", "0"),
        },
        "staff-seen",
    ),
    "odk-feed": Layout(
        "odk",
        [("__id", "__system/submissionDate", "__system/reviewState", "seen")],
        {"counts": ("uuid:1", ISO, "", ANSWER), "rejected": ("uuid:2", ISO, "rejected", ANSWER)},
        "seen",
    ),
    "odk-briefcase": Layout("odk", [BRIEFCASE], {"counts": ("Sep 1, 2026", ANSWER, "uuid:1")}, "seen"),
    "surveymonkey": Layout(
        "surveymonkey",
        [MONKEY, ("", "", "", "", "", "", "Response", "Other (please specify)")],
        {"counts": ("118000000001", "460000001", "09/01/2026 09:00:00 AM", "09/01/2026", "", "", ANSWER, "")},
    ),
    "surveymonkey-contact": Layout(
        "surveymonkey",
        [
            (
                *("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address"),
                *("First Name", "Last Name", "Custom Data 1", "Contact information", "", "", QUESTION, ""),
            ),
            (*[""] * 9, "Name", "City/Town", "Phone Number", "Response", "Other (please specify)"),
        ],
        {"counts": ("118000000001", "460000001", "09/01/2026", "09/01/2026", *[""] * 8, ANSWER, "")},
    ),
    "surveymonkey-matrix": Layout(
        "surveymonkey",
        [MONKEY, ("", "", "", "", "", "", "The old record", "The new record")],
        {"counts": ("118000000001", "460000001", "09/01/2026 09:00:00 AM", "09/01/2026", "", "", "IT", ANSWER)},
        f"{QUESTION}: The new record",
    ),
    "surveymonkey-old": Layout(
        "surveymonkey",
        [OLD_MONKEY, ("", "", "", "", "", "", "Response")],
        {"counts": ("3500000001", "60000001", "09/01/2026", "09/01/2026", "", "", ANSWER)},
    ),
    "surveymonkey-status": Layout(
        "surveymonkey",
        [("respondent_id", "collector_id", "response_status", "seen")],
        {"counts": ("1", "2", "completed", ANSWER), "unfinished": ("2", "2", "partial", ANSWER)},
        "seen",
    ),
}  # fmt: skip


def list_rows(layout: Layout, answers: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The lines of an export, with these answers in rows of each kind."""
    rows = [list(line) for line in layout.lines]
    for kind, words in answers.items():
        rows += [[word if cell == ANSWER else cell for cell in layout.rows[kind]] for word in words]
    return rows


def write_export(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Writes an export as CSV, or as a workbook if its name ends with .xlsx."""
    if path.suffix == ".xlsx":
        write_workbook(path, {"Sheet1": [[cell or None for cell in row] for row in rows]})
        return path
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    return path
