"""Turns a finding about a file or a rubric into a block."""

from __future__ import annotations

from collections.abc import Mapping

from nhsdx.documents.blocks import Callout, Tone
from nhsdx.documents.phrases import make_sentence
from nhsdx.documents.safe_text import clean
from nhsdx.model import Finding, Severity

FINDING_TONES: Mapping[Severity, Tone] = {"error": Tone.STOP, "warning": Tone.WARNING, "info": Tone.NOTE}


def build_finding(finding: Finding) -> Callout:
    """The place and the code of a finding, what is wrong, and what to do."""
    lines = (make_sentence(finding.message), make_sentence(finding.remedy))
    return Callout(
        FINDING_TONES[finding.severity], f"{clean(finding.where)}: {finding.severity}: {finding.code}", lines
    )
