"""Prints the lowest version allowed of each core dependency, and of what draws Word and PDF files, as requirements."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
extras = project["optional-dependencies"]
for requirement in [*project["dependencies"], *extras["docx"], *extras["pdf"]]:
    print(re.sub(r">=", "==", requirement))
