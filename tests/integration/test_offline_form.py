"""The offline form: a page that people fill in with a browser alone, and that saves an assessment file."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from pypdf import PdfReader

from nhsdx.loading.rubric_file import load_rubric
from tests.support import hostile
from tests.support.build import flat_rubric
from tests.support.programs.browser import needs_browser
from tests.support.programs.devtools import Tab, tab_of
from tests.support.programs.offline import Person
from tests.support.run import ROOT, nhsdx
from tests.support.samples import FOUR_KINDS, SHIPPED, results, write

LARGEST = 250_000
PROFILES = [None, *tomli.loads((ROOT / "rubrics" / f"{SHIPPED}.toml").read_text(encoding="utf-8"))["profiles"]]
STAGE = "before 'go-live'\n   \u200b<b>\"&quot;"
HEAD = '[assessment]\nsubject = "A place"\ndate = 2026-10-01\n'


def draw(folder: Path, rubric: str, *options: str) -> Path:
    """A new form for a rubric."""
    form = folder / "form.html"
    run = nhsdx("new", rubric, *options, "--date", "2026-10-01", "-o", "form.html", cwd=folder)
    assert (run.code, "open it in a browser" in run.err) == (0, True), run.err
    return form


@pytest.mark.parametrize("profile", PROFILES)
def test_the_file_of_a_form_is_small(tmp_path: Path, profile: str | None) -> None:
    """Every form of the shipped rubric can be sent by email, whatever the profile."""
    form = draw(tmp_path, SHIPPED, *(() if profile is None else ("--profile", profile)))
    assert form.stat().st_size <= LARGEST


def test_a_form_runs_only_its_own_script(tmp_path: Path) -> None:
    """The policy of the page allows one script and one style sheet, by their digests, and nothing from elsewhere."""
    page = draw(tmp_path, SHIPPED).read_text(encoding="utf-8")
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert len(script) == len(style) == 1
    digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in (*style, *script)]
    policy = (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert f'content="{policy}"' in page
    assert not re.search(r"\s(src|style|on\w+)=|https?:|localStorage|sessionStorage|indexedDB|cookie|innerHTML", page)


def test_hostile_text_in_a_form_stays_text(tmp_path: Path) -> None:
    """Nothing in a rubric or an assessment becomes an element of the page."""
    context = {"stage": {"title": hostile.HOSTILE, "options": [hostile.HOSTILE, "other"]}}
    write(tmp_path / "rubric.toml", hostile.RUBRIC | {"context": context})
    page = draw(tmp_path, "rubric.toml").read_text(encoding="utf-8")
    assert hostile.FORBIDDEN.findall(page) == []
    assert "<b>&amp;" not in page
    write(tmp_path / "rubric.toml", flat_rubric(FOUR_KINDS))
    note = "</script><script>alert(1)</script><!--<script>\\u2028"
    text = f'format = "nhsdx.assessment/1"\nrubric = "rubric.toml"\n{HEAD}notes = "{note}"\n'
    (tmp_path / "filled.toml").write_text(text, encoding="utf-8")
    assert nhsdx("new", "filled.toml", "-o", "filled.html", cwd=tmp_path).code == 0
    page = (tmp_path / "filled.html").read_text(encoding="utf-8")
    assert page.count("<script") == page.count("</script>") == 2
    assert "alert(1)" in page


def test_the_form_itself_cannot_be_imported_in_place_of_its_saved_answers(tmp_path: Path) -> None:
    """If the page itself is imported, the error says which file has the answers."""
    draw(tmp_path, SHIPPED)
    run = nhsdx("import", "form.html", cwd=tmp_path)
    assert (run.code, 'choose "Save answers"' in run.err) == (2, True), run.err


@pytest.mark.parametrize(("version", "digest"), [("1.9.0", "a" * 64), ("2.0.0", "b" * 64)])
def test_a_saved_file_of_another_version_is_refused(tmp_path: Path, version: str, digest: str) -> None:
    """The stamp in a saved file is compared with the rubric here, before any answer is read."""
    saved = f'# Form: sha256:{digest} {version} {SHIPPED}@2\nformat = "nhsdx.assessment/1"\nrubric = "{SHIPPED}@2"\n'
    (tmp_path / "saved.toml").write_text(f"{saved}{HEAD}[answers]\nno-such-question = 3\n", encoding="utf-8")
    run = nhsdx("import", "saved.toml", cwd=tmp_path)
    assert (run.code, f"this form is for version {version}" in run.err) == (2, True), run.err
    assert "nhsdx migrate" in run.err


def test_the_import_says_how_many_answers_are_unfinished(tmp_path: Path) -> None:
    """The comments of a saved file are not answers, and the import says how many there are."""
    lines = '# Unfinished: answers.appointment.seen = "?"\n# Unfinished: actions.+0.what = "Do it"\n'
    (tmp_path / "saved.toml").write_text(f"{stamp()}{HEAD}\n{lines}", encoding="utf-8")
    run = nhsdx("import", "saved.toml", cwd=tmp_path)
    assert (run.code, "2 values left out, because the form marks them as unfinished" in run.err) == (0, True)


def stamp() -> str:
    """The first lines of a file that a form of the shipped rubric has saved."""
    instrument = load_rubric(SHIPPED).instrument.stamp
    mark = f"# Form: {instrument.content_digest} {instrument.version} {SHIPPED}@2\n"
    return f'{mark}format = "nhsdx.assessment/1"\nrubric = "{SHIPPED}@2"\n'


# ---- In a browser


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a rubric of all kinds of criterion, and its form."""
    folder = tmp_path_factory.mktemp("form")
    grades = [{"id": "hearsay", "label": "Said", "supports": 1}, {"id": "record", "label": "Record", "supports": 5}]
    context = {"stage": {"title": "Stage", "options": [STAGE, "after"]}}
    write(folder / "rubric.toml", flat_rubric(FOUR_KINDS) | {"evidence-grades": grades, "context": context})
    draw(folder, "rubric.toml")
    return folder


@pytest.fixture(scope="module")
def browser(place: Path) -> Iterator[Tab]:
    """One browser for all tests."""
    with tab_of(place / "form.html") as tab:
        yield tab


@pytest.fixture
def person(browser: Tab, place: Path) -> Person:
    """A person in front of the form that has just been opened."""
    browser.open(place / "form.html")
    browser.messages.clear()
    browser.resize(1280)
    browser.colours("light")
    return Person(browser)


SUBJECT = '[data-field="assessment.subject"] textarea'
PLAN = '[data-field="answers.basics.items.plan"] label'


@needs_browser
def test_answers_chosen_with_the_mouse_are_saved(person: Person, place: Path, tmp_path: Path) -> None:
    """Answers, evidence, notes, documents and actions are in the saved file, which can be scored at once."""
    person.click(SUBJECT)
    person.write('Ashby "North"\n(fictional)')
    person.click('[data-field="context.stage"] label')
    person.click('[data-field="answers.leader.level"] label', 3)
    person.click(PLAN)
    person.click('[data-field="answers.funding.value"] input')
    person.write("7.5")
    for option, count in enumerate("49"):
        person.click(f'[data-field="answers.view.counts.{option}"] input')
        person.write(count)
    person.click("#q-leader .more summary")
    person.click("#q-leader [data-do=document]")
    person.write("Board paper 14")
    person.click("#dialog-buttons .main")
    person.click('[data-field="answers.leader.why"] textarea')
    person.write("Seen.")
    person.click("#actions [data-do=action]")
    for key, text in {"what": "Agree a role", "owner": "Chair"}.items():
        person.click(f'[data-field="actions.0.{key}"] textarea')
        person.write(text)
    saved = person.save(tmp_path)
    assert saved.name == "ashby-north-fictional-2026-10-01.toml"
    text = saved.read_text(encoding="utf-8")
    data = tomli.loads(text)
    assert data["assessment"]["subject"] == 'Ashby "North"\n(fictional)'
    assert data["context"] == {"stage": STAGE}
    assert data["answers"]["leader"] == {"level": 3, "why": "Seen.", "documents": ["document-1"]}
    assert data["answers"]["basics"] == {"items": {"plan": "yes"}}
    assert data["answers"]["funding"] == {"value": 7.5}
    assert data["answers"]["view"] == {"counts": [4, 9]}
    assert data["documents"] == {"document-1": {"title": "Board paper 14"}}
    assert '# Unfinished: actions.+0.what = "Agree a role"' in text
    shutil.copy(place / "rubric.toml", tmp_path)
    assert results(str(saved))["assessment"]["subject"].startswith("Ashby")
    assert nhsdx("import", saved.name, cwd=tmp_path).code == 0


@needs_browser
def test_a_form_can_be_filled_in_with_the_keyboard_alone(person: Person) -> None:
    """Tab, arrows and the space bar reach and change every answer, and the list of questions leads to each."""
    person.tab.evaluate(f"document.querySelector({json.dumps(SUBJECT)}).focus()")
    person.write("A place")
    for _ in range(60):
        person.press("Tab")
        if (
            person.tab.evaluate("document.activeElement.closest('[data-field]')?.dataset.field")
            == "answers.leader.level"
        ):
            break
    person.press("Space", "ArrowDown", "ArrowDown")
    assert person.value("answers.leader.level") == "2"
    person.tab.evaluate("document.querySelector('#save').focus()")
    person.press("Enter")
    assert person.tab.evaluate("document.querySelector('#dialog').open") is True
    person.press("Escape")
    assert person.tab.evaluate("document.querySelector('#dialog').open") is False
    assert person.tab.evaluate("document.activeElement.id") == "save"


@needs_browser
def test_saved_answers_can_be_loaded_again(person: Person, tmp_path: Path) -> None:
    """A file that was saved fills an empty form, and then there is nothing to save."""
    text = format_saved('[answers.leader]\nlevel = 4\n[answers.basics]\nitems.plan = "no"\n# a comment\n')
    (tmp_path / "saved.toml").write_text(text, encoding="utf-8")
    person.choose_files("#file", tmp_path / "saved.toml")
    assert person.value("answers.leader.level") == "4"
    assert (
        person.tab.evaluate("document.querySelector('[data-field=\"answers.leader.level\"] input:checked').value")
        == "4"
    )
    assert person.read("#progress") == "1 of 8 questions answered"
    assert person.read("#unsaved") == "Loaded saved.toml."
    assert is_kept(person) is False
    person.click(PLAN)
    assert person.read("#unsaved").startswith("Not saved yet.")
    assert is_kept(person) is True
    assert "# a comment" in person.save(tmp_path).read_text(encoding="utf-8")
    assert is_kept(person) is False


def is_kept(person: Person) -> object:
    """Whether the browser asks before it leaves the page."""
    script = "(() => { const event = new Event('beforeunload', {cancelable: true}); window.dispatchEvent(event)"
    return person.tab.evaluate(f"{script}; return event.defaultPrevented }})()")


def format_saved(rest: str, rubric: str = "rubric.toml") -> str:
    """An assessment file."""
    return f'format = "nhsdx.assessment/1"\nrubric = "{rubric}"\n{HEAD}{rest}'


@needs_browser
def test_each_conflict_is_shown_and_no_answer_is_overwritten(person: Person, tmp_path: Path) -> None:
    """Gaps are filled, unknown replaces no answer, and if both have an answer a person decides."""
    person.click(PLAN)
    person.click('[data-field="answers.leader.level"] label', 2)
    person.click('[data-field="answers.basics.items.test"] label')
    theirs = (
        '[answers.leader]\nlevel = 5\nwhy = "Ours."\n[answers.basics.items]\nplan = "no"\ntest = "unknown"\n'
        "[answers.funding]\nvalue = 3\n"
    )
    (tmp_path / "theirs.toml").write_text(format_saved(theirs), encoding="utf-8")
    person.choose_files("#file", tmp_path / "theirs.toml")
    assert person.read("#dialog-title") == "theirs.toml: 2 answers differ"
    assert person.tab.accessibility_problems() == []
    person.click("#dialog-buttons .main")
    assert person.read("#dialog .error") == "Still to choose: 2."
    assert person.value("answers.leader.level") == "2"
    assert person.value("answers.funding.value") is None
    person.click(".conflict label", 1)
    person.click(".conflict label", 2)
    person.click("#dialog-buttons .main")
    assert person.value("answers.leader.level") == "5"
    assert person.value("answers.basics.items.plan") == "yes"
    assert person.value("answers.basics.items.test") == "yes"
    assert person.value("answers.leader.why") == "Ours."
    assert person.value("answers.funding.value") == "3"


MERGES = {
    "a gap is filled": ({}, {"answers.leader.level": "3"}, {"answers.leader.level": "3"}, 0),
    "nothing is taken away": ({"answers.leader.level": "3"}, {}, {"answers.leader.level": "3"}, 0),
    "an answer replaces not known": (
        {"answers.leader.status": "unknown"},
        {"answers.leader.level": "3"},
        {"answers.leader.level": "3"},
        0,
    ),
    "not known replaces no answer": (
        {"answers.leader.level": "3"},
        {"answers.leader.status": "unknown"},
        {"answers.leader.level": "3"},
        0,
    ),
    "documents come together": (
        {"answers.leader.documents": ["one"]},
        {"answers.leader.documents": ["two", "one"]},
        {"answers.leader.documents": ["one", "two"]},
        0,
    ),
    "another survey is one conflict": (
        {"answers.view.counts.0": "4", "answers.view.counts.1": "5"},
        {"answers.view.counts.0": "4", "answers.view.counts.1": "6"},
        {"answers.view.counts.0": "4", "answers.view.counts.1": "5"},
        1,
    ),
    "an action that is there twice stays twice": (
        {"actions.0.criterion": "leader", "actions.0.what": "Do it"},
        {
            f"actions.{place}.{key}": one
            for place in (0, 1)
            for key, one in (("criterion", "leader"), ("what", "Do it"))
        },
        {
            f"actions.{place}.{key}": one
            for place in (0, 1)
            for key, one in (("criterion", "leader"), ("what", "Do it"))
        },
        0,
    ),
    "the same action is one action": (
        {"actions.0.criterion": "leader", "actions.0.what": "Do it"},
        {
            "actions.0.what": "Another",
            "actions.1.criterion": "leader",
            "actions.1.what": "Do it",
            "actions.1.owner": "I",
        },
        {
            "actions.0.criterion": "leader",
            "actions.0.what": "Do it",
            "actions.0.owner": "I",
            "actions.1.what": "Another",
        },
        0,
    ),
}


@needs_browser
def test_two_sets_of_answers_are_merged(browser: Tab) -> None:
    """The rules are the same as for `nhsdx import --merge`."""
    for name, (mine, theirs, both, conflicts) in MERGES.items():
        script = (
            f"(() => {{ const mine = new Map(Object.entries({json.dumps(mine)}));"
            f"const plan = nhsdxForm.planMerge(mine, new Map(Object.entries({json.dumps(theirs)})));"
            "plan.apply(mine, []); return [Object.fromEntries(mine), plan.conflicts.length] })()"
        )
        assert browser.evaluate(script) == [both, conflicts], name


REFUSED = {
    "": (1, "this is not an answers file"),
    'format = "nhsdx.rubric/1"\n': (1, "this file is a rubric, not answers"),
    'format = "nhsdx.assessment/1"\nrubric = "other@3"\n': (2, "this file is for other@3, but this form is for"),
    f"# Form: sha256:{'0' * 64} 0.9.0 rubric.toml\n" + format_saved(""): (
        3,
        "this file is for rubric.toml 0.9.0, but",
    ),
    format_saved("[answers]\nnobody = 3\n"): (7, "this form has no question nobody"),
    format_saved("[answers.leader]\nlevel = 9\n"): (7, "answers.leader.level cannot have this value"),
    format_saved('[answers.leader]\nlevel = "3"\n'): (7, "answers.leader.level cannot have this value"),
    format_saved("[answers.leader]\nlevle = 3\n"): (7, "this form has no field answers.leader.levle"),
    format_saved('[answers.basics]\nitems = { plan = "maybe" }\n'): (7, "answers.basics.items.plan cannot have"),
    format_saved("[answers.view]\ncounts = [1]\n"): (7, "1 counts for 2 options"),
    format_saved("[answers.leader]\nseen = 2026-02-30\n"): (7, "the day 2026-02-30 does not exist"),
    format_saved("[answers.leader]\nseen = 2026-02-03T10:00:00Z\n"): (7, "this form cannot read this value"),
    format_saved("[answers.leader]\nwhy = 'a\n"): (7, "this text has no end on its line"),
    format_saved('[answers.leader]\nwhy = "\\q"\n'): (7, "TOML does not have this escape"),
    format_saved("[answers.leader]\nlevel = 3\nlevel = 4\n"): (8, "level appears twice"),
    format_saved("[answers.leader]\n[answers.leader]\n"): (7, "[answers.leader] appears twice"),
    format_saved("[answers.leader]\nlevel = 3 4\n"): (7, "expected the end of the line here"),
    format_saved("[answers.leader]\nlevel = 0x3\n"): (7, "this form cannot read this value"),
    format_saved("[answers.funding]\nvalue = inf\n"): (7, "this form cannot read this value"),
    format_saved('[answers.leader]\ndocuments = ["a", "a"]\n'): (7, "answers.leader.documents cannot have this value"),
    format_saved("[own]\nkey = 1\n"): (6, "this form has no field own"),
    format_saved('[answers.leader]\nwhy = "a\x07"\n'): (7, "there is a control character here"),
    'profile = "core"\n' + format_saved(""): (1, "this file is for the profile core, but this form is for all"),
}


@needs_browser
def test_a_file_that_the_form_cannot_read_is_refused_with_the_place_of_the_problem(browser: Tab) -> None:
    """No key is lost: every key that is unknown, wrong or from another rubric is refused, with its line."""
    for text, (line, message) in REFUSED.items():
        read = f"nhsdxForm.readAssessment({json.dumps(text)})"
        problems = browser.evaluate(f"(() => {{ try {{ {read}; return [] }} catch (e) {{ return e.problems }} }})()")
        assert [(one["line"], one["message"][: len(message)]) for one in problems] == [(line, message)], text


@needs_browser
def test_unfinished_answers_and_other_comments_survive_loading_and_saving(browser: Tab) -> None:
    """Entries that would make the file invalid are saved as comments and come back; other comments stay."""
    text = format_saved(
        "# before\n[answers.view]  # behind\ninvited = 20 # asked\n[expect]\noverall = 20 # why\n\n# last\n"
        '[expect.nodes]\ninner = 3\n# end\n# Parked at leader: "A \\"point\\""\n'
        '# Unfinished: answers.view.counts.0 = "4"\n'
    )
    script = f"""(() => {{
      const found = nhsdxForm.readAssessment({json.dumps(text)});
      const saved = nhsdxForm.writeAssessment(found);
      const again = nhsdxForm.writeAssessment(nhsdxForm.readAssessment(saved));
      return [saved, again, found.values.get("answers.view.counts.0")];
    }})()"""
    saved, again, count = browser.evaluate(script)
    assert (saved, count) == (again, "4")
    for part in (
        "# before\n[answers.view]  # behind\n",
        "invited = 20  # asked\n",
        "overall = 20 # why\n",
        "# last\n[expect.nodes]",
    ):
        assert part in saved
    for part in ("# end\n", '# Parked at leader: "A \\"point\\""\n', '# Unfinished: answers.view.counts.0 = "4"\n'):
        assert saved.count(part) == 1
    assert tomli.loads(saved)["answers"]["view"] == {"status": "unknown", "invited": 20}


@needs_browser
def test_every_view_of_a_form_is_accessible_at_any_width(person: Person) -> None:
    """On one page, one at a time and in the workshop: axe finds nothing, and a narrow page is never wider than asked.

    320 pixels are also 400 % of 1280. Nothing is requested; the browser's own picture for dates is not a request.
    """
    for view in ("all", "one", "shop"):
        person.click(f"label:has(> input[value={view}])")
        for width in (1280, 320):
            person.tab.resize(width)
            assert person.tab.evaluate("document.documentElement.scrollWidth") == width
            for scheme in ("light", "dark"):
                person.tab.colours(scheme)
                assert person.tab.accessibility_problems() == []
        person.tab.resize(1280)
    assert len([one for one in person.tab.requests if not one.startswith("data:")]) == 1
    assert person.tab.messages == []


@needs_browser
def test_a_form_shows_one_question_at_a_time(person: Person) -> None:
    """Only one step is shown; Next and Back go on, and the heading of each has the focus."""
    person.click("label:has(> input[value=one])")
    shown = "[...document.querySelectorAll('.step')].filter(one => one.offsetParent).map(one => one.id)"
    seen = []
    for _ in range(3):
        person.click("#next")
        seen += person.tab.evaluate(shown)
    assert seen == ["about", "q-leader", "q-basics"]
    assert person.read("#place") == "Question 2 of 8"
    assert person.tab.evaluate("document.activeElement.textContent") == "Basics"
    person.click("#back")
    assert person.tab.evaluate(shown) == ["q-leader"]
    person.click("#place")
    assert person.tab.accessibility_problems() == []
    person.click("#dialog li button", 5)
    assert person.tab.evaluate(shown) == ["q-funding"]


UNFINISHED: dict[str, tuple[dict[str, Any], str]] = {
    "answers.leader.status": (
        {"answers.leader.status": "not-due"},
        "Say why the question does not apply or is not due.",
    ),
    "answers.basics.status": (
        {"answers.basics.status": "unknown", "answers.basics.items.plan": "yes"},
        "This has both an answer and a status. Clear one of them.",
    ),
    "answers.view.counts.0": ({"answers.view.counts.0": "4"}, "Fill in every number of this survey"),
    "answers.view.invited": (
        {"answers.view.invited": "5", "answers.view.counts.0": "4", "answers.view.counts.1": "4"},
        "8 people answered, so at least that many were asked.",
    ),
    "answers.funding.value": ({"answers.funding.value": "-3"}, "Write a number of at least 0."),
    "answers.leader.seen": ({"answers.leader.seen": "?"}, "Write the whole date: day, month and year."),
    "answers.leader.documents": ({"answers.leader.documents": ["one"]}, "This answer refers to a document"),
    "answers.leader.why": ({"answers.leader.why": "a" * 10_001}, "Make this text shorter than 10,000 characters."),
    "assessment.voice": ({"assessment.voice": "Ward staff"}, "Write whose view this is in small letters"),
    "documents.one.date": ({"documents.one.date": "2026-10-01"}, "Give this document a title."),
    "actions.+0.what": ({"actions.0.what": "Do it"}, "An action needs a question, what will be done"),
}


@needs_browser
def test_unfinished_answers_are_reported_and_kept(browser: Tab, place: Path) -> None:
    """The form shows each problem, still saves a valid file, and reads unfinished answers again."""
    for key, (values, message) in UNFINISHED.items():
        script = f"""(() => {{
          const values = new Map(Object.entries({json.dumps(values)}));
          const {{problems}} = nhsdxForm.settle(values);
          const saved = nhsdxForm.writeAssessment({{values, notes: new Map(), tail: [], expect: [], parked: [],
            hands: new Map()}});
          const again = Object.fromEntries(nhsdxForm.readAssessment(saved).values);
          return [problems.map(one => one.message), saved, again];
        }})()"""
        messages, saved, again = browser.evaluate(script)
        assert any(one.startswith(message) for one in messages), (key, messages)
        assert f"# Unfinished: {key} = " in saved
        assert values.items() <= again.items()
        (place / "unfinished.toml").write_text(saved, encoding="utf-8")
        assert nhsdx("assess", "unfinished.toml", cwd=place).code == 0


@needs_browser
def test_a_workshop_shows_every_voice_before_the_group_decides(person: Person, tmp_path: Path) -> None:
    """Voices come from files or are entered here; their spread is shown, and each is saved as a separate file."""
    for name, level in (("matron", 2), ("digital-lead", 4)):
        text = format_saved(f"[answers.leader]\nlevel = {level}\n").replace(
            "[assessment]", f'[assessment]\nvoice = "{name}"'
        )
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    person.click("label:has(> input[value=shop])")
    person.choose_files("#voice-file", tmp_path / "matron.toml", tmp_path / "digital-lead.toml")
    assert person.read(".spread") == "They differ: 1 at level 2, 1 at level 4"
    person.click("#voice-name")
    person.write("Finance lead")
    person.press("Enter")
    person.tab.evaluate(
        "(() => { const vote = [...document.querySelectorAll('.vote select')][2]; vote.value = '2';"
        "vote.dispatchEvent(new Event('change', {bubbles: true})) })()"
    )
    person.wait()
    assert person.read(".spread") == "They differ: 2 at level 2, 1 at level 4"
    assert person.value("answers.leader.level") is None
    person.click("#hush")
    assert person.tab.evaluate("document.querySelectorAll('.vote').length") == 0
    assert person.read(".show") == "3 of 3 voices have answered. Show the voices"
    person.click(".show button")
    assert person.tab.evaluate("document.querySelectorAll('.vote').length") == 3
    assert person.tab.accessibility_problems() == []
    person.click("#park-text")
    person.write("Who leads in the hub?")
    person.click("#park button")
    saved = person.save(tmp_path)
    assert '# Parked at leader: "Who leads in the hub?"' in saved.read_text(encoding="utf-8")
    person.click("#people li:last-child button")
    voice = next(tmp_path.glob("*finance-lead*.toml")).read_text(encoding="utf-8")
    data = tomli.loads(voice)
    assert (data["assessment"]["voice"], data["answers"]) == ("finance-lead", {"leader": {"level": 2}})


@needs_browser
def test_a_show_of_hands_is_counted_and_kept(person: Person, tmp_path: Path) -> None:
    """Without voices, a group counts raised hands; the file keeps the counts, and a form shows them again."""
    person.click("label:has(> input[value=shop])")
    person.click("#hands")
    for place, count in ((1, "2"), (4, "3")):
        person.click(".hand input", place)
        person.write(count)
    assert person.read(".spread") == "They differ: 2 at level 1, 3 at level 4"
    person.click("#park-text")
    person.write("A point")
    person.click("#park button")
    saved = person.save(tmp_path)
    line = '# Hands: answers.leader.level = {"1":2,"4":3}\n'
    assert line in saved.read_text(encoding="utf-8")
    person.tab.evaluate("nhsdxForm.state.hands.clear()")
    person.choose_files("#file", saved)
    assert person.tab.evaluate("nhsdxForm.writeAssessment(nhsdxForm.state)").count(line) == 1
    person.click("#next")
    person.click("#back")
    assert person.read(".spread") == "They differ: 2 at level 1, 3 at level 4"


@needs_browser
def test_without_scripts_the_form_is_a_paper_form(browser: Tab, place: Path) -> None:
    """Without scripts, every question, statement and option can be printed, and nothing is folded away."""
    page = re.sub("<script>.*</script>|</?noscript>", "", (place / "form.html").read_text("utf-8"), flags=re.DOTALL)
    (place / "paper.html").write_text(page, encoding="utf-8")
    browser.open(place / "paper.html")
    text = dense(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(browser.printed())).pages))
    for part in ("Who leads?", "3 Descriptor of level 3.", "○ Yes ○ Partly ○ No ○ Unknown", "A change to how we care"):
        assert dense(part) in text
    for part in ("Print it, and fill it in by hand", "Evidence, by its letter", "What will be done", "B. Record"):
        assert dense(part) in text
    assert dense("Save answers") not in text


def dense(text: str) -> str:
    """A text without spaces and line breaks."""
    return re.sub(r"\s", "", text)
