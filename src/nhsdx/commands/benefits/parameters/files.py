"""Reads the dated parameters that come with nhsdx."""

from __future__ import annotations

import functools
from pathlib import Path

from nhsdx.commands.benefits.parameters.data import BiasTable, DiscountEdition, Parameters
from nhsdx.files.source import read_source

FOLDER = Path(__file__).parent


@functools.cache
def load_parameters() -> Parameters:
    """Every edition and table in the package, the newest first."""
    sources = [read_source(str(path)).data for path in sorted(FOLDER.glob("*.toml"), reverse=True)]
    editions = [DiscountEdition.model_validate(one) for one in sources if "schedules" in one]
    tables = [BiasTable.model_validate(one) for one in sources if "types" in one]
    return Parameters({one.id: one for one in editions}, {one.id: one for one in tables})
