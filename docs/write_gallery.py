"""Write the reports of the examples to `docs/gallery`. A test compares them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GALLERY = ROOT / "docs" / "gallery"
FORMATS = {".html": "html", ".md": "markdown"}
EXAMPLES: dict[str, tuple[str, ...]] = {
    "marlowe-vale": ("examples/marlowe-vale.toml", "--since", "examples/marlowe-vale-2026-04.toml"),
    "marlowe-vale-2026-04": ("examples/marlowe-vale-2026-04.toml",),
    "fenmarch-saltings": ("examples/fenmarch-saltings.toml",),
    "harrowmere": ("examples/harrowmere.toml",),
    "otterbridge-wold": ("examples/otterbridge-wold.toml",),
    "otterbridge-wold-local": ("examples/wolds-and-levels/otterbridge-wold.toml",),
    "one-file": ("examples/rubric.toml",),
    "human-development-index": ("examples/human-development-index/gbr.toml",),
    "asem-connectivity": ("examples/asem-connectivity/gbr.toml",),
    "inform-risk": ("examples/inform-risk/moz.toml",),
    "process-capability": ("examples/process-capability/quillmoor.toml",),
}
"""The arguments of `nhsdx report` for each report."""


def main() -> None:
    """Write every report again."""
    for name, arguments in EXAMPLES.items():
        for ending, format_ in FORMATS.items():
            output = str(GALLERY / f"{name}{ending}")
            command = [
                sys.executable,
                "-m",
                "nhsdx",
                "report",
                *arguments,
                "--format",
                format_,
                "-o",
                output,
                "--force",
            ]
            subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - nhsdx itself


if __name__ == "__main__":
    main()
