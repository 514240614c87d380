"""What pages say about things to check first, such as missing documents and evidence that is too old."""

from __future__ import annotations

from nhsdx.model import DateProblem

TO_CHECK = "To check before relying on these scores"
CHECKS = {
    "evidence-undated": ("answer has evidence without a date", "answers have evidence without a date"),
    "evidence-from-later": (
        "answer has evidence dated after the assessment",
        "answers have evidence dated after the assessment",
    ),
    "evidence-aged": ("answer has evidence too old for its grade", "answers have evidence too old for its grade"),
    "evidence-without-document": (
        "answer has evidence that needs a document, and gives none",
        "answers have evidence that needs a document, and give none",
    ),
    "mean-in-doubt": (
        "survey has a mean that may be on a scale other than 0 to 100",
        "surveys have a mean that may be on a scale other than 0 to 100",
    ),
    "invited-missing": ("survey does not give the number invited", "surveys do not give the number invited"),
    "too-few-respondents": ("survey has too few respondents to show", "surveys have too few respondents to show"),
    "items-left-out": ("criterion has items left out", "criteria have items left out"),
    "answer-outside-profile": (
        "answer is outside the profile, so it does not count",
        "answers are outside the profile, so they do not count",
    ),
    "placeholder": ("placeholder was not replaced", "placeholders were not replaced"),
    "action-overdue": ("action is overdue", "actions are overdue"),
}
"""The findings that every page shows, in order, each worded for one case and for several cases."""
DOUBTS = {
    "evidence-without-document": (
        "answer lacks the document that its evidence needs",
        "answers lack the document that their evidence needs",
    )
} | {code: CHECKS[code] for code in ("evidence-undated", "evidence-from-later")}
"""The findings that stop a page from saying that all answers are supported."""
DATE_PROBLEMS: dict[DateProblem | None, str] = {
    None: "too old",
    "undated": "no date",
    "from-later": "dated after the assessment",
}
"""Why evidence counts as a weaker grade."""
