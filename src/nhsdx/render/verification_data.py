"""What verifying results found, as its JSON holds it."""

from typing import Literal

from nhsdx.analysis.verification import VerifiedResult
from nhsdx.model.output import Listed, OutputDocument


class VerificationOutput(OutputDocument):
    """Whether results are what their answers give, as `nhsdx verify --format json` writes it."""

    format: Literal["nhsdx.verification/1"]
    results: Listed[VerifiedResult]
