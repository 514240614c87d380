"""Fills offline forms in a browser with generated assessments, and checks that each saves the same assessment.

    python tools/offline_forms.py [CASES]      1,000 by default

Each case has its own rubric. The form is made with the answers in it, and once more without them: then it loads
the assessment file, with comments between its lines. Then it gets damaged copies of the file. It refuses each copy with
the line of the fault, or saves a valid file: with the same answers, if nhsdx accepts the damaged file too.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.property.test_offline_form import check_loading, check_saving
from tests.support.build import Table
from tests.support.laws.filled import Sample, filled_tables, load_sample, write_sample
from tests.support.programs.offline import SavedForm, open_forms

from nhsdx.errors import NhsdxError
from nhsdx.forms import Leaves

COPIES = 10
SIGNS = [*"\"'\\#=[]{}.,\n \t-_+0123456789eExXuU:TZabny", '""', '"""', "'''", "\n[", "\n[[", "\\u", "true", "nan"]
SIGNS += ["1979-05-27", "1_0", "é", "\r\n", "\x00", "{}", "[]"]


def main() -> int:
    """Exit code 1, with the smallest assessment that is not saved as it was."""
    count, start = int((sys.argv[1:] or ["1000"])[0]), time.monotonic()
    ends: Counter[str] = Counter()
    with open_forms() as forms:

        @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(tables=filled_tables(), every=st.integers(1, 5), seed=st.integers(0, 10**6))
        def try_case(tables: tuple[Table, Table], every: int, seed: int) -> None:
            ends["assessments"] += 1
            check_saving(forms, tables)
            check_loading(forms, tables, every)
            ends.update(_try_damage(forms, tables, random.Random(seed)))  # noqa: S311 - not a secret

        try_case()
    print(f"{dict(ends)} in {time.monotonic() - start:.0f} seconds: no answer was lost or changed")
    return 0


def _try_damage(forms: SavedForm, tables: tuple[Table, Table], chance: random.Random) -> list[str]:
    """The outcomes for damaged copies of an assessment file."""
    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample(Path(folder), tables)
        text = (Path(folder) / "assessment.toml").read_text(encoding="utf-8")
        texts = [_damage(text, chance) for _ in range(COPIES)]
        return [
            _judge(one, _load(folder, damaged), folder)
            for damaged, one in zip(texts, forms.read_all(sample, texts), strict=True)
        ]


def _judge(found: object, ours: Sample | None, folder: str) -> str:
    """Checks what the form made of a damaged file, which nhsdx reads as `ours` or refuses."""
    if isinstance(found, list):
        return "refused with the line"
    theirs = _load(folder, str(found))
    if theirs is None or (ours is not None and _drop_empty(theirs.leaves) != _drop_empty(ours.leaves)):
        raise AssertionError(f"{found}\nnhsdx reads: {None if ours is None else ours.leaves}")
    return "kept as unfinished" if ours is None else "the same answers"


def _drop_empty(leaves: Leaves) -> Leaves:
    """The values without empty tables."""
    return {path: value for path, value in leaves.items() if value != {}}


def _load(folder: str, text: str) -> Sample | None:
    """The assessment in a text; None if nhsdx refuses it."""
    file = Path(folder) / "damaged.toml"
    file.write_bytes(text.encode())
    try:
        return load_sample(file)
    except NhsdxError:
        return None


def _damage(text: str, chance: random.Random) -> str:
    """The text with characters added, replaced or removed, or with a line repeated or removed."""
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        at, lines = chance.randrange(len(text) + 1), text.split("\n")
        line = chance.randrange(len(lines))
        changes = [
            text[:at] + chance.choice(SIGNS) + text[at:],
            text[:at] + chance.choice(SIGNS) + text[at + 1 :],
            text[:at] + text[at + chance.choice([1, 1, 2, 5]) :],
            "\n".join([*lines[:line], *lines[line + 1 :]]),
            "\n".join([*lines[: line + 1], *lines[line:]]),
        ]
        text = chance.choice(changes)
    return text


if __name__ == "__main__":
    sys.exit(main())
