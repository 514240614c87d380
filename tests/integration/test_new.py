"""`nhsdx new`: an assessment file that asks every question and can be scored at once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomli

from nhsdx.forms.media.drawers import DRAWERS
from tests.support import hostile
from tests.support.build import flat_rubric, level_criterion
from tests.support.run import ROOT, nhsdx
from tests.support.samples import FOUR_KINDS, ONE_FILE, SHIPPED, results, small_rubric, write

RUBRIC = tomli.loads((ROOT / "rubrics" / f"{SHIPPED}.toml").read_text(encoding="utf-8"))
PROFILES = [None, *RUBRIC["profiles"]]
DAY = ("--date", "2026-10-01")


def blank(rubric: str, *options: str, cwd: Path = ROOT) -> str:
    """The text of a new, unanswered assessment file."""
    run = nhsdx("new", rubric, *DAY, *options, cwd=cwd)
    assert (run.code, run.err) == (0, "")
    return run.out


def comments(text: str) -> str:
    """The comments of a file as one text, without line breaks."""
    return dense(" ".join(line.lstrip("# ") for line in text.splitlines() if line.startswith("#")))


def dense(text: str) -> str:
    """A text without spaces and line breaks."""
    return re.sub(r"\s", "", text)


def asked_by(profile: str | None) -> Iterator[str]:
    """The ids of the criteria of the shipped rubric that a profile asks."""
    chosen = RUBRIC["profiles"].get(profile, {"without": []})
    for name in RUBRIC["criteria"]:
        if name in chosen["criteria"] if "criteria" in chosen else name not in chosen["without"]:
            yield name


# ---- The shipped rubric


@pytest.mark.parametrize("profile", PROFILES)
def test_a_blank_assessment_can_be_scored_straight_away(tmp_path: Path, profile: str | None) -> None:
    """A new file is valid: every answer is unknown, nothing has a score, and the range is 0 to 100."""
    name = str(tmp_path / "new.toml")
    options = () if profile is None else ("--profile", profile)
    assert nhsdx("new", SHIPPED, *options, "-o", name).code == 0
    data = results(name)
    asked = set(asked_by(profile))
    statuses = {name: one["status"] for name, one in data["criteria"].items()}
    assert statuses == {name: "unknown" if name in asked else "outside-profile" for name in RUBRIC["criteria"]}
    overall = data["overall"]
    assert overall["coverage"] == 0
    assert overall["score"] == {"evidenced": None, "claimed": None, "low": 0, "high": 100}
    assert data["assessment"]["profile"] == profile


@pytest.mark.parametrize("profile", PROFILES)
def test_a_blank_assessment_asks_every_question_of_the_profile_and_no_other(profile: str | None) -> None:
    """The file needs no other document: it has questions, descriptors, guidance and evidence to ask for."""
    text = blank(SHIPPED, *(() if profile is None else ("--profile", profile)))
    assert list(tomli.loads(text)["answers"]) == list(asked_by(profile))
    said = comments(text)
    for name in RUBRIC["criteria"]:
        criterion = RUBRIC["criteria"][name]
        words = [criterion["question"], criterion["look-for"], *criterion["evidence"], *criterion["red-flags"]]
        words += [*criterion.get("levels", ()), *criterion.get("options", ()), criterion.get("scored-on", "")]
        words += [item["text"] for item in criterion.get("items", {}).values()]
        present = {dense(one) in said for one in words}
        assert present == {True} if name in set(asked_by(profile)) else False in present, name


def test_a_blank_assessment_explains_levels_and_evidence() -> None:
    """The levels and the evidence grades, with the level that each supports, are at the top of the file."""
    said = comments(blank(SHIPPED))
    for level in RUBRIC["levels"]:
        assert dense(level["label"] + ": " + level["meaning"]) in said
    for grade in RUBRIC["evidence-grades"]:
        assert dense(f'evidence = "{grade["id"]}"  (to level {grade["supports"]}') in said
        assert dense(grade["label"]) in said


def test_the_commented_lines_are_valid_answers(tmp_path: Path) -> None:
    """Taking the comment signs off the example lines gives answers that are accepted."""
    write(tmp_path / "rubric.toml", small_rubric())
    text = blank("rubric.toml", cwd=tmp_path).replace('status = "unknown"\n# level', "level")
    text = re.sub(r"^# (evidence = \S+|seen = 2026.*|why = .*)$", r"\1", text, flags=re.MULTILINE)
    name = tmp_path / "filled.toml"
    name.write_text(text, encoding="utf-8")
    data = results(str(name))
    assert {one["status"] for one in data["criteria"].values()} == {"answered"}
    assert data["answers"]["skill"] == {"level": 0, "evidence": "hearsay", "seen": "2026-01-31", "why": "…"}


def test_every_statement_has_a_line_for_its_answer_below_it(tmp_path: Path) -> None:
    """Statements come level by level, each a comment above its own line, and all are unknown."""
    items = {
        "audit": {"text": "The plan was audited.", "level": 2},
        "plan": {"text": "A plan is written.", "level": 1},
    }
    write(tmp_path / "rubric.toml", flat_rubric({"basics": {"kind": "checklist", "items": items}}))
    text = blank("rubric.toml", cwd=tmp_path)
    lines = [
        "[answers.basics]",
        "# Level 1: A plan is written.",
        'items.plan = "unknown"',
        "# Level 2: The plan was audited.",
        'items.audit = "unknown"',
    ]
    assert "\n".join(lines) in text
    assert tomli.loads(text)["answers"]["basics"] == {"items": {"plan": "unknown", "audit": "unknown"}}


def test_a_status_is_offered_only_if_the_rubric_allows_it(tmp_path: Path) -> None:
    """Statuses are not offered for criteria that must be answered."""
    criteria = {
        "open": level_criterion() | {"may-be-left-out": ["not-due"]},
        "closed": level_criterion() | {"may-be-left-out": []},
    }
    write(tmp_path / "rubric.toml", flat_rubric(criteria))
    first, second = blank("rubric.toml", cwd=tmp_path).split("[answers.closed]")
    assert '# status = "not-due"' in first
    assert "not-applicable" not in first
    assert "# status" not in second


def test_items_that_may_be_left_out_are_marked(tmp_path: Path) -> None:
    """A statement is called not-applicable only where the rubric lists it."""
    items = {"plan": {"text": "There is a plan.", "level": 1}, "audit": {"text": "It was audited.", "level": 2}}
    listed = {"kind": "checklist", "items": items, "items-may-be-left-out": ["audit"], "may-be-left-out": []}
    write(tmp_path / "rubric.toml", flat_rubric({"basics": listed}, levels=3))
    text = blank("rubric.toml", cwd=tmp_path)
    mark = '# (may be "not-applicable", with a reason)\n'
    assert text.count(mark) == 1
    assert f'{mark}items.audit = "unknown"' in text
    write(tmp_path / "rubric.toml", flat_rubric({"basics": listed | {"items-may-be-left-out": []}}, levels=3))
    assert "not-applicable" not in blank("rubric.toml", cwd=tmp_path)


def test_context_and_actions_are_ready_to_fill_in(tmp_path: Path) -> None:
    """Facts are asked with their options, and an action is written out as an example that is accepted."""
    context = {"stage": {"title": "Stage", "question": "How far is it?", "options": ["planned", "in use"]}}
    write(tmp_path / "rubric.toml", flat_rubric(FOUR_KINDS, context=context))
    text = blank("rubric.toml", cwd=tmp_path)
    assert dense("How far is it? one of: planned; in use") in comments(text)
    assert "actions" not in tomli.loads(text)
    text = text.replace('# stage = "…"', 'stage = "in use"')
    start = text.index("# [[actions]]")
    text = text[:start] + re.sub(r"^# ", "", text[start:], flags=re.MULTILINE)
    (tmp_path / "filled.toml").write_text(text, encoding="utf-8")
    data = results(str(tmp_path / "filled.toml"))
    assert data["context"] == {"stage": "in use"}
    assert [action["criterion"] for action in data["actions"]] == ["leader"]


@pytest.mark.parametrize("privacy", [None, "Show it to the people who hold the posts."])
def test_a_blank_assessment_says_that_answers_about_a_post_may_be_about_a_person(
    tmp_path: Path, privacy: str | None
) -> None:
    """The rubric's own words on privacy come first; without them there is a general note."""
    rubric = small_rubric()
    if privacy is not None:
        rubric["rubric"]["use"] = {"privacy": privacy}
    write(tmp_path / "rubric.toml", rubric)
    wanted = privacy or "If one person holds a post, your answers about the post are about that person."
    assert dense(wanted) in comments(blank("rubric.toml", cwd=tmp_path))


def test_the_terms_of_a_rubric_are_explained_before_the_first_question(tmp_path: Path) -> None:
    """How to answer, and what words mean, come before the first question."""
    rubric = small_rubric()
    rubric["rubric"] |= {"how-to-answer": "As an outsider would.", "words": {"on file": "Dated."}}
    write(tmp_path / "rubric.toml", rubric)
    head = blank("rubric.toml", cwd=tmp_path).split("format =")[0]
    assert "# As an outsider would.\n# on file: Dated.\n" in head


def test_a_new_file_gives_the_major_version_of_a_shipped_rubric() -> None:
    """A new file still scores after a small correction of the rubric, but not after one that changes scores."""
    major = RUBRIC["rubric"]["version"].split(".")[0]
    for name in (SHIPPED, f"{SHIPPED}@{major}", f"{SHIPPED}@{RUBRIC['rubric']['version']}"):
        assert tomli.loads(blank(name))["rubric"] == f"{SHIPPED}@{major}"


# ---- Options


def test_the_date_of_a_new_file_is_the_given_day_or_today() -> None:
    """Files can be made in advance, and the same date gives the same bytes."""
    assert tomli.loads(blank(SHIPPED))["assessment"]["date"] == datetime.date(2026, 10, 1)
    assert blank(SHIPPED) == blank(SHIPPED)
    before = datetime.date.today()  # noqa: DTZ011 - the user's own day is meant
    found = tomli.loads(nhsdx("new", SHIPPED).out)["assessment"]["date"]
    assert before <= found <= datetime.date.today()  # noqa: DTZ011


@pytest.mark.parametrize("date", ["yesterday", "2026-13-01", "01/10/2026"])
def test_text_that_is_not_a_date_is_refused(date: str) -> None:
    """A date has year, month and day."""
    run = nhsdx("new", SHIPPED, "--date", date)
    assert (run.code, run.out) == (2, "")


def test_an_unknown_profile_is_an_error_with_a_suggestion() -> None:
    """A mistyped profile never gives a file with every question."""
    run = nhsdx("new", SHIPPED, "--profile", "acut")
    assert (run.code, run.out) == (2, "")
    assert 'unknown-reference: "acut" is not a profile' in run.err
    assert 'did you mean "acute"?' in run.err


def test_an_unknown_rubric_is_an_error_with_a_suggestion() -> None:
    """The error for a mistyped rubric suggests a shipped one."""
    run = nhsdx("new", "nhs-digital-leadershp")
    assert (run.code, run.out) == (2, "")
    assert f'did you mean "{SHIPPED}"?' in run.err


def test_an_assessment_for_another_major_version_of_the_rubric_is_refused() -> None:
    """A new file never refers to a version that does not exist."""
    run = nhsdx("new", f"{SHIPPED}@99")
    assert (run.code, run.out) == (2, "")
    assert "rubric-version" in run.err


def test_a_new_output_file_is_announced_and_an_old_one_is_not_replaced(tmp_path: Path) -> None:
    """Stderr gives the number of questions; an existing assessment is never lost."""
    name = str(tmp_path / "new.toml")
    run = nhsdx("new", SHIPPED, "-o", name)
    assert (run.code, run.out) == (0, "")
    count = len(RUBRIC["criteria"])
    assert run.err == f"{name} asks {count} questions; score it with: nhsdx assess {name}\n"
    assert nhsdx("new", SHIPPED, "-o", name).code == 2
    assert nhsdx("new", SHIPPED, "--profile", "core", "-o", name, "--force").code == 0
    asked = len(list(asked_by("core")))
    assert len(tomli.loads(Path(name).read_text(encoding="utf-8"))["answers"]) == asked < count


# ---- Rubric files


def test_the_error_for_a_form_in_place_of_a_rubric_says_that_it_is_a_form(tmp_path: Path) -> None:
    """The error does not ask the user to rename a workbook."""
    nhsdx("new", SHIPPED, "--profile", "core", "-o", "form.xlsx", cwd=tmp_path)
    refused = nhsdx("new", "form.xlsx", "-o", "form.html", cwd=tmp_path)
    assert (refused.code, "this is a workbook" in refused.err, "rename" in refused.err) == (2, True, False)


def test_a_new_file_cannot_refer_to_a_rubric_from_stdin() -> None:
    """A new file always refers to a rubric that can be found again."""
    run = nhsdx("new", "-", stdin=(ROOT / ONE_FILE).read_bytes())
    assert (run.code, run.out) == (2, "")
    assert "rubric-not-found" in run.err


@pytest.mark.parametrize(
    ("output", "reference"), [("new.toml", "rubrics/local.toml"), ("rubrics/new.toml", "local.toml")]
)
def test_a_rubric_file_is_found_from_the_folder_of_the_new_file(tmp_path: Path, output: str, reference: str) -> None:
    """The new file gives its rubric as a path from its own folder, and scores from any folder."""
    for folder in ("rubrics", "answers/2026", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
    write(tmp_path / "rubrics" / "local.toml", small_rubric())
    assert nhsdx("new", "rubrics/local.toml", *DAY, "-o", output, cwd=tmp_path).code == 0
    assert tomli.loads((tmp_path / output).read_text(encoding="utf-8"))["rubric"] == reference
    for place in (tmp_path, tmp_path / "elsewhere"):
        assert nhsdx("assess", str(tmp_path / output), cwd=place).code == 0


def test_a_rubric_outside_the_folder_of_the_new_file_has_to_be_given_as_an_option(tmp_path: Path) -> None:
    """No path of a file leads upwards, so the new file gives the id, and the message says how to score it."""
    for folder in ("rubrics", "answers"):
        (tmp_path / folder).mkdir(parents=True)
    write(tmp_path / "rubrics" / "local.toml", small_rubric())
    made = nhsdx("new", "rubrics/local.toml", *DAY, "-o", "answers/new.toml", cwd=tmp_path)
    assert made.err.endswith("score it with: nhsdx assess answers/new.toml --rubric rubrics/local.toml\n")
    assert tomli.loads((tmp_path / "answers/new.toml").read_text(encoding="utf-8"))["rubric"] == "small@1"
    alone = nhsdx("assess", "answers/new.toml", cwd=tmp_path)
    assert (alone.code, "if the rubric's file is elsewhere, give the file with --rubric" in alone.err) == (2, True)
    assert nhsdx("assess", "answers/new.toml", "--rubric", "rubrics/local.toml", cwd=tmp_path).code == 0
    changed = small_rubric()
    changed["rubric"]["id"] = SHIPPED
    write(tmp_path / "rubrics" / "local.toml", changed)
    taken = nhsdx("new", "rubrics/local.toml", *DAY, "-o", "answers/other.toml", cwd=tmp_path)
    assert (taken.code, "belongs to a rubric that comes with nhsdx" in taken.err) == (2, True)


def test_paths_in_a_new_file_on_stdout_start_from_the_current_folder(tmp_path: Path) -> None:
    """`nhsdx new RUBRIC > FILE` works like `-o FILE`."""
    write(tmp_path / "local.toml", small_rubric())
    (tmp_path / "new.toml").write_text(blank("local.toml", cwd=tmp_path), encoding="utf-8")
    assert nhsdx("assess", "new.toml", cwd=tmp_path).code == 0


def test_the_path_of_a_rubric_may_contain_quotes_and_backslashes(tmp_path: Path) -> None:
    """A path is written so that TOML reads it back."""
    folder = tmp_path / 'a "quoted" back\\slash'
    folder.mkdir()
    write(folder / "local.toml", small_rubric())
    name = str(tmp_path / "new.toml")
    assert nhsdx("new", str(folder / "local.toml"), "-o", name).code == 0
    assert nhsdx("assess", name).code == 0


def test_a_rubric_with_every_kind_of_criterion_gives_a_file_that_can_be_scored(tmp_path: Path) -> None:
    """Checklists, measures and surveys are asked for with their items, units and options."""
    write(tmp_path / "rubric.toml", flat_rubric(FOUR_KINDS))
    text = blank("rubric.toml", cwd=tmp_path)
    (tmp_path / "new.toml").write_text(text, encoding="utf-8")
    assert set(results(str(tmp_path / "new.toml"))["criteria"]) == set(FOUR_KINDS)
    said = comments(text)
    for words in (
        "Descriptor of level 5.",
        "Level 1: There is a plan",
        "The second",
        "A number, in months (at least 0)",
        "An IT project; A change to how we care",
        "At least 11 people must answer",
    ):
        assert dense(words) in said


def test_the_example_lines_of_every_kind_of_criterion_are_valid_answers(tmp_path: Path) -> None:
    """Taking the comment sign off an example line gives an answer in the form that the kind takes."""
    write(tmp_path / "rubric.toml", flat_rubric(FOUR_KINDS))
    text = blank("rubric.toml", cwd=tmp_path)
    text = re.sub(r'status = "unknown"\n# (level|value|counts)', r"\1", text)
    text = text.replace("[answers.income]\nvalue = 0", "[answers.income]\nvalue = 1")
    (tmp_path / "filled.toml").write_text(text, encoding="utf-8")
    answers = results(str(tmp_path / "filled.toml"))["answers"]
    assert {name: next(iter(answer)) for name, answer in answers.items()} == {
        "leader": "level",
        "basics": "items",
        "shares": "items",
        "funding": "value",
        "income": "value",
        "speed": "value",
        "view": "counts",
        "trust": "counts",
    }


def test_a_blank_assessment_can_be_made_from_the_rubric_in_a_one_file_assessment(tmp_path: Path) -> None:
    """A rubric that contains an assessment can be used for another one, without its answers."""
    name = str(tmp_path / "new.toml")
    assert nhsdx("new", ONE_FILE, "-o", name).code == 0
    data = results(name, "--rubric", str(ROOT / ONE_FILE))
    assert data["overall"]["coverage"] == 0
    assert {one["kind"] for one in data["criteria"].values()} == {"level", "checklist", "measure", "survey"}


def test_hostile_text_cannot_break_out_of_a_comment(tmp_path: Path) -> None:
    """Newlines, quotes and TOML in a rubric's texts stay inside comments."""
    breakout = 'x\n[answers.safety]\nlevel = 5\r\n"""\n\u2028format = "evil"\x85[assessment]'
    small = small_rubric()
    small["rubric"]["title"] = small["dimensions"]["work"]["title"] = small["dimensions"]["work"]["why"] = breakout
    small["rubric"] |= {"how-to-answer": breakout, "words": {breakout: breakout}}
    small["rubric"]["use"] = {"privacy": breakout}
    small["context"] = {"stage": {"title": breakout, "question": breakout, "options": [f"1 {breakout}", breakout]}}
    small["levels"] = [{"label": f"{number} {breakout}", "meaning": breakout} for number in range(6)]
    for grade in small["evidence-grades"]:
        grade["label"] = breakout
    texts = {
        "scored-on": breakout,
        "title": breakout,
        "question": breakout,
        "look-for": breakout,
        "evidence": [breakout],
    }
    small["criteria"]["safety"] |= texts | {"red-flags": [breakout], "levels": [f"{n} {breakout}" for n in range(6)]}
    for name, table in (("small", small), ("hostile", hostile.RUBRIC)):
        write(tmp_path / f"{name}.toml", table)
        text = blank(f"{name}.toml", cwd=tmp_path)
        assert hostile.FORBIDDEN.findall(text) == []
        read = tomli.loads(text)
        assert set(read) - {"context"} == {"format", "rubric", "assessment", "answers"}
        assert read.get("context", {}) == {}
        open_ = {"status": "unknown"}
        checklist = {"items": {"item": "unknown"}}
        kinds = {key: checklist if one.get("kind") == "checklist" else open_ for key, one in table["criteria"].items()}
        assert read["answers"] == kinds
        assert set(read["assessment"]) == {"subject", "date", "voice", "assessors"}


def test_a_new_file_has_short_lines_and_ends_with_a_newline() -> None:
    """No line is too long or ends with spaces, and the file ends with a newline."""
    text = blank(SHIPPED)
    lines = text.split("\n")
    assert max(map(len, lines)) <= 110
    assert [line for line in lines if line != line.rstrip()] == []
    assert text.endswith("(give a reason)\n")


# ---- An assessment instead of a rubric


FILLED = """\
format = "nhsdx.assessment/1"
rubric = "rubric.toml"

[assessment]
subject = "A place"
date = 2026-10-01
voice = "clinicians"

[answers.leader]
level = 3
why = "Seen."

[answers.basics]
items.plan = "yes"
items.test = "unknown"

[answers.shares]
status = "not-due"
reason = "Later."

[answers.funding]
value = 6

[[actions]]
criterion = "leader"
what = "Name somebody"
owner = "Chair"
due = 2026-12-01
"""


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A folder with a rubric of all kinds of criterion, and an assessment."""
    write(tmp_path / "rubric.toml", flat_rubric(FOUR_KINDS))
    (tmp_path / "filled.toml").write_text(FILLED, encoding="utf-8")
    return tmp_path


# The offline form saves another file: test_offline_form.py.
@pytest.mark.parametrize("medium", ["toml", *(one for one in DRAWERS if one != "html")])
def test_a_form_made_from_an_assessment_has_the_answers_of_the_assessment(medium: str, filled: Path) -> None:
    """Answers, subject, date, voice, notes and actions are in the form, and come back from it as they were."""
    run = nhsdx("new", "filled.toml", "-o", f"form.{medium}", cwd=filled)
    assert (run.code, f"form.{medium} asks 8 questions, 3 of them answered; " in run.err) == (0, True), run.err
    for name in (f"form.{medium}", "filled.toml"):
        run = nhsdx("import", name, cwd=filled)
        assert run.code == 0, run.err
        (filled / f"{name}.txt").write_text(run.out.replace('items.test = "unknown"\n', ""), encoding="utf-8")
    # A TOML form says of each open question that its answer is unknown.
    said = re.sub(r'\n\[answers\.\w+\]\nstatus = "unknown"\n|items\.\w+ = "unknown"\n', "", read(filled, medium))
    assert said == (filled / "filled.toml.txt").read_text(encoding="utf-8")


def read(folder: Path, medium: str) -> str:
    """What was imported from the form."""
    return (folder / f"form.{medium}.txt").read_text(encoding="utf-8")


def test_a_form_with_answers_still_has_the_questions(filled: Path) -> None:
    """A new assessment file has every question as a comment above the answers; another date replaces the old one."""
    run = nhsdx("new", "filled.toml", "--date", "2027-10-01", cwd=filled)
    assert comments(run.out) == comments(blank("rubric.toml", cwd=filled))
    assert "date = 2027-10-01\n" in run.out
    assert 'items.plan = "yes"\n' in run.out


def test_a_form_of_an_assessment_keeps_its_profile_and_never_replaces_its_file(filled: Path) -> None:
    """A profile cannot be given for an assessment, and its own file is never written over."""
    run = nhsdx("new", "filled.toml", "--profile", "core", cwd=filled)
    assert (run.code, "an existing assessment keeps its profile" in run.err) == (2, True)
    assert nhsdx("new", "filled.toml", "-o", "filled.toml", "--force", cwd=filled).code == 2
    (filled / "below").mkdir()
    run = nhsdx("new", "filled.toml", "-o", "below/form.csv", cwd=filled)
    assert run.err.endswith("nhsdx import below/form.csv --rubric rubric.toml\n"), run.err
    assert nhsdx("import", "below/form.csv", "--rubric", "rubric.toml", cwd=filled).code == 0


def test_a_character_that_word_cannot_contain_is_refused(filled: Path) -> None:
    """A control character in a note would be lost on the way."""
    text = FILLED.replace('"Seen."', r'"a\u0007b"')
    (filled / "filled.toml").write_text(text, encoding="utf-8")
    run = nhsdx("new", "filled.toml", "-o", "form.docx", cwd=filled)
    assert (run.code, "answers.leader.why has a character that a Word document cannot contain" in run.err) == (2, True)
