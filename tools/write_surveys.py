"""Writes the example exports of clinicians' answers, in the layouts of three survey programs. All of them are invented.

    python tools/write_surveys.py [FOLDER]      the default is examples/survey

The counts of each question are taken from the assessments with the same names in `examples`. Who gave which answer is
drawn from a fixed seed, so the files are always the same.
"""

from __future__ import annotations

import csv
import datetime
import random
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias
from xml.sax.saxutils import escape

SEE = ("An IT project", "A bit of both", "A change to how we care")
HEARD = (
    "Nothing that I notice",
    "It is noted",
    "We get an answer",
    "We get an answer and see what was decided",
)
CONFIDENT = ("Not confident", "Fairly confident", "Very confident")
Cell: TypeAlias = str | int | datetime.datetime


class Survey(NamedTuple):
    """How many clinicians of each profession answered, and how many chose each option of each question.

    `lifts` are professions that tend to choose later options of a question, or earlier ones if the number is below 0.
    """

    seed: str
    closed: datetime.datetime
    professions: Mapping[str, int]
    answers: Mapping[str, tuple[tuple[str, ...], tuple[int, ...]]]
    lifts: Mapping[tuple[str, str], float] = {}

    def draw(self) -> list[dict[str, str]]:
        """The answers of each person, with the profession; a question that somebody did not answer is left out."""
        chance = random.Random(self.seed)  # noqa: S311 - the answers are invented, not secret
        people = [{"profession": name} for name, size in self.professions.items() for _ in range(size)]
        chance.shuffle(people)
        for question, (options, counts) in self.answers.items():
            words = [option for option, count in zip(options, counts, strict=True) for _ in range(count)]
            ranks = {id(one): chance.random() + self.lifts.get((question, one["profession"]), 0) for one in people}
            chosen = sorted(chance.sample(people, len(words)), key=lambda one: ranks[id(one)])
            chosen.sort(key=lambda one: chance.random() + self.lifts.get((question, one["profession"]), 0))
            for person, word in zip(chosen, words, strict=True):
                person[question] = word
        return people

    def list_moments(self, count: int) -> list[datetime.datetime]:
        """The times of these responses, in the three weeks before the survey closed."""
        step = datetime.timedelta(days=21) / count
        return [(self.closed - (count - 1 - place) * step).replace(microsecond=0) for place in range(count)]


HARROWMERE = Survey(
    "Harrowmere",
    datetime.datetime.fromisoformat("2026-06-10 16:40:12"),
    {
        "Nurse": 246,
        "Doctor": 88,
        "Psychologist or therapist": 121,
        "Occupational therapist": 74,
        "Social worker": 59,
        "Pharmacist or pharmacy technician": 39,
    },
    {"see": (SEE, (94, 169, 364)), "heard": (HEARD, (44, 132, 219, 232)), "confident": (CONFIDENT, (88, 276, 263))},
    {("confident", "Nurse"): 0.2},
)
FENMARCH = Survey(
    "Fenmarch and Saltings",
    datetime.datetime.fromisoformat("2026-06-30 18:05:33"),
    {
        "Community nurse": 118,
        "General practitioner": 76,
        "Hospital doctor": 84,
        "Hospital nurse": 72,
        "Social care professional": 38,
        "Pharmacist or pharmacy technician": 24,
    },
    {"see": (SEE, (128, 62, 222)), "heard": (HEARD, (66, 118, 131, 97)), "confident": (CONFIDENT, (139, 187, 86))},
    {("heard", "Community nurse"): 0.4, ("confident", "General practitioner"): -0.4},
)
OTTERBRIDGE = Survey(
    "Otterbridge and Wold",
    datetime.datetime.fromisoformat("2026-09-11 12:20:08"),
    {"General practitioner": 9, "Practice nurse": 8, "Pharmacist": 5, "Paramedic or physiotherapist": 4},
    {"see": (SEE, (4, 9, 13)), "heard": (HEARD, (2, 3, 3, 1))},
)


def list_forms_rows(survey: Survey) -> Iterator[Sequence[Cell]]:
    """The rows of a workbook of Microsoft Forms."""
    yield (
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "Last modified time",
        "What is your profession?",
        "How do you see Lantern?",
        "When clinicians here raise a concern about Lantern, what usually happens?",
        "How confident are you that the next major change will avoid the problems of earlier IT changes?",
    )
    people = survey.draw()
    for number, (person, end) in enumerate(zip(people, survey.list_moments(len(people)), strict=True), 1):
        start = end - datetime.timedelta(seconds=40 + number % 90)
        answers = (person["profession"], person["see"], person["heard"], person["confident"])
        yield (number, start, end, "anonymous", "", "", *answers)


def list_qualtrics_rows(survey: Survey) -> Iterator[Sequence[Cell]]:
    """The rows of a CSV file of Qualtrics with choice text, among them previews and unfinished responses."""
    headings = ("StartDate", "EndDate", "Status", "Progress", "Finished", "RecordedDate", "ResponseId")
    yield (*headings, "Q1", "Q2", "Q3", "Q4")
    yield (
        *("Start Date", "End Date", "Response Type", "Progress", "Finished", "Recorded Date", "Response ID"),
        "What is your profession?",
        "How do you see Tideline?",
        "When clinicians here raise a concern about Tideline, what usually happens?",
        "How confident are you that Tideline will avoid the problems of earlier IT changes?",
    )
    own = ("startDate", "endDate", "status", "progress", "finished", "recordedDate", "_recordId")
    yield [f'{{"ImportId":"{name}"}}' for name in (*own, "QID1", "QID2", "QID3", "QID4")]
    people = survey.draw()
    moments = survey.list_moments(len(people))
    for number, (person, end) in enumerate(zip(people, moments, strict=True)):
        start = end - datetime.timedelta(seconds=50 + number % 70)
        answers = [person.get(name, "") for name in ("profession", "see", "heard", "confident")]
        yield (str(start), str(end), "IP Address", 100, "True", str(end), _make_id(number), *answers)
        if number % 60 == 0:
            preview = ("Survey Preview", 100, "True", str(start), _make_id(number + 1000))
            yield (str(start), str(start), *preview, "Community nurse", SEE[1], HEARD[1], CONFIDENT[1])
        if number % 24 == 0:
            begun = ("IP Address", 50, "False", str(end), _make_id(number + 2000))
            yield (str(start), str(end), *begun, answers[0], answers[1], "", "")


def _make_id(number: int) -> str:
    return f"R_{(number + 1) * 7919 % 999983:015d}"


def list_limesurvey_rows(survey: Survey) -> Iterator[Sequence[Cell]]:
    """The rows of a CSV file of LimeSurvey with question codes and texts."""
    yield (
        "id. Response ID",
        "submitdate. Date submitted",
        "lastpage. Last page",
        "startlanguage. Start language",
        "seed. Seed",
        "G01Q01. What is your profession?",
        "G01Q02. How do you see our online triage?",
        "G01Q03. When you raise a concern about our online triage, what usually happens?",
    )
    people = survey.draw()
    for number, (person, end) in enumerate(zip(people, survey.list_moments(len(people)), strict=True), 1):
        answers = [person.get(name, "") for name in ("profession", "see", "heard")]
        yield (number, str(end), 2, "en", 100000 + number * 7919, *answers)
    for number in range(len(people) + 1, len(people) + 4):
        yield (number, "", 1, "en", 100000 + number * 7919, "Practice nurse", "", "")


def write_csv(path: Path, rows: Iterator[Sequence[Cell]], quoting: int = csv.QUOTE_MINIMAL) -> None:
    """Writes rows as these programs do: in UTF-8 with a byte order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]


PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ZERO = datetime.datetime.fromisoformat("1899-12-30")
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="m/d/yy h:mm:ss"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


def write_workbook(path: Path, rows: Iterator[Sequence[Cell]]) -> None:
    """Writes rows into the only sheet of a workbook, with texts kept once and moments as numbers with a date format."""
    texts: dict[str, int] = {}
    lines = [
        f'<row r="{number}">{"".join(_write_cells(number, row, texts))}</row>' for number, row in enumerate(rows, 1)
    ]
    shared = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    parts = PARTS | {
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" uniqueCount="{len(texts)}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            # A fixed date, so that the file is the same on every day.
            file.writestr(zipfile.ZipInfo(name, (2026, 11, 1, 0, 0, 0)), head + text, zipfile.ZIP_DEFLATED)


def _write_cells(number: int, row: Sequence[Cell], texts: dict[str, int]) -> Iterator[str]:
    for place, cell in enumerate(row):
        name = f"{chr(ord('A') + place)}{number}"
        if isinstance(cell, datetime.datetime):
            yield f'<c r="{name}" s="1"><v>{(cell - ZERO) / datetime.timedelta(days=1):.8f}</v></c>'
        elif isinstance(cell, int):
            yield f'<c r="{name}"><v>{cell}</v></c>'
        elif cell:
            yield f'<c r="{name}" t="s"><v>{texts.setdefault(cell, len(texts))}</v></c>'


def write_surveys(folder: Path) -> None:
    """Writes the three exports into a folder."""
    write_workbook(folder / "harrowmere.xlsx", list_forms_rows(HARROWMERE))
    write_csv(folder / "fenmarch-saltings.csv", list_qualtrics_rows(FENMARCH))
    write_csv(folder / "otterbridge-wold.csv", list_limesurvey_rows(OTTERBRIDGE), csv.QUOTE_ALL)


if __name__ == "__main__":
    write_surveys(Path(sys.argv[1] if len(sys.argv) > 1 else "examples/survey"))
