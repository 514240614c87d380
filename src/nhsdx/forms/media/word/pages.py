"""A Word form's pages: instructions, questions, documents, actions, and the rubric that the form is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nhsdx.documents.phrases import count_words
from nhsdx.documents.safe_text import clean
from nhsdx.documents.word.styles import BODY, BULLETS, CELL, LEAD, NOTE, ROW_HEAD, TEXT_WIDTH
from nhsdx.forms import Form, FormField, FormOption, FormQuestion, spread_counts
from nhsdx.forms.fields import DOCUMENT_KEYS, build_document_field
from nhsdx.forms.media.word.boxes import (
    ALL_QUESTIONS,
    STAMP_KEYS,
    build_action_box,
    format_box,
    is_ticked_field,
    name_free_tag,
    name_tag,
    number_items,
)
from nhsdx.forms.media.word.scan import scan_text
from nhsdx.forms.media.word.xml import (
    NAMESPACES,
    Control,
    ControlWriter,
    GridColumn,
    write_cells,
    write_notes,
    write_paragraph,
    write_run,
    write_table,
)
from nhsdx.model import Path

STATE_WIDTH, LEVEL_WIDTH, NAME_WIDTH = 16, 13, 58
LEFT_OUT = ("status", "reason")
"""The last boxes of a question. Most answers do not need these boxes."""
EMPTY_DOCUMENTS, EMPTY_ACTIONS = 5, 4
ROW_HEIGHT = 8
"""The height, in mm, that a row needs so that people can write in it by hand."""
ENTRY = (GridColumn("What is asked", NAME_WIDTH), GridColumn("Your entry", TEXT_WIDTH - NAME_WIDTH))
HOW_TO_FILL = (
    "Write and tick only in the boxes. Text anywhere else does not belong to an answer, and the import refuses it.",
    "Tick one box for each statement. If nobody knows, tick Unknown, or no box: unknown never counts as zero.",
    "On a computer, click a box. Save the file as a Word document. nhsdx import FILE -o assessment.toml reads it.",
    "On paper, put a cross in a box, write in the right-hand column, and circle one of several words.",
)
LEVEL_COLUMNS = (GridColumn("Level", 30), GridColumn("Meaning", TEXT_WIDTH - 30))
GRADE_COLUMNS = (
    GridColumn("Number", 16),
    GridColumn("Evidence", TEXT_WIDTH - 76),
    GridColumn("Supports up to level", 30),
    GridColumn("No older than", 30),
)
DOCUMENT_COLUMNS = (
    GridColumn("No.", 9),
    GridColumn("Short name", 34),
    GridColumn("Title", 45),
    GridColumn("Date", 28),
    GridColumn("SHA-256, if known", 30),
    GridColumn("Where it is", 34),
)
ACTION_CELLS = (("criterion", "items"), ("what",), ("owner",), ("due",), ("state", "reason"))
"""The keys of the boxes in each cell of a row for an action."""
ACTION_COLUMNS = (
    GridColumn("No.", 9),
    GridColumn("Question", 44),
    GridColumn("What will be done", 43),
    GridColumn("Owner (a role)", 28),
    GridColumn("Due", 26),
    GridColumn("State", 30),
)
ABOUT_DOCUMENTS = (
    "Documents that support the answers. Give each document a short name in small letters, digits and "
    "hyphens, such as board-minutes, and use this name in the questions."
)
ABOUT_ACTIONS = "What will be done about a question, by whom and by when."
STAMP_LABELS = {
    "rubric": "Rubric",
    "version": "Version",
    "digest": "Digest of the rubric",
    "profile": "Profile",
    "check": "Check of the printed text",
}


@dataclass(frozen=True, slots=True)
class PageWriter:
    """Writes the form's pages with the values that are known."""

    form: Form
    leaves: Mapping[Path, Any]
    controls: ControlWriter = field(default_factory=ControlWriter)

    def list_parts(self, check: str) -> Iterator[str]:
        """All parts of the form as XML. When the form is read back, its printed text is compared with `check`."""
        yield from self._list_first_page()
        number = 0
        for section in self.form.sections:
            yield write_paragraph("Heading 2", write_run(clean(section.title)))
            yield from write_notes([("", section.why)] if section.why else [])
            for number, question in enumerate(section.questions, number + 1):  # noqa: B020 - goes on counting
                yield from self._list_question(number, question)
        others = [one for one in self.form.others if any(path[:2] == ("answers", one.id) for path in self.leaves)]
        if others:
            yield write_paragraph("Heading 2", write_run("Questions outside the profile"))
        for number, question in enumerate(self.form.all_questions, 1):
            if question in others:
                yield from self._list_question(number, question)
        yield from self._list_documents()
        yield from self._list_actions()
        yield from self._list_stamp(check)

    def _list_first_page(self) -> Iterator[str]:
        form = self.form
        yield write_paragraph("Heading 1", write_run(clean(form.title)))
        count = count_words(len(list(form.questions)), "question")
        profile = f"{clean(form.profile_title)}: " if form.profile_title else ""
        yield write_paragraph(LEAD, write_run(f"{profile}{count} of {form.reference}"))
        yield write_paragraph("Heading 2", write_run("How to fill in this form"))
        for line in HOW_TO_FILL:
            yield write_paragraph(BULLETS, write_run(line))
        yield from write_notes((("", form.privacy), *([("", form.how_to_answer)] if form.how_to_answer else [])))
        yield from write_notes((f"{clean(word)}:", meaning) for word, meaning in form.words)
        yield from self._list_scales()
        yield write_paragraph("Heading 2", write_run("About this assessment"))
        yield self._write_entries("About this assessment", (*form.about, *form.context))

    def _list_scales(self) -> Iterator[str]:
        """The tables of levels and of evidence grades, with the numbers that people write on paper for the grades."""
        form = self.form
        yield write_paragraph("Heading 2", write_run("Levels"))
        rows = [write_cells(clean(f"{one.value} {one.label}"), clean(one.meaning)) for one in form.levels]
        yield write_table("Levels", LEVEL_COLUMNS, rows)
        if not form.grades:
            return
        yield write_paragraph("Heading 2", write_run("Evidence"))
        ages = [f"{one.max_age_months} months" if one.max_age_months else "any age" for one in form.grades]
        pairs = enumerate(zip(form.grades, ages, strict=True), 1)
        rows = [write_cells(str(number), clean(one.label), one.supports, age) for number, (one, age) in pairs]
        yield write_table("Grades of evidence", GRADE_COLUMNS, rows)

    def _list_question(self, number: int, question: FormQuestion) -> Iterator[str]:
        yield write_paragraph("Heading 3", write_run(f"{number}. {clean(question.title)}"))
        if question.question:
            yield write_paragraph(BODY, write_run(clean(question.question)))
        yield from write_notes(list_guidance(question))
        ticked = [one for one in question.values if is_ticked_field(one)]
        if question.items:
            yield self._write_statements(question)
        elif ticked:
            yield self._write_levels(question, ticked[0])
        others = sorted((one for one in question.fields if one not in ticked), key=lambda one: one.path[-1] in LEFT_OUT)
        if ticked:
            yield write_paragraph(CELL)
        yield self._write_entries(f"Answer and evidence: {clean(question.title)}", others)

    def _write_statements(self, question: FormQuestion) -> str:
        """The statements of a checklist, with a box for each answer."""
        states = max((item.field.options for item in question.items), key=len)
        width = TEXT_WIDTH - LEVEL_WIDTH - STATE_WIDTH * len(states)
        columns = [GridColumn("Level", LEVEL_WIDTH), GridColumn("Statement", width)]
        columns += [GridColumn(state.label.capitalize(), STATE_WIDTH) for state in states]
        rows = []
        for place, item in enumerate(question.items, 1):
            asked = f" (Asked only if {item.asked_when}.)" if item.asked_when else ""
            text = write_paragraph(CELL, write_run(clean(f"{place}. {item.text}{asked}")))
            ticks = [self._write_tick(item.field, state, f"statement {place}") for state in states]
            rows.append([*write_cells(item.level or "–"), text, *ticks])
        return write_table(f"Statements: {clean(question.title)}", columns, rows)

    def _write_levels(self, question: FormQuestion, asked: FormField) -> str:
        """The levels of a question, with a box for each."""
        width = TEXT_WIDTH - LEVEL_WIDTH - STATE_WIDTH
        columns = (
            GridColumn("Level", LEVEL_WIDTH),
            GridColumn("What it means", width),
            GridColumn("Tick", STATE_WIDTH),
        )
        rows = [
            [*write_cells(str(one.value), clean(one.label)), self._write_tick(asked, one, "level")]
            for one in asked.options
        ]
        return write_table(f"Levels: {clean(question.title)}", columns, rows)

    def _write_tick(self, asked: FormField, option: FormOption, what: str) -> str:
        if option not in asked.options:
            return write_paragraph(CELL, write_run("–"))
        word = str(option.value if what == "level" else option.label)
        control = Control(name_tag(asked.path, option), f"{word}: {what}, {asked.path[1]}", None)
        return write_paragraph(
            CELL, self.controls.write_tick(control, ticked=self.leaves.get(asked.path) == option.value)
        )

    def _write_entries(self, caption: str, fields: Sequence[FormField]) -> str:
        """A table with a row for each field."""
        cells = spread_counts(self.leaves)
        rows = [self._write_entry(one, clean(one.title), name_tag(one.path), cells.get(one.path)) for one in fields]
        return write_table(caption, ENTRY, rows, ROW_HEIGHT)

    def _write_entry(self, asked: FormField, label: str, tag: str, value: object) -> list[str]:
        text = None if value is None else format_box(asked, value)
        box = self.controls.write_box(asked, Control(tag, label, text))
        return [write_paragraph(ROW_HEAD, write_run(label)), write_paragraph(CELL, box)]

    def _list_documents(self) -> Iterator[str]:
        yield write_paragraph("Heading 2", write_run("Documents"))
        yield write_paragraph(BODY, write_run(ABOUT_DOCUMENTS))
        names = list(dict.fromkeys(str(path[1]) for path in self.leaves if path[0] == "documents"))
        rows = []
        for place, name in enumerate((*names, *[None] * EMPTY_DOCUMENTS)):
            known = (
                {}
                if name is None
                else {"id": name} | {key: self._find("documents", name, key) for key in DOCUMENT_KEYS}
            )
            cells = (
                self._write_free(build_document_field("x", key), "documents", place, key, known.get(key))
                for key in ("id", *DOCUMENT_KEYS)
            )
            rows.append([*write_cells(str(place + 1)), *(write_paragraph(CELL, one) for one in cells)])
        yield write_table("Documents", DOCUMENT_COLUMNS, rows, ROW_HEIGHT)

    def _list_actions(self) -> Iterator[str]:
        yield write_paragraph("Heading 2", write_run("Actions"))
        yield write_paragraph(BODY, write_run(ABOUT_ACTIONS))
        known = 1 + max((int(path[1]) for path in self.leaves if path[0] == "actions"), default=-1)
        rows = []
        for place in range(known + EMPTY_ACTIONS):
            row = write_cells(str(place + 1))
            for keys in ACTION_CELLS:
                boxes = [self._write_action(place, key) for key in keys]
                row.append("".join(boxes))
            rows.append(row)
        yield write_table("Actions", ACTION_COLUMNS, rows, 2 * ROW_HEIGHT)

    def _write_action(self, place: int, key: str) -> str:
        """The box for one key of an action. Every box after the first in a table cell has a label above it."""
        asked = build_action_box(self.form, place, key)
        value = self._find("actions", place, key)
        if key == "items" and isinstance(value, list):
            value = number_items(self.form, self._find("actions", place, "criterion"), value)
        box = self._write_free(asked, "actions", place, key, value)
        lead = {"items": "Statements: ", "reason": "Why, if dropped: "}.get(key, "")
        return write_paragraph(CELL, *([write_run(lead)] if lead else []), box)

    def _write_free(self, asked: FormField, part: str, place: int, key: str, value: object) -> str:
        text = None if value is None else format_box(asked, value)
        control = Control(name_free_tag(part, place, key), f"{key}, {part} {place + 1}", text)
        return self.controls.write_box(asked, control)

    def _find(self, *path: str | int) -> object:
        return self.leaves.get(path)

    def _list_stamp(self, check: str) -> Iterator[str]:
        """The table that says which rubric the form is for. `nhsdx import` reads this table."""
        yield write_paragraph("Heading 2", write_run("About this form"))
        yield write_paragraph(BODY, write_run("The import reads these lines. Leave them as they are."))
        columns = (GridColumn("About this form", NAME_WIDTH), GridColumn("Do not change", TEXT_WIDTH - NAME_WIDTH))
        rows = []
        for key, value in zip(STAMP_KEYS, (*self.form.stamp, check), strict=True):
            control = Control(f"form.{key}", STAMP_LABELS[key], value or ALL_QUESTIONS)
            rows.append([*write_cells(STAMP_LABELS[key]), write_paragraph(CELL, self.controls.write_locked(control))])
        yield write_table("About this form", columns, rows)
        # Word needs a paragraph below the last table.
        yield write_paragraph(NOTE)


def write_body(form: Form, leaves: Mapping[Path, Any]) -> str:
    """A Word form's pages as XML. The last table has the digests with which the printed text is checked."""

    def write(check: str) -> str:
        return f"<w:body {NAMESPACES}>{''.join(PageWriter(form, leaves).list_parts(check))}</w:body>"

    scan = scan_text(write(""))
    return write(" ".join(part.digest for part in scan.parts))


def list_guidance(question: FormQuestion) -> list[tuple[str, str]]:
    """The guidance for a question; each part begins with a label in bold."""
    guidance = question.guidance
    found = [
        ("Scored on:", guidance.scored_on),
        ("Asked only if", guidance.asked_when and f"{guidance.asked_when}."),
        ("If it does not apply,", guidance.worth),
        *(("", f"{line}.") for line in guidance.enough),
        ("", None if question.items else question.how),
        *(("", f"– {statement}") for statement in question.statements),
        ("Look for:", guidance.look_for),
        ("Ask for:", "; ".join(guidance.evidence)),
        ("Beware of:", "; ".join(guidance.red_flags)),
    ]
    return [(lead, clean(text)) for lead, text in found if text]
