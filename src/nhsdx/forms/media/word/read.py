"""Reads a filled-in form in Word: finds every box by its tag, and gives the place of each problem."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from nhsdx.documents.phrases import count_words
from nhsdx.errors import NhsdxError
from nhsdx.forms import FilledCell, Form, FormStamp, OpenForm
from nhsdx.forms.cells import add_wrong_cells
from nhsdx.forms.media.word.boxes import (
    ALL_QUESTIONS,
    FREE_KEYS,
    NOT_TICKED,
    STAMP_KEYS,
    TICKED,
    Box,
    find_free_box,
    find_items,
    list_empty_words,
    list_head_boxes,
    list_labels,
    list_question_boxes,
    name_free_tag,
)
from nhsdx.forms.media.word.parts import build_document_error, read_document
from nhsdx.forms.media.word.scan import TRACKED, FormScan, FoundBox, scan_document
from nhsdx.model import Finding, InvalidInputError, Path, is_id, quote_word

CODE = "form-changed"
ANOTHER_COPY = "make a new form with nhsdx new, and copy the answers into it"


def open_word_form(name: str) -> OpenForm:
    """The filled-in form in a Word document. Raises NhsdxError for a document that is not a form."""
    scan = scan_document(read_document(name))
    rubric, version, digest, profile = (scan.find(f"form.{key}") for key in STAMP_KEYS[:4])
    if not (rubric and version and digest and profile):
        if scan.nameless and not scan.boxes:
            message = f"this document has {count_words(scan.nameless, 'box', 'boxes')} without a name"
            hint = "the program that saved this document removes the names of boxes: fill in the form with Word"
            raise NhsdxError(message, name, hint, code=CODE)
        raise build_document_error(name)
    stamp = FormStamp(rubric, version, digest, None if profile == ALL_QUESTIONS else profile)
    return OpenForm(name, stamp, partial(place_boxes, name, scan))


def place_boxes(name: str, scan: FormScan, form: Form) -> dict[Path, FilledCell]:
    """The cells of a form's boxes, keyed by the paths of their fields.

    Raises InvalidInputError if the form was changed.
    """
    reader = BoxReader(name, scan, form)
    cells = reader.read_cells()
    if reader.findings:
        raise InvalidInputError(add_wrong_cells(reader.findings, form, cells))
    return cells


class BoxReader:
    """Reads the boxes of a document, and collects the problems with them."""

    def __init__(self, name: str, scan: FormScan, form: Form) -> None:
        self.name, self.scan, self.form = name, scan, form
        self.findings: list[Finding] = []
        self.boxes = {box.tag: box for box in reversed(scan.boxes) if not box.tag.startswith("form.")}

    def read_cells(self) -> dict[Path, FilledCell]:
        """The cells of all boxes. The paths of a document's cells contain the document's id."""
        self._check_parts()
        expected = dict(self._list_expected())
        self._check_twice(expected)
        self._check_missing(expected)
        cells: dict[Path, FilledCell] = {}
        ticks: dict[Path, list[Box]] = {}
        for tag, box in expected.items():
            found = self.boxes.get(tag)
            if found is None:
                continue
            if box.option is None:
                cells[box.field.path] = self._read_box(found, box)
            elif self._read_tick(found, box):
                ticks.setdefault(box.field.path, []).append(box)
        for path, boxes in ticks.items():
            cells[path] = self._choose_tick(boxes)
        return cells | self._read_free()

    def _add(self, where: str, message: str, remedy: str) -> None:
        self.findings.append(Finding(CODE, "error", message, f"{self.name}: {where}", remedy))

    def _check_parts(self) -> None:
        """Finds tracked changes, pictures and notes, and printed text that was changed."""
        known = Counter((self.scan.find("form.check") or "").split())
        for part in self.scan.parts:
            for what in sorted(part.foreign):
                remedy = "accept or reject all changes" if what == TRACKED else "move anything that matters into a box"
                self._add(part.heading, f"there {'are' if what == TRACKED else 'is'} {what} here", remedy)
            if not known[part.digest] and not part.foreign:
                remedy = 'undo the change, and put your text into a box, such as "Why this answer is right"'
                self._add(part.heading, "the printed text was changed, or there is text outside the boxes", remedy)
            known[part.digest] -= 1

    def _list_expected(self) -> Iterator[tuple[str, Box]]:
        """Every box that the form must have, and the boxes in the document for questions outside the profile."""
        yield from list_head_boxes(self.form)
        asked = {question.id for question in self.form.questions}
        for number, question in enumerate(self.form.all_questions, 1):
            boxes = list(list_question_boxes(number, question))
            if question.id in asked or any(tag in self.boxes for tag, _ in boxes):
                yield from boxes

    def _check_twice(self, expected: dict[str, Box]) -> None:
        for tag, times in Counter(box.tag for box in self.scan.boxes).items():
            free = find_free_box(self.form, tag)
            box = expected.get(tag) or (free and free[2])
            if box is None and tag.removeprefix("form.") not in STAMP_KEYS:
                self._add("a box", f"the box {quote_word(tag)} does not belong to this form", "delete it")
            elif times > 1:
                where = tag if box is None else _describe(box)
                self._add(where, f"this box appears {times} times", "delete the copies")

    def _check_missing(self, expected: dict[str, Box]) -> None:
        lost = [_describe(box) for tag, box in expected.items() if tag not in self.boxes]
        for where in (*lost, *self._list_lost_in_rows()):
            self._add(where, "this box was deleted", f"undo that, or {ANOTHER_COPY}")

    def _list_lost_in_rows(self) -> Iterator[str]:
        """The boxes that are missing from a row for a document or an action, if the row still has other boxes."""
        found = (find_free_box(self.form, tag) for tag in self.boxes)
        for part, place in dict.fromkeys((free[0], free[1]) for free in found if free is not None):
            for key in FREE_KEYS[part]:
                tag = name_free_tag(part, place, key)
                free = find_free_box(self.form, tag)
                if tag not in self.boxes and free is not None:
                    yield free[2].where

    def _read_tick(self, found: FoundBox, box: Box) -> bool:
        """Whether a box is ticked.

        If the document records a state for the box, the state must agree with the symbol.
        """
        sign = {TICKED: True, NOT_TICKED: False}.get(found.text.strip())
        if sign is None or found.tick not in (None, sign):
            remedy = f"expected {NOT_TICKED}, or {TICKED} for a ticked box"
            self._add(_describe(box), "this box was changed, and is neither ticked nor empty", remedy)
        return bool(sign)

    def _choose_tick(self, boxes: list[Box]) -> FilledCell:
        first = boxes[0]
        if len(boxes) > 1:
            words = " and ".join(str(box.option.value) for box in boxes if box.option is not None)
            self._add(first.where, f"{len(boxes)} boxes are ticked: {words}", "tick only one")
        value = "" if first.option is None else first.option.value
        return FilledCell(value, f"{self.name}: {first.where}")

    def _read_box(self, found: FoundBox, box: Box) -> FilledCell:
        """The text in a box, or the chosen option."""
        text, place = found.text, f"{self.name}: {box.where}"
        if " ".join(text.split()) in list_empty_words(box.field):
            return FilledCell("", place)
        if found.is_empty:
            self._add(box.where, "the text in this box is marked as a hint, not as an entry", "type it again")
        if box.field.kind == "choice":
            option = list_labels(box.field).get(" ".join(text.split()))
            return FilledCell(text if option is None else option.value, place)
        return FilledCell(text, place)

    def _read_free(self) -> dict[Path, FilledCell]:
        """The cells of documents and actions, row by row."""
        rows: dict[tuple[str, int], dict[str, FilledCell]] = {}
        for tag, found in self.boxes.items():
            free = find_free_box(self.form, tag)
            if free is not None:
                part, place, box = free
                rows.setdefault((part, place), {})[str(box.field.path[-1])] = self._read_box(found, box)
        cells: dict[Path, FilledCell] = {}
        names: dict[Path, str] = {}
        for (part, place), row in sorted(rows.items()):
            above: Path = (part, place)
            if part == "actions":
                self._find_statements(row)
            else:
                above = self._name_document(place, row, names)
            cells |= {(*above, key): cell for key, cell in row.items() if key != "id"} if above else {}
        return cells

    def _find_statements(self, row: dict[str, FilledCell]) -> None:
        """Replaces the numbers of statements in an action's row with the ids of the statements."""
        if {"items", "criterion"} <= row.keys():
            words = re.findall(r"[^\s,;]+", str(row["items"].value))
            found = find_items(self.form, row["criterion"].value, words)
            row["items"] = row["items"]._replace(value=" ".join(found))

    def _name_document(self, place: int, row: dict[str, FilledCell], names: dict[Path, str]) -> Path:
        """The path of the document in a row, ending in the document's id; empty if the row is empty or wrong."""
        id_cell = row.get("id")
        name = "" if id_cell is None else str(id_cell.value).strip()
        where = f"document {place + 1}"
        if not any(str(cell.value).strip() for cell in row.values()):
            return ()
        if not is_id(name):
            remedy = "expected small letters, digits and hyphens, such as board-minutes"
            self._add(where, "this document has no short name" if not name else "this is not a short name", remedy)
            return ()
        path: Path = ("documents", name)
        if path in names:
            self._add(
                where,
                f"{quote_word(name)} is also the short name of {names[path]}",
                "give each document its own short name",
            )
        elif not str(row["title"].value if "title" in row else "").strip():
            self._add(where, "this document has no title", "give it one")
        names[path] = where
        return path


def _describe(box: Box) -> str:
    """The place where people find a box. For a box to tick, the place includes the answer."""
    return box.where if box.option is None else f"{box.where}, {box.option.value}"
