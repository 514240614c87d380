"""A filled form to damage, and what an import makes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from nhsdx.commands.import_.importing import import_new
from nhsdx.errors import NhsdxError
from nhsdx.forms.media.readers import FormOptions
from tests.support.build import flat_rubric
from tests.support.run import nhsdx
from tests.support.samples import FOUR_KINDS, write

ASSESSMENT = """\
format = "nhsdx.assessment/1"
rubric = "rubric.toml"
assessment = { subject = "A place", date = 2026-10-01, notes = "Two sites." }
answers.leader = { level = 3, why = "Seen by all" }
answers.basics = { items.plan = "yes", items.test = "no" }
answers.funding = { value = 6 }
documents.minutes = { title = "Minutes" }
actions = [{ criterion = "leader", what = "Name one", owner = "Chair", due = 2026-12-01 }]
"""
WRONG = "WRONG"
"""The outcome that a tool looks for."""


def make_form(form: Path) -> None:
    """Writes a form with an assessment's answers, beside its rubric."""
    write(form.with_name("rubric.toml"), flat_rubric(FOUR_KINDS))
    form.with_name("a.toml").write_text(ASSESSMENT, encoding="utf-8")
    nhsdx("new", "a.toml", "-o", form.name, cwd=form.parent)


def read_form(form: Path) -> str:
    """The assessment that a form gives."""
    return import_new(str(form), None, FormOptions(), {}).text


def judge_damage(form: Path, before: str, judge_change: Callable[[str], str]) -> str:
    """What became of a damaged form; `judge_change` judges an assessment that is not the one of before."""
    try:
        after = read_form(form)
    except NhsdxError:
        return "refused"
    except Exception as error:  # noqa: BLE001 - any other is what is looked for
        print(repr(error), flush=True)  # noqa: T201 - a tool says what it found
        return WRONG
    return "the same answers" if after == before else judge_change(after)


def print_outcomes(found: Counter[str]) -> int:
    """Prints how often each outcome came, and returns the exit code."""
    print(", ".join(f"{count:,} {outcome}" for outcome, count in found.most_common()))  # noqa: T201 - as above
    return 1 if found[WRONG] else 0
