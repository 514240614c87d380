"""The offline form in a browser: several of them in one page, what they save, and how people use one."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nhsdx.forms.media.offline.drawing import draw_offline_form
from tests.support.laws.filled import Sample
from tests.support.programs.devtools import Tab, tab_of

BLANK = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Forms</title></html>'
IN_FRAME = """(async (page, text) => {
  const frame = document.createElement("iframe");
  const isOpen = new Promise(done => { frame.onload = done });
  frame.srcdoc = page;
  document.body.append(frame);
  await isOpen;
  const {form, state, readAssessment, writeAssessment, takeIn} = frame.contentWindow.nhsdxForm;
  try {
    if (text) takeIn("loaded.toml", readAssessment(text));
    const saved = writeAssessment(state);
    const again = writeAssessment(readAssessment(saved));
    return {saved, again};
  } catch (error) {
    return {problems: error.problems ?? String(error.stack)};
  } finally {
    frame.remove();
  }
})"""


READ_ALL = """(async (page, texts) => {
  const frame = document.createElement("iframe");
  const isOpen = new Promise(done => { frame.onload = done });
  frame.srcdoc = page;
  document.body.append(frame);
  await isOpen;
  const {readAssessment, writeAssessment} = frame.contentWindow.nhsdxForm;
  const read = text => {
    try {
      return writeAssessment(readAssessment(text));
    } catch (error) {
      return error.problems ?? String(error.stack);
    }
  };
  const found = texts.map(read);
  frame.remove();
  return found;
})"""


class SavedForm:
    """A browser in which forms are opened one after another, each in a frame of one page."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    def save(self, sample: Sample, text: str | None = None) -> str:
        """What a form saves: one that has the values of a sample, or an empty one into which a text is loaded."""
        page = draw_offline_form(sample.form, sample.leaves if text is None else {}).decode()
        found: dict[str, Any] = self._tab.evaluate(f"{IN_FRAME}({json.dumps(page)}, {json.dumps(text)})")
        assert "saved" in found, found
        assert found["saved"] == found["again"]
        return str(found["saved"])

    def read_all(self, sample: Sample, texts: Sequence[str]) -> list[Any]:
        """What a form of the sample's rubric makes of each text: what it would save, or a list of problems."""
        page = draw_offline_form(sample.form, {}).decode()
        found = self._tab.evaluate(f"{READ_ALL}({json.dumps(page)}, {json.dumps(list(texts))})")
        assert isinstance(found, list)
        return found


@contextmanager
def open_forms() -> Iterator[SavedForm]:
    """A browser for forms, until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "blank.html"
        file.write_text(BLANK, encoding="utf-8")
        with tab_of(file) as tab:
            yield SavedForm(tab)


class Person:
    """A person who fills in a form with the mouse and the keyboard."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def click(self, selector: str, place: int = 0) -> None:
        """Clicks in the middle of an element, which must not be covered by another."""
        script = f"""(() => {{
          const found = [...document.querySelectorAll({json.dumps(selector)})].filter(one => one.offsetParent)[{place}];
          found.scrollIntoView({{block: "center"}});
          const box = found.getBoundingClientRect(), at = [box.x + box.width / 2, box.y + box.height / 2];
          return found.contains(document.elementFromPoint(...at)) ? at : null;
        }})()"""
        at = self.tab.evaluate(script)
        assert at is not None, f"something covers {selector}"
        for kind in ("mousePressed", "mouseReleased"):
            self.tab.call("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", clickCount=1)
        self.wait()

    def press(self, *keys: str) -> None:
        """Presses keys one after another, such as `Tab`, `Space` or `ArrowRight`."""
        for key in keys:
            text = {"Space": " ", "Enter": "\r"}.get(key, "")
            shown = {"key": " " if key == "Space" else key, "code": key, "windowsVirtualKeyCode": CODES[key]}
            self.tab.call("Input.dispatchKeyEvent", type="keyDown", text=text, **shown)
            self.tab.call("Input.dispatchKeyEvent", type="keyUp", **shown)
        self.wait()

    def write(self, text: str) -> None:
        """Writes where the cursor is."""
        self.tab.call("Input.insertText", text=text)
        self.wait()

    def choose_files(self, selector: str, *files: Path) -> None:
        """Gives files to a field for files."""
        root = self.tab.call("DOM.getDocument")["root"]["nodeId"]
        node = self.tab.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.tab.call("DOM.setFileInputFiles", files=list(map(str, files)), nodeId=node)
        self.wait()

    def save(self, folder: Path) -> Path:
        """Saves with the button, returns the file that the browser has written, and closes the message."""
        self.tab.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        before = set(folder.iterdir())
        self.click("#save")
        if self.read("#dialog-title") == "Some answers are not finished":
            self.click("#dialog-buttons .main")
        for _ in range(100):
            new = [one for one in folder.iterdir() if one not in before and one.suffix == ".toml"]
            if new:
                self.click("#dialog-buttons .main")
                return new[0]
            self.wait()
        raise AssertionError("nothing was saved")

    def read(self, selector: str) -> str:
        """The text of an element."""
        return str(self.tab.evaluate(f"document.querySelector({json.dumps(selector)}).textContent"))

    def value(self, key: str) -> object:
        """The value of a field, as the form has it."""
        return self.tab.evaluate(f"nhsdxForm.state.values.get({json.dumps(key)})")

    def wait(self) -> None:
        """Lets the page finish what it does."""
        self.tab.evaluate("new Promise(done => setTimeout(done, 60))")


CODES = {"Tab": 9, "Enter": 13, "Space": 32, "ArrowRight": 39, "ArrowDown": 40, "Escape": 27}
