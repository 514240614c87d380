"""The JSON output of `nhsdx verify`."""

from typing import Literal

from nhsdx.results.output import Listed, OutputDocument
from nhsdx.results.verification import VerifiedResult


class VerificationOutput(OutputDocument):
    """The verdicts on results, as `nhsdx verify --format json` writes them."""

    format: Literal["nhsdx.verification/1"]
    results: Listed[VerifiedResult]
