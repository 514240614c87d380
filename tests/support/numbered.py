"""A rubric whose levels count from 1, and the head of an assessment with it."""

from __future__ import annotations

RUBRIC = """
format = "nhsdx.rubric/1"
[rubric]
id = "from-one"
version = "1.0.0"
title = "A scale from 1"
[[levels]]
number = 1
label = "None"
[[levels]]
number = 2
label = "Limited"
[[levels]]
number = 3
label = "Developed"
[dimensions.all-of-it]
title = "All of it"
[criteria.law]
dimension = "all-of-it"
title = "Law"
levels = ["No law.", "A draft.", "A law."]
[criteria.detail]
dimension = "all-of-it"
title = "Detail"
kind = "checklist"
asked-when = { criterion = "law", at-least = 2 }
items.used = { level = 2, text = "The law is used." }
items.read = { level = 2, text = "The law is read." }
items.known = { level = 3, text = "The law is known." }
needs = { 2 = 1 }
[criteria.stock]
dimension = "all-of-it"
title = "Stock"
may-be-left-out = ["not-applicable"]
not-applicable-counts = "met"
levels = [{ number = "A", text = "Little.", score = 10 }, { number = "B", text = "Much.", score = 90 }]
[criteria.ease]
dimension = "all-of-it"
title = "Ease"
kind = "survey"
options = ["No", "Yes"]
scores = [0, 100]
statements.quick = { text = "It is quick." }
"""
HEAD = """
format = "nhsdx.assessment/1"
rubric = "rubric.toml"
[assessment]
subject = "Marlowe Vale (fictional)"
date = 2026-10-01
[answers]
"""
