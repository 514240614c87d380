"""A page in a headless browser, driven over a pipe with the DevTools protocol."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.programs.browser import BROWSER, axe_script

OPTIONS = ("--headless", "--disable-gpu", "--no-sandbox", "--hide-scrollbars", "--remote-debugging-pipe")
AXE = """axe.run(document).then(found => JSON.stringify(found.violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.target}: ${rule.help}: ${node.html}`))))"""


class Tab:
    """One page: its requests, its console messages, and ways to look at it."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._write, self._read = to_browser, from_browser
        self._pending = b""
        self._number = 0
        self._session: str | None = None
        self.requests: list[str] = []
        self.messages: list[str] = []

    def open(self, file: Path) -> None:
        """Opens a file and waits until it is loaded."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log", "Accessibility"):
            self.call(f"{domain}.enable")
        self.requests.clear()
        self.call("Page.navigate", url=file.as_uri())
        while self._event()["method"] != "Page.loadEventFired":
            pass
        self.evaluate("new Promise(done => setTimeout(done, 100))")

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """The browser's answer to a command of the protocol."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (answer := self._message()).get("id") != self._number:
            self._note(answer)
        assert "error" not in answer, answer
        result = answer["result"]
        assert isinstance(result, dict)
        return result

    def evaluate(self, script: str) -> Any:  # noqa: ANN401 - a script gives anything
        """The result of a script, which runs although the page's policy forbids scripts."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def resize(self, width: int, height: int = 900, scale: float = 1.0) -> None:
        """Gives the page a width in CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False
        )

    def colours(self, scheme: str) -> None:
        """Shows the page for a reader who prefers `light` or `dark`."""
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def accessibility_problems(self) -> list[str]:
        """The problems that axe-core finds in the page as shown now."""
        self.evaluate(f"{axe_script()};0")
        problems = json.loads(self.evaluate(AXE))
        assert isinstance(problems, list)
        return problems

    def heard(self) -> list[tuple[str, str]]:
        """Role and name of everything in the accessibility tree, in the order in which a screen reader reads it."""
        nodes = {node["nodeId"]: node for node in self.call("Accessibility.getFullAXTree")["nodes"]}
        return list(_spoken(nodes, next(iter(nodes))))

    def printed(self) -> bytes:
        """The page as a PDF, on A4 as set by its own style."""
        answer = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(answer["data"])

    def picture(self) -> bytes:
        """The whole page as a PNG image."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        answer = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(answer["data"])

    def _event(self) -> dict[str, Any]:
        message = self._message()
        self._note(message)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        method, found = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(found["request"]["url"])
        elif method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
            self.messages.append(json.dumps(found))

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._pending:
            read = os.read(self._read, 1 << 20)
            assert read, "the browser has ended"
            self._pending += read
        message, _, self._pending = self._pending.partition(b"\0")
        found = json.loads(message)
        assert isinstance(found, dict)
        return found


@contextmanager
def tab_of(file: Path) -> Iterator[Tab]:
    """A browser that shows this file until the block ends."""
    assert BROWSER is not None
    profile = tempfile.mkdtemp()
    to_browser, from_browser = os.pipe(), os.pipe()
    reader, writer = to_browser[0], from_browser[1]

    def as_three_and_four() -> None:
        # The browser reads from descriptor 3 and writes to 4; one of them may already be in use for the other.
        ours, theirs = os.dup(reader), os.dup(writer)
        os.dup2(ours, 3)
        os.dup2(theirs, 4)

    browser = subprocess.Popen(
        [BROWSER, *OPTIONS, f"--user-data-dir={profile}", "about:blank"],
        preexec_fn=as_three_and_four,  # noqa: PLW1509 - nothing else runs between fork and exec
        close_fds=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(reader)
    os.close(writer)
    try:
        tab = Tab(to_browser[1], from_browser[0])
        tab.open(file)
        yield tab
    finally:
        os.close(to_browser[1])
        browser.terminate()
        browser.wait(timeout=30)
        os.close(from_browser[0])
        shutil.rmtree(profile, ignore_errors=True)


def _spoken(nodes: dict[str, Any], name: str) -> Iterator[tuple[str, str]]:
    node = nodes[name]
    if not node.get("ignored"):
        yield node["role"]["value"], node.get("name", {}).get("value", "")
    for child in node.get("childIds", ()):
        if child in nodes:
            yield from _spoken(nodes, child)


def assert_good_page(tab: Tab) -> None:
    """Checks that a page is accessible at any width and in both colour schemes, without requests or messages."""
    for width in (1280, 320):
        tab.resize(width)
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        for scheme in ("light", "dark"):
            tab.colours(scheme)
            assert tab.accessibility_problems() == []
    assert len(tab.requests) == 1
    assert tab.messages == []
