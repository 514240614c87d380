"""Damages filled forms in Word at random places, and looks for a form that silently gives other answers.

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
from functools import partial
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.damaged_forms import WRONG, judge_damage, make_form, print_outcomes, read_form  # noqa: E402
from tests.support.word_forms import edit_document, read_document  # noqa: E402

LETTERS = ("QZ", "☒", "QZ ")
SWAPS = (
    ('w14:val="1"', 'w14:val="0"'),
    ("☒", "☐"),
    ("☐", "☒"),
    ('w:val="answers.', 'w:val="answer.'),
    ("<w:showingPlcHdr/>", ""),
)


def main() -> int:
    """Damages all forms and prints how they were read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forms", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    random = Random(given.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as place:
        form = Path(place) / "form.docx"
        make_form(form)
        whole, xml, before = form.read_bytes(), read_document(form), read_form(form)
        found: Counter[str] = Counter()
        for _ in range(given.forms):
            form.write_bytes(whole)
            replace_document(form, damage(xml, random))
            found[judge_damage(form, before, partial(judge_change, before))] += 1
    return print_outcomes(found)


def replace_document(form: Path, xml: str) -> None:
    """Gives a form another document."""
    edit_document(form, lambda _: xml)


def damage(xml: str, random: Random) -> str:
    """A document with one or two parts added or removed."""
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


def judge_change(before: str, after: str) -> str:
    """Whether the added letters are the only change."""
    if re.sub("QZ ?|☒", "", after) == before:
        return "an entry with the added letters"
    print(after, flush=True)
    return WRONG


if __name__ == "__main__":
    sys.exit(main())
