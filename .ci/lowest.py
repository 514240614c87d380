"""Prints the lowest version allowed of dependencies, as requirements.

    python .ci/lowest.py [all]

By default, of the core and of everything that draws Word and PDF files and workbooks; with `all`, of every feature.
"""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
extras = project["optional-dependencies"]
chosen = [name for name in extras if name != "dev"] if "all" in sys.argv else ["docx", "pdf", "workbook"]
found = [*project["dependencies"], *(one for name in chosen for one in extras[name])]
for requirement in dict.fromkeys(one for one in found if not one.startswith("nhsdx[")):
    print(re.sub(r">=", "==", requirement))
