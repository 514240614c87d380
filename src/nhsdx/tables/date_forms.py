"""The date formats of a table, according to its map."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from itertools import combinations
from typing import NamedTuple

from nhsdx.tables.words import fold_word

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMES = (
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?"
    "|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?"
)
SIZES = {"d": "{1,2}", "m": "{1,2}", "y": "{2}", "Y": "{4}"}
KINDS = {"d": "d", "m": "m", "b": "m", "y": "y", "Y": "y"}
GRAMMAR = re.compile(r"([dmbyY])(, |[-/. ]|)([dmbyY])(, |[-/. ]|)([dmbyY])( H:M(?::S)?)?")
MIDNIGHT = r"(( |t)0?0:00(:00([.]0+)?)?(z|[+]00:00)?| 0?0:00(:00)? am| 12:00(:00)? am)"
CLOCK, ZONE = "( |t)([01]?[0-9]|2[0-3]):[0-5][0-9]", "( ?[ap]m|z|[+]00:00)?"
MOMENT = {"H:M": f"{CLOCK}{ZONE}", "H:M:S": f"{CLOCK}:[0-5][0-9]([.][0-9]+)?{ZONE}"}
"""A time of day, which may end with a sign for UTC.

Times in other time zones are not read, because they could be on another day in UTC.
"""
EXCEL = re.compile("(?i:excel)( H:M(?::S)?)?")
SERIAL = "[1-9][0-9]{4}"
"""Excel's serial number for a day from 1927 to 2173. A shorter number could be a year.

The fractional part of the number is the time of day.
"""
SLIPS = (
    ("y{3,}", "Y"),
    ("yy", "y"),
    ("dd?", "d"),
    ("m{3,}", "b"),
    ("mm?", "m"),
    ("hh?:mm?", "H:M"),
    ("H:M:ss?", "H:M:S"),
)
"""How other programs write the parts of a date format, in upper or lower case, and how nhsdx writes these parts."""
NO_DECIMALS, DECIMALS = "([.]0+)?", "([.][0-9]+)?"
EPOCH = datetime.date(1899, 12, 30)
CENTURY = 2000


class DateForm(NamedTuple):
    """One way of writing a day: which part comes first, second and third, and the separators between them.

    `moment` is the regular expression for the time that may follow the day. Excel's serial numbers are a form without
    parts.
    """

    text: str
    parts: str = ""
    signs: tuple[str, str] = ("", "")
    moment: str = MIDNIGHT
    pads: bool = False

    @property
    def is_serial(self) -> bool:
        """Whether days are written as serial numbers."""
        return not self.parts

    @property
    def is_fixed(self) -> bool:
        """Whether every part has a fixed size, so that it begins at a fixed place."""
        return not self.is_serial and (self.pads or self.signs == ("", ""))

    @property
    def pattern(self) -> str:
        """The regular expression that a folded text matches if it is in this form."""
        if self.is_serial:
            return f"^{SERIAL}{NO_DECIMALS if self.moment == MIDNIGHT else DECIMALS}$"
        first, second, third = (self._build_part(part) for part in self.parts)
        one, other = map(match_sign, self.signs)
        return f"^{first}{one}{second}{other}{third}({self.moment})?$"

    def _build_part(self, part: str) -> str:
        if part == "b":
            return f"({NAMES})"
        return f"[0-9]{SIZES[part].replace('{1,2}', '{2}') if self.is_fixed else SIZES[part]}"

    def find_starts(self) -> list[tuple[int, int]]:
        """Where each part begins and how long it is, if all parts have fixed sizes."""
        sizes = [4 if part == "Y" else 2 for part in self.parts]
        gaps = [0, len(self.signs[0]), sum(map(len, self.signs))]
        return [(sum(sizes[:place]) + gaps[place], size) for place, size in enumerate(sizes)]

    def parse(self, word: str) -> datetime.date | None:
        """The day that a text represents, if the text is a day in this form."""
        text = fold_word(word)
        if re.search(self.pattern, text) is None:
            return None
        if self.is_serial:
            return EPOCH + datetime.timedelta(days=int(float(text)))
        pieces = dict(zip(self.parts, self._split(text), strict=True))
        found = {KINDS[part]: _read_part(part, piece) for part, piece in pieces.items()}
        with suppress(ValueError):
            return datetime.date(found["y"], found["m"], found["d"])
        return None

    def _split(self, text: str) -> list[str]:
        """The three parts of a text that is in this form."""
        if self.is_fixed:
            return [text[start : start + size] for start, size in self.find_starts()]
        first, _, rest = re.sub(f"({self.moment})$", "", text).partition(self.signs[0])
        second, _, third = rest.partition(self.signs[1])
        return [first, second, third]


def _read_part(part: str, text: str) -> int:
    if part == "b":
        return MONTHS.index(text[:3]) + 1
    return int(text) + (CENTURY if part == "y" else 0)


def match_sign(sign: str) -> str:
    """A regular expression for the separator between two parts of a date."""
    return "[.]" if sign == "." else sign


ISO = DateForm("Y-m-d", "Ymd", ("-", "-"), pads=True)
"""The form of 2026-10-01, which every table may use for dates."""
EXAMPLES = (datetime.date(2003, 2, 1), datetime.date(2001, 2, 3), datetime.date(2010, 11, 12))


def read_date_form(text: str) -> DateForm | None:
    """The form that a text describes, such as d/m/Y; None if it does not describe a form."""
    plain = text.strip().replace("%", "")
    if (excel := EXCEL.fullmatch(plain)) is not None:
        return DateForm(f"excel{excel[1] or ''}", moment=_find_moment(excel[1]))
    match = GRAMMAR.fullmatch(plain)
    if match is None:
        return None
    first, one, second, other, third, moment = match.groups()
    parts, is_half = first + second + third, (one == "") != (other == "")
    if is_half or {KINDS[part] for part in parts} != {"d", "m", "y"} or ("b" in parts and not one):
        return None
    return DateForm(plain, parts, (one, other), _find_moment(moment))


def _find_moment(text: str | None) -> str:
    return MOMENT[text.strip()] if text else MIDNIGHT


def suggest_date_form(text: str) -> str:
    """A remedy that suggests the form that a text such as dd/mm/yyyy probably means."""
    guess = text.strip()
    for pattern, part in SLIPS:
        guess = re.sub(pattern, part, guess, flags=re.IGNORECASE)
    expected = 'expected a date format such as "d/m/Y", "d-b-y" or "excel"'
    return f'{expected}; did you mean "{guess}"?' if guess != text and read_date_form(guess) else expected


def find_conflict(forms: tuple[DateForm, ...]) -> tuple[DateForm, DateForm, str] | None:
    """Two forms that turn the same text into different days, and the text itself."""
    for one, other in combinations(forms, 2):
        for text in (write_day(form, day) for form in (one, other) for day in EXAMPLES):
            days = {form.parse(text) for form in (one, other)} - {None}
            if len(days) > 1:
                return one, other, text
    return None


def write_day(form: DateForm, day: datetime.date) -> str:
    """The day, written in this form."""
    if form.is_serial:
        return f"{(day - EPOCH).days}{'' if form.moment == MIDNIGHT else '.5'}"
    name = MONTHS[day.month - 1].capitalize()
    words = {
        "d": f"{day.day:02}",
        "m": f"{day.month:02}",
        "b": name,
        "y": f"{day.year % 100:02}",
        "Y": f"{day.year:04}",
    }
    one, other = form.signs
    text = f"{words[form.parts[0]]}{one}{words[form.parts[1]]}{other}{words[form.parts[2]]}"
    return text if form.moment == MIDNIGHT else f"{text} 14:30{':00' if form.moment == MOMENT['H:M:S'] else ''}"
