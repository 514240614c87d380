"""The example reports in the documentation are the ones that nhsdx writes."""

from __future__ import annotations

import pytest

from docs import write_gallery as gallery
from tests.support.run import ROOT, nhsdx


@pytest.mark.parametrize("ending", gallery.FORMATS)
@pytest.mark.parametrize("name", gallery.EXAMPLES)
def test_the_gallery_is_current(name: str, ending: str) -> None:
    """After a change to a report, a rubric or an example, the gallery must be written again."""
    run = nhsdx("report", *gallery.EXAMPLES[name], "--format", gallery.FORMATS[ending])
    kept = (gallery.GALLERY / f"{name}{ending}").read_text(encoding="utf-8")
    assert run.out == kept, "run: python docs/write_gallery.py"


def test_every_example_has_its_report() -> None:
    """Every independent example has a report; one country is enough for the index of countries."""
    shown = {argument for arguments in gallery.EXAMPLES.values() for argument in arguments}
    for path in ROOT.glob("examples/*.toml"):
        assert path.relative_to(ROOT).as_posix() in shown
    kept = {path.name for path in gallery.GALLERY.iterdir()}
    assert kept - {"page-one.png"} == {f"{name}{ending}" for name in gallery.EXAMPLES for ending in gallery.FORMATS}
