"""The JSON output of `nhsdx verify`."""

from typing import Literal

from nhsdx.results.output import Listed, OutputDocument
from nhsdx.results.verification import VerifiedResult


class VerificationOutput(OutputDocument):
    """Whether scoring the answers again gives the same results, as `nhsdx verify --format json` writes it."""

    format: Literal["nhsdx.verification/1"]
    results: Listed[VerifiedResult]
