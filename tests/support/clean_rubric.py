"""A minimal rubric without findings, and variations of it with other entries."""

from __future__ import annotations

import tomllib
from typing import Any

from nhsdx.commands.rubric.lint.linter import lint
from nhsdx.loading.whole.rubric import find_rubric_problems
from nhsdx.model.finding import Finding
from nhsdx.model.rubric import Rubric

CLEAN = """
format = "nhsdx.rubric/1"

[rubric]
id = "small"
version = "1.0.0"
title = "A small rubric"
[rubric.use]
intended = ["The board's yearly review"]
prohibited = ["Appraising a named person"]
limits = "A self-assessment; it has not been shown to predict anything."

[[levels]]
label = "Absent"
[[levels]]
label = "Set up"
[[levels]]
label = "Operating"

[dimensions.leadership]
title = "Leadership"

[criteria.vision]
dimension = "leadership"
title = "Vision"
question = "Is there a vision?"
levels = ["Nothing is written.", "A plan is written.", "The plan guides decisions."]
evidence = ["The strategy paper"]
claims = ["S1"]

[criteria.safety]
dimension = "leadership"
title = "Safety"
question = "Does somebody look after patient safety?"
levels = ["Nobody looks after it.", "An officer is named.", "The officer stops unsafe releases."]
evidence = ["The hazard log"]
claims = ["S2"]

[gates.safety]
when = { criterion = "safety", at-most = 0 }
cap = { overall = 1 }
because = "An unsafe system harms patients, however good the rest is."
remedy = "The chief executive names a safety officer."

[[tests]]
name = "an unsafe system is capped"
answers = { all = 2, safety = 0 }
expect = { overall = 50, gates = ["safety"] }

[[tests]]
name = "a named officer clears the gate"
answers = { all = 2, safety = 1 }
expect = { overall = 75, gates = [] }
"""

MEASURES_ONLY = """
format = "nhsdx.rubric/1"

[rubric]
id = "development"
version = "1.0.0"
title = "Human development"
aggregate = "geometric"

[[levels]]
label = "Low"
score = 0
[[levels]]
label = "Medium"
score = 55
[[levels]]
label = "High"
score = 70

[dimensions.health]
title = "Long and healthy life"
[dimensions.knowledge]
title = "Knowledge"
[dimensions.income]
title = "A decent standard of living"

[criteria.life-expectancy]
kind = "measure"
dimension = "health"
title = "Life expectancy at birth"
unit = "years"
minimum = 0
linear = { worst = 20, best = 85 }

[criteria.expected-schooling]
kind = "measure"
dimension = "knowledge"
title = "Expected years of schooling"
unit = "years"
linear = { worst = 0, best = 18 }

[criteria.mean-schooling]
kind = "measure"
dimension = "knowledge"
title = "Mean years of schooling"
unit = "years"
maximum = 30
linear = { worst = 0, best = 15 }

[criteria.national-income]
kind = "measure"
dimension = "income"
title = "Gross national income per person"
unit = "international dollars"
linear = { worst = 100, best = 75000, scale = "log" }
"""


def rubric_with(fragment: str = "", base: str = CLEAN) -> Rubric:
    """The base rubric; entries of the fragment replace those with the same name."""
    tables = tomllib.loads(base)
    for key, value in tomllib.loads(fragment).items():
        tables[key] = {**tables.get(key, {}), **value} if isinstance(value, dict) else value
    rubric = Rubric.model_validate(tables)
    assert list(find_rubric_problems(rubric)) == []
    return rubric


def findings_with(fragment: str = "", base: str = CLEAN) -> tuple[Finding, ...]:
    """The findings in the base rubric with the fragment."""
    return lint(rubric_with(fragment, base))


def places(code: str, fragment: str = "", base: str = CLEAN) -> list[str]:
    """The places where the rule with this code finds a problem."""
    return [finding.where for finding in findings_with(fragment, base) if finding.code == code]


def criterion(name: str, **keys: Any) -> str:  # noqa: ANN401 - whatever TOML can write
    """A clean criterion of the small rubric with this name and these lines of TOML."""
    words = f"{name} in words of its own"
    lines = {
        "dimension": '"leadership"',
        "title": f'"The {name}"',
        "question": f'"What about the {words}?"',
        "levels": '["Nothing is written.", "A plan is written.", "The plan guides decisions."]',
        "evidence": '["A paper"]',
        "claims": '["S1"]',
    }
    if "kind" in keys:
        del lines["levels"]
    lines |= {key.replace("_", "-"): str(value) for key, value in keys.items()}
    return f"[criteria.{name}]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items())
