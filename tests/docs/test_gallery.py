"""The example reports and plans in the documentation are the ones that nhsdx writes."""

from __future__ import annotations

import pytest

from docs import write_gallery as gallery
from tests.support.run import ROOT, nhsdx

PAGES = gallery.list_pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_gallery_is_up_to_date(name: str) -> None:
    """After a change to a report, a plan, a rubric or an example, the gallery must be written again."""
    run = nhsdx(*PAGES[name])
    assert run.out == (gallery.GALLERY / name).read_text(encoding="utf-8"), "run: python docs/write_gallery.py"


def test_every_example_has_a_report_in_the_gallery() -> None:
    """Every independent example has a report; one country is enough for the index of countries."""
    shown = {argument for arguments in gallery.EXAMPLES.values() for argument in arguments}
    for path in ROOT.glob("examples/*.toml"):
        assert path.relative_to(ROOT).as_posix() in shown
    assert {path.name for path in gallery.GALLERY.iterdir()} - {"page-one.png"} == set(PAGES)


@pytest.mark.parametrize("name", gallery.PLANS)
def test_every_plan_begins_with_the_steps_that_gates_require(name: str) -> None:
    """If a plan clears gates, its first steps are what they need, the most serious gate first."""
    page = (gallery.GALLERY / f"{name}.md").read_text(encoding="utf-8")
    steps = [line for line in page.splitlines() if line.startswith("| ") and "\\. " in line.partition(" | ")[0]]
    waits = ["depends on this" in step or "depend on this" in step for step in steps]
    assert steps
    assert waits == sorted(waits, reverse=True)
