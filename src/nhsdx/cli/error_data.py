"""What stands on stdout where a document was asked for and could not be made."""

from typing import Literal

from nhsdx.model.finding import Finding
from nhsdx.results.output import Listed, OutputDocument


class ErrorOutput(OutputDocument):
    """Why there is no other document, as every command writes it that was asked for JSON or TOML."""

    format: Literal["nhsdx.error/1"]
    findings: Listed[Finding]
