"""Fails if a known advisory is about the lowest version of a dependency; prints why if no database gives information.

    python .ci/audit.py PIP-AUDIT REQUIREMENTS

Asks two databases. One that cannot be reached, or does not know a package, gives no information about it.
"""

import json
import subprocess
import sys

SERVICES = ("osv", "pypi")


def main() -> int:
    """Asks each database about each requirement, and prints the advisories found."""
    program, requirements = sys.argv[1:]
    asked: dict[str, bool] = {}
    advisories: set[str] = set()
    for service in SERVICES:
        words = ["-r", requirements, "--no-deps", "--disable-pip", "--progress-spinner", "off", "--timeout", "15"]
        run = subprocess.run(
            [program, *words, "-f", "json", "-s", service], capture_output=True, text=True, check=False
        )
        try:
            found = json.loads(run.stdout)["dependencies"]
        except ValueError:
            print(f"{service} could not be reached: {(run.stderr.strip().splitlines() or ['no answer'])[-1][:300]}")
            continue
        for one in found:
            asked[one["name"]] = asked.get(one["name"], False) or "skip_reason" not in one
            advisories |= {f"{one['name']} {one['version']}: {advisory['id']}" for advisory in one.get("vulns", ())}
    unknown = sorted(name for name, is_known in asked.items() if not is_known)
    if not any(asked.values()):
        print("skipped: no database gave information about advisories")
    elif unknown:
        print(f"unknown to every database: {', '.join(unknown)}")
    for advisory in sorted(advisories):
        print(f"known advisory: {advisory}")
    print(f"{sum(asked.values())} dependencies checked, {len(advisories)} advisories")
    return 1 if advisories else 0


if __name__ == "__main__":
    sys.exit(main())
