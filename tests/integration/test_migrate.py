"""`nhsdx migrate`: an assessment rewritten for a newer rubric, and what needs attention."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.build import Table
from tests.support.run import ROOT, Run, assert_snapshot, nhsdx
from tests.support.samples import SHIPPED, assessment, level, small_rubric, write

DESCRIPTORS = [f"descriptor {number}" for number in range(6)]
HEAD = """\
# Kept by the programme office.
format = "nhsdx.assessment/1"
rubric = "old.toml"   # the first edition
"""
ABOUT = """
[assessment]
subject = "Marlowe Vale (fictional)"
date = 2026-10-01
"""
ANSWERS = """
[answers]
# Who leads.
skill = { level = 3, evidence = "record", seen = 2026-09-01 }   # from the board's papers
"time" = 2
safety.level = 4
safety.why = \"\"\"
Seen at night,
and on Sundays.\"\"\"

  [answers . money] # nobody was sure
  level = 1
  # asked twice
  evidence = "audit"
"""
LAYOUT = f"""{HEAD}profile = "short"
{ABOUT}
[expect]
overall = 50 # as in spring
{ANSWERS}"""


def old_edition() -> Table:
    """The small rubric with an additional criterion."""
    table = small_rubric()
    table["criteria"]["money"] = {"dimension": "work", "title": "Money", "levels": DESCRIPTORS}
    return table


def new_edition() -> Table:
    """A later edition: criteria are renamed, dropped, changed and added; a grade and a profile are gone."""
    table = small_rubric()
    table["rubric"]["version"] = "2.0.0"
    table["criteria"]["leader"] = table["criteria"].pop("skill") | {"replaces": ["skill"]}
    table["criteria"]["safety"] = {
        "dimension": "work",
        "title": "Safety",
        "kind": "measure",
        "unit": "days",
        "linear": {"worst": 9, "best": 0},
    }
    table["criteria"]["staff"] = {"dimension": "people", "title": "Staff", "levels": DESCRIPTORS}
    table["evidence-grades"] = [table["evidence-grades"][number] for number in (0, 2)]
    table["profiles"] = {}
    return table


def renamed_only() -> Table:
    """The older edition with only one criterion id changed."""
    table = old_edition()
    table["criteria"]["leader"] = table["criteria"].pop("skill") | {"replaces": ["skill"]}
    table["profiles"]["short"]["criteria"] = ["leader", "safety"]
    return table


def migrate(folder: Path, text: str, *arguments: str, new: Table | None = None, stdin: bool = False) -> Run:
    """This text for the old edition, migrated to the new one."""
    write(folder / "old.toml", old_edition())
    write(folder / "new.toml", new_edition() if new is None else new)
    (folder / "a.toml").write_bytes(text.encode())
    name, given = ("-", text.encode()) if stdin else ("a.toml", b"")
    return nhsdx("migrate", name, "--to", "new.toml", *arguments, cwd=folder, stdin=given)


def test_answers_that_fit_are_rewritten_and_others_become_comments(tmp_path: Path) -> None:
    """Comments and layout are kept; each item that needs attention has file, line and column."""
    run = migrate(tmp_path, LAYOUT)
    assert_snapshot("migrate/migrated.toml", run.out)
    assert_snapshot("migrate/migrated.err.txt", run.err)
    assert run.code == 0


def test_the_migrated_file_scores_with_the_new_rubric(tmp_path: Path) -> None:
    """The reference is a path from the folder of the new file, or the id of a rubric that is outside it."""
    (tmp_path / "later").mkdir()
    for name, reference, option in (("b.toml", "new.toml", ()), ("later/b.toml", "small@2", ("--rubric", "new.toml"))):
        run = migrate(tmp_path, LAYOUT, "-o", name)
        assert (run.code, run.err) == (0, "")
        assert f'rubric = "{reference}"   # the first edition\n' in (tmp_path / name).read_text(encoding="utf-8")
        assert nhsdx("assess", name, *option, cwd=tmp_path).code == 0


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_migration_to_another_rubric_and_back_gives_the_same_bytes(tmp_path: Path, line_end: str, mark: str) -> None:
    """This is true if nothing is lost, for any line ends and with or without a byte order mark."""
    text = mark + (HEAD + ABOUT + ANSWERS).replace("\n", line_end)
    assert migrate(tmp_path, text, "-o", "b.toml", new=renamed_only()).code == 0
    assert "leader = { level = 3" in (tmp_path / "b.toml").read_text(encoding="utf-8")
    back = nhsdx("migrate", "b.toml", "--to", "old.toml", "-o", "c.toml", cwd=tmp_path)
    assert (back.code, back.err) == (0, "")
    assert "The answer to leader is now the answer to skill\n" in back.out
    assert back.out.endswith("Nothing needs your attention\n")
    assert (tmp_path / "c.toml").read_bytes() == text.encode()


INLINE = 'answers = { skill = 3, money = { level = 2 }, safety = 4, "time" = 2 } # in one line\n'


def test_entries_of_an_inline_table_can_be_removed_from_the_table(tmp_path: Path) -> None:
    """The entries become comments above the line of the table."""
    run = migrate(tmp_path, HEAD + INLINE + ABOUT)
    assert run.code == 0
    assert (
        """
# answers: money = { level = 2 }
# answers: safety = 4
answers = { leader = 3, "time" = 2 } # in one line
"""
        in run.out
    )


def test_the_last_entries_are_removed_with_their_commas(tmp_path: Path) -> None:
    """The table is still valid TOML if one entry is left or none."""
    last = migrate(tmp_path, HEAD + 'answers = { "time" = 2, safety = 4 }\n' + ABOUT)
    assert '\n# answers: safety = 4\nanswers = { "time" = 2 }\n' in last.out
    only = migrate(tmp_path, HEAD.replace("\n", "\r\n") + "answers = { safety = 4 }\r\n" + ABOUT)
    assert "\r\n# answers: safety = 4\r\nanswers = {  }\r\n" in only.out


def test_evidence_becomes_a_comment_if_the_new_rubric_has_no_grades(tmp_path: Path) -> None:
    """The old grade is kept as a comment, and the answer counts as claimed."""
    new = renamed_only() | {"evidence-grades": []}
    run = migrate(tmp_path, HEAD + ABOUT + ANSWERS, new=new)
    assert run.code == 0
    assert '# answers.skill: evidence = "record"\nleader = { level = 3, seen = 2026-09-01 }   # from' in run.out
    assert '  # asked twice\n#   evidence = "audit"\n' in run.out
    assert "evidence-regraded: small@1.2.0 has no evidence grade audit; the old grade is now a comment" in run.err


def test_expected_results_are_kept_if_scores_can_still_be_compared(tmp_path: Path) -> None:
    """Changed wording does not change any figure."""
    new = old_edition()
    new["rubric"] |= {"version": "1.2.1", "title": "In other words"}
    text = LAYOUT.replace("overall = 50", "overall = { claimed = 70 }")
    run = migrate(tmp_path, text, new=new)
    assert (run.code, run.err) == (0, "nothing needs your attention\n")
    assert run.out == text.replace('"old.toml"', '"new.toml"')


def test_an_evidence_grade_that_no_longer_exists_becomes_a_comment(tmp_path: Path) -> None:
    """In any layout, the comment and the message give the old grade."""
    new = old_edition()
    new["evidence-grades"].pop()
    said = """
[answers]
skill = { level = 3, why = "w", evidence = "audit" } # in a line
time.evidence = "audit"
time.level = 2

  [answers.safety] # a table
  level = 4
  evidence = 'audit' # so it is
"""
    run = migrate(tmp_path, (HEAD + ABOUT + said).replace("\n", "\r\n"), new=new)
    assert run.code == 0
    expected = """
[answers]
# answers.skill: evidence = "audit"
skill = { level = 3, why = "w", evidence = "hearsay" } # in a line
# answers.time: evidence = "audit"
time.evidence = "hearsay"
time.level = 2

  [answers.safety] # a table
  level = 4
# answers.safety: evidence = 'audit'
  evidence = 'hearsay' # so it is
"""
    assert run.out.endswith(expected.replace("\n", "\r\n"))
    message = "the old grade is now a comment, and the weakest grade, hearsay, replaces it"
    assert f"small@1.2.0 has no evidence grade audit; {message}" in run.err


def listed(run: Run, code: str) -> list[str]:
    """The messages of a migration with one code."""
    return [line.split(f"{code}: ")[1] for line in run.err.splitlines() if f"{code}: " in line]


def test_an_answer_to_a_reworded_criterion_is_kept_and_listed(tmp_path: Path) -> None:
    """A person must check whether the answer still fits."""
    new = renamed_only()
    new["criteria"]["leader"]["levels"] = DESCRIPTORS[::-1]
    new["criteria"]["time"] |= {"question": "Is there any time?", "why": "It always runs out."}
    new["criteria"]["safety"]["title"] = "Safe"
    run = migrate(tmp_path, HEAD + ABOUT + ANSWERS, new=new)
    assert run.code == 0
    assert listed(run, "reworded") == [
        "in small@1.2.0, leader has different wording (levels); the answer is kept",
        "in small@1.2.0, time has different wording (question); the answer is kept",
    ]
    assert "a.toml:11:1: reworded" in run.err
    unknown = migrate(tmp_path, HEAD + ABOUT + '[answers]\ntime = "unknown"\n', new=new)
    assert listed(unknown, "reworded") == []


ITEMS: Table = {
    "plan": {"text": "A plan is written.", "level": 1},
    "money": {"text": "The plan has money.", "level": 1},
    "use": {"text": "The plan is used.", "level": 2},
}
BASICS: Table = {"dimension": "work", "title": "Basics", "kind": "checklist", "items": ITEMS}
CHECKED = """
[answers.basics]
items.plan = "yes"      # signed in May
items.money = "no"
items.use = "unknown"
evidence = "record"
seen = 2026-09-01
"""


def migrate_checklist(folder: Path, text: str, **new: object) -> Run:
    """An assessment of the small rubric with a checklist, migrated to one with these other keys of the checklist."""
    for name, keys in (("old", {}), ("new", new)):
        rubric = small_rubric()
        rubric["criteria"]["basics"] = BASICS | keys
        write(folder / f"{name}.toml", rubric)
    (folder / "a.toml").write_text(HEAD + ABOUT + text, encoding="utf-8")
    return nhsdx("migrate", "a.toml", "--to", "new.toml", cwd=folder)


def test_reworded_items_are_listed(tmp_path: Path) -> None:
    """Items with another text or level are listed if they are answered; the others are not."""
    items = {"plan": ITEMS["plan"] | {"text": "A good plan is written."}, "money": ITEMS["money"] | {"level": 2}}
    run = migrate_checklist(tmp_path, CHECKED, items=ITEMS | items)
    told = "in small@1.2.0, basics has different wording (item plan, item money); the answer is kept"
    assert listed(run, "reworded") == [told]
    some = migrate_checklist(tmp_path, '\n[answers.basics]\nitems.money = "no"\n', items=ITEMS | items)
    assert listed(some, "reworded") == ["in small@1.2.0, basics has different wording (item money); the answer is kept"]


def test_items_are_carried_over_by_their_id(tmp_path: Path) -> None:
    """An item that is gone becomes a comment, a new one is listed, and all others stay as they are."""
    new = {"drill": {"text": "The plan is tried.", "level": 2}}
    run = migrate_checklist(tmp_path, CHECKED, items={name: ITEMS[name] for name in ("plan", "use")} | new)
    assert run.out.endswith(CHECKED.replace("items.money", "# items.money"))
    lost = "in small@1.2.0, basics has no item money; the answer to it is now a comment"
    assert listed(run, "answer-not-carried") == [lost]
    assert "no answer to these items of basics in small@1.2.0: drill" in listed(run, "unanswered")
    assert "a.toml:11:7: answer-not-carried" in run.err


def test_items_written_on_one_line_can_be_removed_from_that_line(tmp_path: Path) -> None:
    """Inline tables and tables of items are rewritten as well."""
    kept = {"plan": ITEMS["plan"], "use": ITEMS["use"]}
    line = '\n[answers]\nbasics = { items = { plan = "yes", money = "no" }, why = "Seen." }\n'
    inline = migrate_checklist(tmp_path, line, items=kept)
    assert (
        '\n# answers.basics.items: money = "no"\nbasics = { items = { plan = "yes" }, why = "Seen." }\n' in inline.out
    )
    table = migrate_checklist(tmp_path, '\n[answers.basics.items]\nplan = "yes"\nmoney = "no"\n', items=kept)
    assert table.out.endswith('plan = "yes"\n# money = "no"\n')


def test_an_answer_that_gives_a_level_is_not_kept_for_a_checklist(tmp_path: Path) -> None:
    """A criterion that became a checklist must be answered item by item."""
    new = old_edition()
    new["criteria"]["skill"] = BASICS | {"dimension": "people"}
    run = migrate(tmp_path, HEAD + ABOUT + ANSWERS, new=new)
    assert listed(run, "answer-not-carried") == [
        "in small@1.2.0, skill is now a checklist; the answer is now a comment"
    ]
    assert "answer its items: plan, money, use" in run.err
    assert "\n# skill = { level = 3" in run.out


def test_a_status_that_is_no_longer_allowed_becomes_a_comment(tmp_path: Path) -> None:
    """What was left out must be answered, or is unknown."""
    new = old_edition()
    new["criteria"]["time"]["may-be-left-out"] = ["not-applicable"]
    said = '\n[answers.time]\nstatus = "not-due"\nreason = "Later."\n'
    run = migrate(tmp_path, HEAD + ABOUT + said, new=new)
    assert listed(run, "answer-not-carried") == ["in small@1.2.0, time cannot be not-due; the answer is now a comment"]
    assert run.out.endswith('# [answers.time]\n# status = "not-due"\n# reason = "Later."\n')


FACTS = """
[context]
stage = "planned"
size = "small"
place = "town"
"""
ACTIONS = """
[[actions]]
criterion = "money"
what = "Find money."
owner = "Finance director"
due = 2027-01-31

[[actions]]
criterion = "skill"
items = ["plan"]   # first things first
what = "Train the leader."
owner = "Chief executive"
due = 2027-02-28
state = "done"
"""


def test_facts_and_actions_are_carried_over(tmp_path: Path) -> None:
    """Facts and actions that the new rubric lacks become comments; an action follows its criterion to a new id."""
    stage: Table = {"title": "Stage", "options": ["planned", "in use"]}
    size: Table = {"title": "Size", "options": ["small", "large"]}
    place: Table = {"title": "Place", "options": ["town", "country"]}
    old, new = old_edition(), renamed_only()
    old["criteria"]["skill"] = BASICS | {"dimension": "people"}
    del new["criteria"]["money"]
    old["context"] = {"stage": stage, "size": size, "place": place}
    new["context"] = {"stage": stage, "size": size | {"options": ["tiny", "huge"]}}
    write(tmp_path / "old.toml", old)
    write(tmp_path / "new.toml", new)
    (tmp_path / "a.toml").write_text(HEAD + ABOUT + FACTS + ACTIONS, encoding="utf-8")
    run = nhsdx("migrate", "a.toml", "--to", "new.toml", cwd=tmp_path)
    assert run.code == 0, run.err
    facts = FACTS.replace("size =", "# size =").replace("place =", "# place =")
    first, second = ACTIONS.strip().split("\n\n")
    first = "".join(f"# {line}\n" for line in first.splitlines())
    second = second.replace('"skill"', '"leader"').replace("items =", "# items =")
    assert run.out.endswith(f"{facts}\n{first}\n{second}\n")
    assert listed(run, "context-not-carried") == [
        "small@1.2.0 has no context question size with this answer; the line is now a comment",
        "small@1.2.0 has no context question place with this answer; the line is now a comment",
    ]
    assert len(listed(run, "action-not-carried")) == 2


def test_a_migration_is_refused_if_actions_are_on_one_line_as_a_list(tmp_path: Path) -> None:
    """Nothing is written if a line cannot be rewritten safely."""
    new = renamed_only()
    del new["criteria"]["money"]
    line = 'actions = [{ criterion = "money", what = "Find it.", owner = "Chair", due = 2027-01-31 }]\n'
    run = migrate(tmp_path, HEAD + line + ABOUT, new=new)
    assert (run.code, run.out) == (2, "")
    assert "a.toml: layout: nhsdx cannot rewrite actions that are written as a list" in run.err


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (None, "record", "evidence without a grade now counts as record, not the weakest grade"),
        ("record", None, "evidence without a grade now counts as the weakest grade, not record"),
        ("record", "audit", "evidence without a grade now counts as audit, not record"),
    ],
)
def test_answers_whose_default_grade_changed_are_listed(
    tmp_path: Path, was: str | None, now: str | None, said: str
) -> None:
    """Only answers without a grade are listed: their evidenced score changes although their text does not."""
    editions = [old_edition(), old_edition()]
    for edition, default in zip(editions, (was, now), strict=True):
        for name in ("time", "skill"):
            edition["criteria"][name] |= {} if default is None else {"evidence-default": default}
    write(tmp_path / "old.toml", editions[0])
    write(tmp_path / "new.toml", editions[1])
    (tmp_path / "a.toml").write_text(HEAD + ABOUT + ANSWERS, encoding="utf-8")
    run = nhsdx("migrate", "a.toml", "--to", "new.toml", cwd=tmp_path)
    assert listed(run, "evidence-default") == [said]
    assert "a.toml:12:1: evidence-default" in run.err


def test_two_criteria_merged_into_one_are_listed_for_attention(tmp_path: Path) -> None:
    """The program cannot choose between the two answers."""
    new = old_edition()
    for name in ("skill", "time"):
        del new["criteria"][name]
    new["criteria"]["leader"] = {
        "dimension": "people",
        "title": "Leader",
        "levels": DESCRIPTORS,
        "replaces": ["skill", "time"],
    }
    new["profiles"] = {}
    run = migrate(tmp_path, HEAD + ABOUT + ANSWERS, new=new)
    assert run.code == 0
    assert "\n# skill = { level = 3" in run.out
    assert '\n# "time" = 2' in run.out
    assert "  answer the criteria that replace the old one: leader\n" in run.err


def test_a_rubric_with_a_different_id_is_reported(tmp_path: Path) -> None:
    """Answers with matching ids are kept, and a person must check them."""
    new = old_edition()
    new["rubric"]["id"] = "other"
    run = migrate(tmp_path, HEAD + ABOUT + ANSWERS, new=new)
    assert run.code == 0
    assert "a.toml:3:10: other-rubric: other@1.2.0 is not a version of small@1.2.0, but another rubric" in run.err
    assert run.err.endswith("\n1 item needs your attention\n")


def test_a_migration_can_read_from_stdin_and_write_to_stdout(tmp_path: Path) -> None:
    """Paths are then relative to the working directory."""
    run = migrate(tmp_path, HEAD + ABOUT + ANSWERS, stdin=True, new=renamed_only())
    assert run.code == 0
    assert run.out == (HEAD + ABOUT + ANSWERS).replace("old.toml", "new.toml").replace("skill", "leader")


def test_the_old_rubric_may_be_given_as_an_option(tmp_path: Path) -> None:
    """This is needed after an upgrade, because nhsdx ships only one edition of each rubric."""
    text = (HEAD + ABOUT + ANSWERS).replace('"old.toml"', '"small@1"')
    assert migrate(tmp_path, text).code == 2
    assert migrate(tmp_path, text, "--from", "old.toml").code == 0


@pytest.mark.parametrize(("asked", "written"), [(SHIPPED, f"{SHIPPED}@2"), (f"{SHIPPED}@2.0.0", f"{SHIPPED}@2.0.0")])
def test_a_shipped_rubric_is_referred_to_in_the_form_that_the_user_gave(asked: str, written: str) -> None:
    """It is written as id and version, or id and major version if only the id was given."""
    text = (ROOT / "examples/marlowe-vale.toml").read_text(encoding="utf-8")
    run = nhsdx("migrate", "examples/marlowe-vale.toml", "--to", asked)
    assert (run.code, run.err.splitlines()[-1]) == (0, "nothing needs your attention")
    assert run.out == text.replace(f'rubric = "{SHIPPED}@2"', f'rubric = "{written}"')


OVERLAID = "examples/wolds-and-levels/rubric.toml"


def test_answers_to_criteria_that_a_local_rubric_leaves_out_are_kept(tmp_path: Path) -> None:
    """The national score needs them; migrating back loses nothing."""
    whole = (ROOT / "examples/otterbridge-wold.toml").read_text(encoding="utf-8")
    text = whole[: whole.index("[expect]")] + whole[whole.index("[answers.") :]
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    local = f"{tmp_path}/b.toml"
    there = nhsdx("migrate", f"{tmp_path}/a.toml", "--to", OVERLAID, "-o", local)
    assert there.code == 0
    assert "not-carried" not in there.out
    back = nhsdx("migrate", local, "--to", f"{SHIPPED}@2", "--from", OVERLAID)
    assert (back.code, back.out) == (0, text)


def test_no_file_is_overwritten_without_force(tmp_path: Path) -> None:
    """With --force an assessment can be rewritten in place, but a rubric is never overwritten."""
    for target in ("a.toml", "b.toml"):
        (tmp_path / "b.toml").write_text("mine", encoding="utf-8")
        run = migrate(tmp_path, LAYOUT, "-o", target)
        assert (run.code, run.out) == (2, "")
        assert f"{target}: file-exists" in run.err
    assert (tmp_path / "a.toml").read_text(encoding="utf-8") == LAYOUT
    assert migrate(tmp_path, LAYOUT, "-o", "a.toml", "--force").code == 0
    assert 'rubric = "new.toml"' in (tmp_path / "a.toml").read_text(encoding="utf-8")
    assert migrate(tmp_path, LAYOUT, "-o", "new.toml", "--force").code == 2


def test_an_assessment_inside_its_rubric_is_refused() -> None:
    """It has no reference to rewrite; the error says how to separate the two."""
    run = nhsdx("migrate", "examples/rubric.toml", "--to", SHIPPED)
    assert (run.code, run.out) == (2, "")
    assert "examples/rubric.toml: wrong-format: this file is a rubric with an assessment in it" in run.err
    assert 'rubric = "rubric.toml"' in run.err


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("-", "--to: rubric-not-found: a rubric from stdin has no path"),
        ("new.txt", "new.txt: rubric-not-found: this file's name does not end in .toml"),
        ("no-such-rubric", "--to: rubric-not-found: nhsdx has no shipped rubric"),
        ("none.toml", "none.toml: file-not-found: there is no such file"),
        ("bad.toml", "bad.toml:"),
    ],
)
def test_a_rubric_that_cannot_be_referred_to_or_read_is_refused(tmp_path: Path, to: str, said: str) -> None:
    """The error comes before anything is written."""
    write(tmp_path / "old.toml", small_rubric())
    write(tmp_path / "new.txt", new_edition())
    write(tmp_path / "bad.toml", small_rubric(levels=[]))
    write(tmp_path / "a.toml", assessment({"skill": level(2)}, "old.toml"))
    run = nhsdx("migrate", "a.toml", "--to", to, "-o", "b.toml", cwd=tmp_path)
    assert (run.code, run.out, (tmp_path / "b.toml").exists()) == (2, "", False)
    assert run.err.startswith(said)


@pytest.mark.parametrize("said", ["answers = {\n  skill = 3, # one\n}\n", 'profile = "\\x73hort"\n'])
def test_a_layout_that_cannot_be_rewritten_is_refused(tmp_path: Path, said: str) -> None:
    """The positions of TOML 1.1 syntax are unknown, so nothing is written."""
    run = migrate(tmp_path, HEAD + said + ABOUT, "-o", "b.toml")
    assert (run.code, run.out, (tmp_path / "b.toml").exists()) == (2, "", False)
    assert run.err.startswith("a.toml: layout: this file uses TOML 1.1 in a way that nhsdx can read but not rewrite\n")


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    """The message is about the folder, not about the rubric."""
    run = migrate(tmp_path, LAYOUT, "-o", "none/b.toml")
    assert (run.code, run.err) == (2, "none: file-unwritable: there is no such folder\n  create it first\n")


def test_a_file_that_changes_while_it_is_read_is_written_as_it_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text that was read first is used."""
    monkeypatch.setattr(Path, "read_bytes", lambda _path: b"something else")
    run = migrate(tmp_path, HEAD + ABOUT + ANSWERS, new=renamed_only())
    assert "leader = { level = 3" in run.out


def test_a_migrated_file_comes_with_a_page_about_the_migration(tmp_path: Path) -> None:
    """With -o the page is on stdout: what was kept, renamed and lost, and everything that needs attention."""
    run = migrate(tmp_path, LAYOUT, "-o", "b.toml")
    assert_snapshot("migrate/page.txt", run.out)
    assert (run.code, run.err) == (0, "")


@pytest.mark.parametrize("format_", ["markdown", "html"])
def test_the_page_is_available_in_every_format_for_people(tmp_path: Path, format_: str) -> None:
    """Each says what became of the answers."""
    run = migrate(tmp_path, LAYOUT, "-o", "b.toml", "--format", format_)
    assert run.code == 0
    assert "6 items need your attention" in run.out
    assert "answer-not-carried" in run.out


def test_the_page_in_json_lists_every_answer(tmp_path: Path) -> None:
    """Every answer of the old file is kept or lost."""
    data = json.loads(migrate(tmp_path, LAYOUT, "-o", "b.toml", "--format", "json").out)
    assert (data["old"], data["new"]) == ("small@1.2.0", "small@2.0.0")
    assert (data["kept"], data["renamed"]) == (["time", "leader"], {"leader": "skill"})
    assert (data["lost"], data["unanswered"]) == (["safety", "money"], ["staff"])
    assert [finding["where"] for finding in data["findings"]][:2] == ["a.toml:4:11", "a.toml:10:2"]


@pytest.mark.parametrize("output", [(), ("-o", "-")])
def test_the_page_goes_to_stdout_only_if_the_assessment_goes_to_a_file(tmp_path: Path, output: tuple[str, ...]) -> None:
    """Without one, stdout has the new assessment."""
    run = migrate(tmp_path, LAYOUT, *output, "--format", "markdown")
    assert (run.code, run.out) == (2, "")
    assert "the page goes to stdout, so give the new file a name with -o" in run.err
