"""Makes random surveys for every survey program, answers them, and checks that nhsdx reads the same answers.

    python tools/survey_forms.py [--surveys N] [--seed N]

The texts have characters with a special meaning in some program. A form must be refused, or its map must read every
export of its responses: the same counts, and no cell that cannot be read. Ends with 1 if a form or map fails.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.build import Table, flat_rubric  # noqa: E402
from tests.support.samples import write  # noqa: E402
from tests.support.survey_forms import PROGRAMS, Program, answer_at_random, write_export  # noqa: E402

import nhsdx  # noqa: E402 - the folder is found above

PLAIN = (
    "care",
    "change",
    "IT",
    "both",
    "yes",
    "no",
    "now",
    "often",
    "who",
    "hears",
    "us",
    "1",
    "2",
    "10",
    "naïve",
    "漢",
)
ODD = 0.08
"""The share of words that mean something to a program."""
WORDS = (
    *("care", "IT", "a bit of both", "yes", "no", "1", "2", "10", "-1", "3.5", "A1", "a2", "b1", "£5", "½", "naïve"),
    *(
        "don’t",
        "“so”",
        "5*3",
        "*now*",
        "_all_",
        "{",
        "}",
        "{name}",
        "${name}",
        "[x]",
        "[the one]",
        "a|b",
        "<b>",
        "a < b",
    ),
    *(
        "&",
        "&amp;",
        ";",
        ",",
        "=",
        "+",
        "@",
        "#",
        "# one",
        "\\",
        "'",
        '"',
        "%",
        "n/a",
        "I do not know",
        "Ω",
        "漢",
        "🙂",
    ),
    *("2026-03-11", "1/2", "TRUE", "ﬁne", "x\u00ad", "tab\tin", "line\nin", " spaced ", "end ", "A. one", "1. two"),
)
IDS = ("seen", "id", "name", "key", "form-complete", "a-b", "ab", "heard-by-those-who-lead-the-work-day-by-day", "x1")


def main() -> int:
    """Exit code 1 if a map reads other answers than those given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--surveys", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    outcomes: Counter[str] = Counter()
    for number in range(given.surveys):
        chance = Random(f"{given.seed} {number}")  # noqa: S311 - the same surveys in every run
        for name, program in PROGRAMS.items():
            with tempfile.TemporaryDirectory() as folder:
                outcome = _try_survey(Path(folder), _make_rubric(chance), program)
            outcomes[f"{name}: {outcome.partition(':')[0]}"] += 1
            if outcome.startswith("WRONG"):
                print(f"survey {number}, {name}: {outcome}")
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:6} {outcome}")
    return 1 if any("WRONG" in outcome for outcome in outcomes) else 0


def _make_text(chance: Random, longest: int = 3) -> str:
    return " ".join(chance.choice(WORDS if chance.random() < ODD else PLAIN) for _ in range(chance.randint(1, longest)))


def _make_rubric(chance: Random) -> Table:
    criteria: Table = {}
    for name in chance.sample(IDS, chance.randint(1, 4)):
        options = [_make_text(chance) for _ in range(chance.randint(2, 5))]
        scores = [round(100 * place / (len(options) - 1)) for place in range(len(options))]
        criteria[name] = {"kind": "survey", "title": _make_text(chance), "options": options, "scores": scores}
        if chance.random() < 0.7:  # noqa: PLR2004 - most have a question
            criteria[name]["question"] = _make_text(chance, 5)
    dimension = next(iter(flat_rubric({})["dimensions"]))
    return flat_rubric({name: {**one, "dimension": dimension} for name, one in criteria.items()})


def _try_survey(folder: Path, rubric: Table, program: Program) -> str:
    """The outcome of a survey."""
    file = write(folder / "rubric.toml", rubric)
    form, map_file = folder / f"form{program.ending}", folder / "form.map.toml"
    try:
        made = nhsdx.survey_form(file, program.target)
    except nhsdx.NhsdxError as error:
        return f"refused: {error}"
    form.write_bytes(made.content)
    text = (made.map_text or "").replace(Path(file).parent.as_posix() + "/", "")
    map_file.write_text(text.replace('rubric = "flat@1"', 'rubric = "rubric.toml"'), encoding="utf-8")
    asked = program.read(form)
    picks = answer_at_random(asked, 60, seed=len(asked))
    export = write_export(form, program.export(asked, picks))
    try:
        report = nhsdx.survey(export, map_file)
    except nhsdx.NhsdxError as error:
        return f"WRONG: {error} {getattr(error, 'findings', '')}"
    return _compare(report, rubric, asked, picks)


def _compare(report: Any, rubric: Table, asked: Any, picks: Any) -> str:  # noqa: ANN401 - what the library gives
    """Whether a report has the counts of the answers given."""
    if report.rejected or len(asked) != len(rubric["criteria"]):
        return f"WRONG: {report.rejected}, {len(asked)} questions"
    for place, (name, criterion) in enumerate(rubric["criteria"].items()):
        codes = list(asked[place].options)
        expected = [sum(row[place] == code for row in picks) for code in codes[:-1]]
        (found,) = [one for one in report.questions if one.id == name]
        counts = list(found.groups[0].counts)
        if len(codes) != len(criterion["options"]) + 1 or counts != expected:
            return f"WRONG: {name} {counts}, expected {expected}"
    return "the same counts"


if __name__ == "__main__":
    sys.exit(main())
