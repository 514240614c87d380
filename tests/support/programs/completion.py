"""The words that bash offers when the tab key is pressed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.run import ROOT
from tests.support.samples import clean_environment

# What bash itself does on the tab key: find the function registered for the command, set its variables, call it.
PRESS_TAB = """
eval "$(_NHSDX_COMPLETE=source_bash nhsdx)"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
function=$(complete -p nhsdx | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
"$function" nhsdx
printf '%s\\n' "${COMPREPLY[@]}"
"""


def offered(*words: str) -> list[str]:
    """The words that bash offers for the last of these words after `nhsdx`."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", PRESS_TAB, "bash", "nhsdx", *words],
        cwd=ROOT,
        env=clean_environment() | {"PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()
