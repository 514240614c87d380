"""A form in Word: filled in, it becomes an assessment; damaged, it is refused with the question and the box."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from tests.support import hostile
from tests.support.build import flat_rubric
from tests.support.programs.office import as_pdf, needs_office, save_word
from tests.support.run import nhsdx
from tests.support.samples import FOUR_KINDS, write
from tests.support.word_forms import MAIN, edit_document, fill_box, find_box, read_document, tick_box

DAY = ("--date", "2026-10-01")
GRADES = [
    {"id": "hearsay", "label": "Said", "supports": 1},
    {"id": "record", "label": "Written down", "supports": 5, "max-age-months": 12},
]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a rubric of all kinds of criterion, and an empty form of it."""
    folder = tmp_path_factory.mktemp("empty")
    write(folder / "rubric.toml", flat_rubric(FOUR_KINDS) | {"evidence-grades": GRADES})
    run = nhsdx("new", "rubric.toml", "-o", "form.docx", *DAY, cwd=folder)
    assert run.code == 0, run.err
    return folder


@pytest.fixture
def folder(empty: Path, tmp_path: Path) -> Path:
    """A copy of the rubric and of the form."""
    shutil.copytree(empty, tmp_path, dirs_exist_ok=True)
    return tmp_path


def fill(folder: Path, texts: dict[str, str], *ticks: str) -> None:
    """Writes into boxes and ticks others."""

    def change(xml: str) -> str:
        for tag, text in texts.items():
            xml = fill_box(xml, tag, text)
        for tag in ticks:
            xml = tick_box(xml, tag)
        return xml

    edit_document(folder / "form.docx", change)


def test_a_filled_form_becomes_an_assessment(folder: Path) -> None:
    """Ticks, choices, days, texts, documents and actions are in the new file."""
    texts = {
        "assessment.subject": "A place",
        "answers.leader.evidence": "2 Written down",
        "answers.leader.seen": "2026-03-11",
        "answers.leader.documents": "minutes",
        "answers.funding.value": "6",
        "answers.trust.status": "Not known",
        "documents.0.id": "minutes",
        "documents.0.title": "Minutes of the board",
        "actions.0.criterion": "Basics (basics)",
        "actions.0.items": "2, plan",
        "actions.0.what": "Name somebody",
        "actions.0.owner": "Chair",
        "actions.0.due": "2026-12-01",
    }
    fill(folder, texts, "answers.leader.level=3", "answers.basics.items.plan=yes", "answers.basics.items.test=no")
    run = nhsdx("import", "form.docx", "-o", "new.toml", cwd=folder)
    assert (run.code, run.err) == (0, "3 of 8 questions are answered; score it with: nhsdx assess new.toml\n"), run.err
    assert (folder / "new.toml").read_text(encoding="utf-8") == (
        'format = "nhsdx.assessment/1"\nrubric = "rubric.toml"\n\n'
        '[assessment]\nsubject = "A place"\ndate = 2026-10-01\n\n'
        '[answers.leader]\nlevel = 3\nevidence = "record"\nseen = 2026-03-11\ndocuments = ["minutes"]\n\n'
        '[answers.basics]\nitems.plan = "yes"\nitems.test = "no"\n\n'
        "[answers.funding]\nvalue = 6\n\n"
        '[answers.trust]\nstatus = "unknown"\n\n'
        '[documents.minutes]\ntitle = "Minutes of the board"\n\n'
        '[[actions]]\ncriterion = "basics"\nitems = ["test", "plan"]\nwhat = "Name somebody"\n'
        'owner = "Chair"\ndue = 2026-12-01\n'
    )
    assert nhsdx("assess", "new.toml", cwd=folder).code == 0


def test_changes_made_in_a_word_form_come_back_into_the_assessment(folder: Path) -> None:
    """A form with an assessment's answers is corrected in Word; only the corrected lines change in the file."""
    fill(folder, {"assessment.subject": "A place", "answers.basics.why": "Seen"}, PLAN)
    assert nhsdx("import", "form.docx", "-o", "own.toml", cwd=folder).code == 0
    before = (folder / "own.toml").read_text(encoding="utf-8") + "# ours\n"
    (folder / "own.toml").write_text(before, encoding="utf-8")
    assert nhsdx("new", "own.toml", "-o", "form.docx", "--force", cwd=folder).code == 0
    fill(folder, {"answers.basics.why": "Seen twice"}, "answers.basics.items.test=no")
    run = nhsdx("import", "form.docx", "-o", "own.toml", "--merge", "--prefer", "answers", cwd=folder)
    assert run.code == 0, run.err
    changed = before.replace('"Seen"', '"Seen twice"').replace('plan = "yes"\n', 'plan = "yes"\nitems.test = "no"\n')
    assert (folder / "own.toml").read_text(encoding="utf-8") == changed


def test_every_wrong_entry_is_reported_with_its_box(folder: Path) -> None:
    """All problems come at once, each with the number of its question and its box."""
    texts = {"assessment.subject": "A", "answers.leader.seen": "11/03/2026", "answers.funding.value": "six"}
    fill(folder, texts | {"answers.trust.status": "Later"})
    run = nhsdx("import", "form.docx", cwd=folder)
    assert run.code == 2
    assert "form.docx: question 1 (leader), Date of the evidence: wrong-type" in run.err
    assert "(funding), " in run.err
    assert "(trust), Instead of an answer: not-allowed" in run.err


def test_wrong_entries_and_changed_boxes_are_reported_together(folder: Path) -> None:
    """Two ticks at a statement do not hide an invalid date."""
    ticks = ("answers.basics.items.plan=yes", "answers.basics.items.plan=no")
    fill(folder, {"assessment.subject": "A", "answers.leader.seen": "11/03/2026"}, *ticks)
    said = nhsdx("import", "form.docx", cwd=folder).err
    assert "2 boxes are ticked" in said
    assert "question 1 (leader), Date of the evidence: wrong-type" in said


PLAN = "answers.basics.items.plan=yes"
DAMAGE: dict[str, tuple[Callable[[str], str], str, str]] = {
    "deleted": (
        lambda xml: xml.replace(find_box(xml, PLAN), ""),
        "question 2 (basics), statement 1, yes",
        "this box was deleted",
    ),
    "twice": (
        lambda xml: xml.replace(find_box(xml, "answers.leader.why"), 2 * find_box(xml, "answers.leader.why")),
        "question 1 (leader), Why this answer is right",
        "this box appears 2 times",
    ),
    "two ticks": (
        lambda xml: tick_box(tick_box(xml, PLAN), "answers.basics.items.plan=no"),
        "question 2 (basics), statement 1",
        "2 boxes are ticked: yes and no",
    ),
    "sign without state": (
        lambda xml: xml.replace(find_box(xml, PLAN), find_box(xml, PLAN).replace("☐", "☒")),
        "question 2 (basics), statement 1, yes",
        "neither ticked nor empty",
    ),
    "letter in a tick": (
        lambda xml: xml.replace(find_box(xml, PLAN), find_box(xml, PLAN).replace("☐", "x")),
        "question 2 (basics), statement 1, yes",
        "neither ticked nor empty",
    ),
    "text outside": (
        lambda xml: xml.replace(find_box(xml, PLAN), f"{find_box(xml, PLAN)}<w:r><w:t>mostly</w:t></w:r>"),
        "2. Basics",
        "there is text outside the boxes",
    ),
    "a new paragraph": (
        lambda xml: xml.replace("<w:sectPr", "<w:p><w:r><w:t>PS: yes to all</w:t></w:r></w:p><w:sectPr"),
        "About this form",
        "there is text outside the boxes",
    ),
    "tracked": (
        lambda xml: xml.replace(find_box(xml, PLAN), f'<w:ins w:id="9" w:author="x">{find_box(xml, PLAN)}</w:ins>'),
        "2. Basics",
        "there are tracked changes here",
    ),
    "tracked in a box": (
        lambda xml: fill_box(xml, "answers.leader.why", "a</w:t></w:r><w:del><w:r/></w:del><w:r><w:t>b"),
        "1. Leader",
        "there are tracked changes here",
    ),
    "comment": (
        lambda xml: xml.replace(find_box(xml, PLAN), f'{find_box(xml, PLAN)}<w:r><w:commentReference w:id="0"/></w:r>'),
        "2. Basics",
        "there is a comment here",
    ),
    "ink": (
        lambda xml: xml.replace(find_box(xml, PLAN), f"{find_box(xml, PLAN)}<w:r><w:drawing/></w:r>"),
        "2. Basics",
        "there is a picture or a drawing here",
    ),
    "another box": (
        lambda xml: xml.replace(PLAN, "answers.basics.items.plans=yes"),
        "a box",
        'the box "answers.basics.items.plans=yes" does not belong to this form',
    ),
    "an entry marked as a hint": (
        lambda xml: xml.replace(
            find_box(xml, "answers.leader.why"), find_box(xml, "answers.leader.why").replace("Write here", "Yes!")
        ),
        "question 1 (leader), Why this answer is right",
        "marked as a hint",
    ),
    "a document without a name": (
        lambda xml: fill_box(xml, "documents.1.title", "Minutes"),
        "document 2",
        "this document has no short name",
    ),
    "a document without a title": (
        lambda xml: fill_box(xml, "documents.1.id", "minutes"),
        "document 2",
        "this document has no title",
    ),
    "a box of an action": (
        lambda xml: xml.replace(find_box(xml, "actions.1.due"), ""),
        "action 2, due",
        "this box was deleted",
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_to_a_form_is_reported_with_its_place(name: str, folder: Path) -> None:
    """A form with parts deleted, copied, or written beside the boxes is refused: nothing is guessed or lost."""
    change, where, message = DAMAGE[name]
    edit_document(folder / "form.docx", change)
    run = nhsdx("import", "form.docx", "--subject", "A place", "-o", "new.toml", cwd=folder)
    assert (run.code, (folder / "new.toml").exists()) == (2, False)
    lines = [line for line in run.err.splitlines() if line.startswith("form.docx: ")]
    assert [line for line in lines if line.startswith(f"form.docx: {where}: form-changed: ") and message in line], (
        run.err
    )
    assert len(lines) <= 2, run.err


def test_a_form_for_another_version_of_the_rubric_is_refused(folder: Path) -> None:
    """A form says which questions it asks; if the rubric has changed since, nothing is read."""
    changed = flat_rubric(FOUR_KINDS)
    write(folder / "rubric.toml", changed)
    run = nhsdx("import", "form.docx", cwd=folder)
    assert (run.code, "rubric-version" in run.err, "nhsdx migrate" in run.err) == (2, True, True)


def test_boxes_without_names_are_refused(folder: Path) -> None:
    """If a program drops the names of the boxes, answers cannot be matched to questions."""
    edit_document(folder / "form.docx", lambda xml: xml.replace("<w:tag ", "<w:tagged "))
    run = nhsdx("import", "form.docx", cwd=folder)
    assert (run.code, "boxes without a name" in run.err) == (2, True)


def _pack(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)


RELATIONS = b'<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>'
ENTITY = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><document><body>&b;</body></document>'
NOT_FORMS: dict[str, dict[str, bytes]] = {
    "nothing": {},
    "no text": {"_rels/.rels": RELATIONS},
    "no body": {"_rels/.rels": RELATIONS, MAIN: b"<document/>"},
    "no boxes": {"_rels/.rels": RELATIONS, MAIN: b"<document><body><p><r><t>Hello</t></r></p></body></document>"},
    "broken": {"_rels/.rels": RELATIONS, MAIN: b"<document><body>"},
    "entities": {"_rels/.rels": RELATIONS, MAIN: ENTITY.encode()},
    "entities in other signs": {"_rels/.rels": RELATIONS, MAIN: ENTITY.encode("utf-16")},
    "deep": {
        "_rels/.rels": RELATIONS,
        MAIN: b"<document><body>" + b"<p>" * 5000 + b"</p>" * 5000 + b"</body></document>",
    },
    "large": {"_rels/.rels": RELATIONS, MAIN: b"<document><body>" + b" " * 20_000_000 + b"</body></document>"},
}


@pytest.mark.parametrize("name", NOT_FORMS)
def test_documents_that_are_not_forms_are_refused(name: str, tmp_path: Path) -> None:
    """A document that is not a form, or that would use up all memory, gives an error that says so."""
    _pack(tmp_path / "form.docx", NOT_FORMS[name])
    run = nhsdx("import", "form.docx", cwd=tmp_path)
    said = "larger than 20 MB" if name == "large" else "this cannot be read as a Word document"
    assert (run.code, said in run.err) == (2, True), run.err


def test_a_file_that_is_not_an_archive_is_refused(tmp_path: Path) -> None:
    """A file with a password, or of another kind, is not a Word document; a missing one is said to be missing."""
    (tmp_path / "form.docx").write_bytes(b"\xd0\xcf\x11\xe0 no archive")
    assert "cannot be read as a Word document" in nhsdx("import", "form.docx", cwd=tmp_path).err
    assert "file-not-found" in nhsdx("import", "other.docx", cwd=tmp_path).err


def test_a_form_has_the_headings_and_names_that_screen_readers_need(folder: Path) -> None:
    """A form has a title, a language, headings, heading rows that repeat, and names for tables and boxes."""
    paper = docx.Document(str(folder / "form.docx"))
    assert paper.core_properties.title == "Flat"
    assert paper.core_properties.language == "en-GB"
    headings = [one.text for one in paper.paragraphs if one.style is not None and one.style.name == "Heading 3"]
    assert headings[:2] == ["1. Leader", "2. Basics"]
    assert len(headings) == 8
    xml = paper.element.xml
    assert xml.count("<w:tbl>") == xml.count("<w:tblHeader/>") == xml.count("<w:tblCaption ")
    assert xml.count("<w:sdt>") == xml.count("<w:alias ") == xml.count("<w:tag ")
    assert "w:gridSpan" not in xml
    assert "w:vMerge" not in xml
    header, footer = paper.sections[0].header, paper.sections[0].footer
    assert "flat@1.0.0" in header.paragraphs[0].text
    assert 'w:instr="PAGE"' in footer._element.xml  # noqa: SLF001 - the library has no fields


def test_the_text_of_a_rubric_stays_text_in_a_form(tmp_path: Path) -> None:
    """Markup, escape sequences and signs that reorder text do nothing, and the form can be read."""
    write(tmp_path / "rubric.toml", hostile.RUBRIC)
    assert nhsdx("new", "rubric.toml", "-o", "form.docx", *DAY, cwd=tmp_path).code == 0
    assert hostile.FORBIDDEN.findall(read_document(tmp_path / "form.docx")) == []
    assert nhsdx("import", "form.docx", "--subject", "A place", cwd=tmp_path).code == 0


@needs_office
def test_an_office_program_shows_the_whole_form(folder: Path) -> None:
    """LibreOffice opens the form: questions, statements, entries and page numbers are on its pages."""
    fill(folder, {"assessment.subject": "Ashby Trust", "answers.leader.why": "Seen in the minutes"})
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(folder / "form.docx"))).pages]
    text = " ".join(" ".join(pages).split())
    for words in (
        "1. Leader",
        "Ashby Trust",
        "Seen in the minutes",
        "☐",
        "Not known",
        "flat@1.0.0",
        f"1 / {len(pages)}",
    ):
        assert words in text, words


@needs_office
def test_a_form_saved_by_another_program_gives_the_same_answers_or_is_refused(folder: Path) -> None:
    """LibreOffice may drop the names of boxes: the form then gives no answers at all, rather than some of them."""
    fill(folder, {"assessment.subject": "A place", "answers.basics.why": "Seen"}, PLAN)
    run = nhsdx("import", "form.docx", "-o", "before.toml", cwd=folder)
    assert run.code == 0
    (folder / "form.docx").write_bytes(save_word(folder / "form.docx"))
    run = nhsdx("import", "form.docx", "-o", "after.toml", cwd=folder)
    if run.code:
        assert (run.code, "without a name" in run.err, (folder / "after.toml").exists()) == (2, True, False)
    else:
        assert (folder / "after.toml").read_bytes() == (folder / "before.toml").read_bytes()
