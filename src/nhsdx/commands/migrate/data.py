"""A migration as a JSON document."""

from typing import Literal

from nhsdx.model import Finding
from nhsdx.results.output import Listed, OutputDocument


class MigrationOutput(OutputDocument):
    """What happened to each answer in a migration, as `nhsdx migrate --format json` writes it."""

    format: Literal["nhsdx.migration/1"]
    subject: str
    old: str
    new: str
    kept: Listed[str]
    renamed: dict[str, str]
    lost: Listed[str]
    unanswered: Listed[str]
    findings: Listed[Finding]
