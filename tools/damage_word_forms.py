"""Damages filled forms in Word at random places, and looks for one that silently gives other answers.

    python tools/damage_word_forms.py [--forms N] [--seed N]

In each form elements are deleted or copied, tags deleted, letters added, and boxes ticked halfway. The import must
refuse it, or read what it read before, or read one entry with the added letters. Ends with 1 if the import reads
anything else, or fails with an error that people cannot understand.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import Literal, TypeAlias

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.build import flat_rubric  # noqa: E402
from tests.support.run import nhsdx  # noqa: E402
from tests.support.samples import FOUR_KINDS, write  # noqa: E402
from tests.support.word_forms import edit_document, read_document  # noqa: E402

from nhsdx.commands.import_.importing import import_new  # noqa: E402 - the folder is found above
from nhsdx.errors import NhsdxError  # noqa: E402
from nhsdx.forms.media.readers import FormOptions  # noqa: E402

Outcome: TypeAlias = Literal["refused", "the same answers", "an entry with the added letters", "WRONG"]
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
LETTERS = ("QZ", "☒", "QZ ")
SWAPS = (
    ('w14:val="1"', 'w14:val="0"'),
    ("☒", "☐"),
    ("☐", "☒"),
    ('w:val="answers.', 'w:val="answer.'),
    ("<w:showingPlcHdr/>", ""),
)


def main() -> int:
    """Damages all forms and prints what became of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forms", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    random = Random(given.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as place:
        form = Path(place) / "form.docx"
        write(form.with_name("rubric.toml"), flat_rubric(FOUR_KINDS))
        form.with_name("a.toml").write_text(ASSESSMENT, encoding="utf-8")
        nhsdx("new", "a.toml", "-o", form.name, cwd=form.parent)
        whole, xml = form.read_bytes(), read_document(form)
        before = read(form)
        found: Counter[Outcome] = Counter()
        for _ in range(given.forms):
            form.write_bytes(whole)
            found[judge(form, before, damage(xml, random))] += 1
    print(", ".join(f"{count:,} {outcome}" for outcome, count in found.most_common()))
    return 1 if found["WRONG"] else 0


def read(form: Path) -> str:
    """The assessment that a form gives."""
    return import_new(str(form), None, FormOptions(), {}).text


def damage(xml: str, random: Random) -> str:
    """A document with one or two things that should not be there, or are gone."""
    for kind in random.sample(range(5), random.choice([1, 1, 2])):
        elements = [found.span() for found in re.finditer(r"<w:(sdt|r|tc|tr|p|t)\b[^>]*>.*?</w:\1>", xml, re.DOTALL)]
        start, end = random.choice(elements)
        match kind:
            case 0:
                xml = xml[:start] + xml[end:]
            case 1:
                xml = xml[:end] + xml[start:end] + xml[end:]
            case 2:
                at = random.choice([found.start() for found in re.finditer(r"</w:t>", xml)])
                xml = xml[:at] + random.choice(LETTERS) + xml[at:]
            case 3:
                first, last = random.choice([found.span() for found in re.finditer(r"<[^>]+>", xml)])
                xml = xml[:first] + xml[last:]
            case _:
                old, new = random.choice(SWAPS)
                places = [found.span() for found in re.finditer(re.escape(old), xml)]
                first, last = random.choice(places or [(0, 0)])
                xml = xml[:first] + (new if places else "") + xml[last:]
    return xml


def judge(form: Path, before: str, xml: str) -> Outcome:
    """What a damaged document gives."""
    edit_document(form, lambda _: xml)
    try:
        after = read(form)
    except NhsdxError:
        return "refused"
    except Exception as error:  # noqa: BLE001 - any other is what is looked for
        print(f"{type(error).__name__}: {error}", flush=True)
        return "WRONG"
    if after == before:
        return "the same answers"
    if re.sub("QZ ?|☒", "", after) == before:
        return "an entry with the added letters"
    print(after, flush=True)
    return "WRONG"


if __name__ == "__main__":
    sys.exit(main())
