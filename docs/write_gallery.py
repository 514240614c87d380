"""Write the reports and plans of the examples to `docs/gallery`. A test compares them."""

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

PLANS: dict[str, tuple[str, ...]] = {
    "plan-marlowe-vale": ("examples/marlowe-vale.toml", "--target", "50", "--avoid", "go-live-funding"),
    "plan-fenmarch-saltings": ("examples/fenmarch-saltings.toml", "--target", "60", "--avoid", "go-live-funding"),
    "plan-harrowmere": ("examples/harrowmere.toml", "--target", "75"),
    "plan-otterbridge-wold": ("examples/otterbridge-wold.toml", "--target", "gates=clear"),
}
"""The arguments of `nhsdx plan` for each plan, which is only in Markdown."""


def list_pages() -> dict[str, tuple[str, ...]]:
    """Every gallery page by its file name, with the arguments that write it to stdout."""
    reports = {
        f"{name}{ending}": ("report", *arguments, "--format", format_)
        for name, arguments in EXAMPLES.items()
        for ending, format_ in FORMATS.items()
    }
    return reports | {f"{name}.md": ("plan", *arguments, "--format", "markdown") for name, arguments in PLANS.items()}


def main() -> None:
    """Write every page again."""
    for name, arguments in list_pages().items():
        command = [sys.executable, "-m", "nhsdx", *arguments, "-o", str(GALLERY / name), "--force"]
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - nhsdx itself


if __name__ == "__main__":
    main()
