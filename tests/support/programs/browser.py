"""Pages tested by axe-core, the accessibility checker, in a headless browser."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)
needs_browser = pytest.mark.skipif(BROWSER is None, reason=f"none of these browsers is on the PATH: {BROWSERS}")

FOUND = re.compile(r'<pre id="axe-found">(.*?)</pre>', re.DOTALL)
# The browser prints the page when its scripts are done, and with it what they found.
SCRIPT = """
<script>AXE</script>
<script>
axe.run(document).then(
  found => found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target}: ${rule.help}`)),
  error => [String(error)],
).then(problems => {
  const pre = document.createElement("pre");
  pre.id = "axe-found";
  pre.textContent = JSON.stringify(problems);
  document.body.append(pre);
});
</script>
"""


def page_of(content: str) -> str:
    """A plain, accessible page with this content."""
    title = "<title>A page</title>"
    body = f"<main><h1>A page</h1>{content}</main>"
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8">{title}</head><body>{body}</body></html>'


def accessibility_problems(page: str) -> list[str]:
    """The problems that axe-core finds in a whole HTML page: `rule: element: requirement`."""
    assert BROWSER is not None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(page + SCRIPT.replace("AXE", axe_script()), encoding="utf-8")
        options = ["--headless", "--disable-gpu", "--no-sandbox", f"--user-data-dir={folder}/profile"]
        done = subprocess.run(
            [BROWSER, *options, "--virtual-time-budget=30000", "--dump-dom", file.as_uri()],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
    found = FOUND.search(done.stdout)
    assert found is not None, f"the browser has not run axe-core: {done.stderr[-2000:]}"
    problems = json.loads(html.unescape(found[1]))
    assert isinstance(problems, list)
    return problems


@cache
def axe_script() -> str:
    """The accessibility checker, as a script."""
    spec = find_spec("axe_core_python")
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")
