"""Random answers to a rubric of any size, as valid as those of a careful person."""

from __future__ import annotations

import datetime
from pathlib import Path
from random import Random

from nhsdx.forms import FormField, FormQuestion, Leaves, build_form
from nhsdx.forms.merge import format_assessment
from nhsdx.loading.rubric_file import load_rubric
from tests.support.laws.filled import Sample, load_sample

LAST = datetime.date(2026, 10, 1)


def fill_rubric(folder: Path, rubric: str, random: Random) -> Sample:
    """An assessment in a folder with random answers to a rubric, or to one of its profiles."""
    loaded = load_rubric(rubric)
    profile = random.choice([None, *loaded.rubric.profiles])
    form = build_form(loaded.instrument, loaded.rubric.reference, profile)
    leaves: Leaves = {} if profile is None else {("profile",): profile}
    leaves |= {("assessment", "subject"): "A place", ("assessment", "date"): LAST}
    leaves |= {field.path: random.choice(field.options).value for field in form.context if random.random() < 0.7}
    share = random.choice([0.3, 0.8, 1.0])
    for question in form.questions:
        if random.random() < share:
            leaves |= answer_question(question, random)
    counts = {path[:3] for path in leaves if path[2:3] == ("counts",)}
    spread = {path: value for path, value in leaves.items() if path[:3] not in counts}
    whole = {path: [leaves[one] for one in leaves if one[:3] == path] for path in counts}
    (folder / "assessment.toml").write_text(format_assessment(form, spread | whole), encoding="utf-8")
    return load_sample(folder / "assessment.toml")


def answer_question(question: FormQuestion, random: Random) -> Leaves:
    """A random answer to one question, with its evidence."""
    path = ("answers", question.id)
    if question.statuses and random.random() < 0.15:
        return {(*path, "status"): random.choice(question.statuses), (*path, "reason"): "Not here."}
    kept = [field for field in question.values if question.kind != "checklist" or random.random() < 0.9]
    answer: Leaves = {field.path: choose_value(field, random) for field in kept}
    if not answer:
        return {}
    if "not-applicable" in answer.values():
        answer[*path, "reason"] = "Not here."
    evidence = question.find_field("evidence")
    if evidence is not None and random.random() < 0.8:
        answer[evidence.path] = random.choice(evidence.options).value
    if random.random() < 0.8:
        answer[*path, "seen"] = LAST + datetime.timedelta(days=random.randint(-1_500, 30))
    return answer


def choose_value(field: FormField, random: Random) -> object:
    """A random value of a field; most statements are met."""
    if field.kind == "choice":
        values = [option.value for option in field.options]
        return "yes" if "yes" in values and random.random() < 0.7 else random.choice(values)
    lowest, highest = field.limits
    if field.kind == "whole":
        return random.randint(int(lowest or 0), 40)
    least = 0.0 if lowest is None else lowest
    return round(random.uniform(least, least + 40 if highest is None else highest), random.randint(0, 12))
