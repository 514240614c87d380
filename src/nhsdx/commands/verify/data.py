"""What verifying results found, as its JSON holds it."""

from typing import Literal

from nhsdx.results.output import Listed, OutputDocument
from nhsdx.results.verification import VerifiedResult


class VerificationOutput(OutputDocument):
    """Whether results are what their answers give, as `nhsdx verify --format json` writes it."""

    format: Literal["nhsdx.verification/1"]
    results: Listed[VerifiedResult]
