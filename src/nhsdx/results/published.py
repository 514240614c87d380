"""Results as plain data in the published shape."""

from __future__ import annotations

from typing import Any

from nhsdx import __version__
from nhsdx.model.result import RESULT_FORMAT, Result
from nhsdx.results.shape import PublishedResult
from nhsdx.scoring.digest import compute_result_digest

TOOL = {"name": "nhsdx", "version": __version__}


def result_data(result: Result) -> dict[str, Any]:
    """A result in its published shape. Scores are unrounded; an excluded node has null scores."""
    fields = {name: getattr(result, name) for name in PublishedResult.model_fields if hasattr(result, name)}
    both = result.both
    local = {} if both is None else {"overlay": both.origin, "both": both.nodes, "national": both.national}
    values = fields | {"format": RESULT_FORMAT, "tool": TOOL} | local
    # The fields are named as in the computed result; some of their keys in the data differ.
    made = PublishedResult.model_validate(values, from_attributes=True, by_alias=False, by_name=True)
    data = made.model_dump(mode="json") | {
        "answers": {name: answer.build_data() for name, answer in made.answers.items()}
    }
    return data | {"digest": compute_result_digest(data)}
