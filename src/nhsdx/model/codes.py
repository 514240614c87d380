"""The stable codes of errors and findings, and what each means."""

from __future__ import annotations

ERROR_CODES = {
    "answer-form": "An answer does not have the form that this kind of criterion needs.",
    "bad-id": "An id is not lower-case words joined by hyphens, or is longer than 64 characters.",
    "bad-text": "A text does not have the form that its key needs.",
    "bad-version": "A version is not three numbers, as in 1.0.0.",
    "bad-weight": "All weights in a dimension, or of all dimensions, are 0, so there would never be a score.",
    "band-worth": "A band needs either a level or a score, not both.",
    "bands-order": "Bands are missing, out of order, or leave values without a band.",
    "base-moved": "An overlay was made for another version of its base, which scored differently.",
    "column-taken": "A table already has a column with the name of a result column.",
    "count-mismatch": "The number of counts or scores differs from the number of options.",
    "cycle": "A dimension is its own ancestor.",
    "descriptor-count": "The number of descriptors differs from the number of levels.",
    "duplicate": "The same id, label or entry appears twice.",
    "file-exists": "The output file exists, and `--force` was not given.",
    "file-not-found": "There is no file with that name.",
    "file-too-large": "The file is too large for nhsdx.",
    "file-unreadable": "The file cannot be read.",
    "file-unwritable": "The output cannot be written.",
    "gate-condition": "A gate's condition is incomplete or contradictory.",
    "gate-effect": "A gate needs either caps or a flag, not both.",
    "grade-order": "Evidence grades are not in order from the weakest to the strongest.",
    "incomparable": "Two assessments were scored with different rubrics or profiles, so they cannot be compared.",
    "item-level": "An item of a staged checklist has no level.",
    "json-syntax": "The file is not valid JSON.",
    "layout": "`nhsdx migrate` cannot rewrite a file with this layout.",
    "level-gap": "A staged checklist has items for a level but none for one below it.",
    "level-out-of-scale": "The rubric has no level with this number.",
    "level-scores": "The scores of the levels do not rise from level to level.",
    "may-not-be-left-out": "An answer is `not-applicable` or `not-due`, which the rubric does not allow here.",
    "measure-bounds": "The bounds of a measure, or `worst` and `best` of its line, are impossible.",
    "measure-form": "A measure needs either bands or a line, not both.",
    "missing-key": "A required key is missing.",
    "no-assessment": "A rubric was given where an assessment is needed.",
    "no-answer": "A table has invalid cells, and `--strict` was given.",
    "no-date": "Evidence in a table ages, but no date is given.",
    "not-allowed": "A value is not one of the allowed values.",
    "not-installed": "A command needs a package that is not installed.",
    "not-utf8": "The file is not UTF-8 text.",
    "out-of-bounds": "The value of a measure is outside its bounds.",
    "out-of-range": "A number, text or list is too small or too large.",
    "overlay-change": "An overlay changes something that would give an entry of its base another meaning.",
    "overlay-departure": "An overlay loosens a shared gate without `departure`, or gives `departure` but loosens none.",
    "overlay-id": "An overlay uses an id that is already taken, in a rubric that it extends or one shipped with nhsdx.",
    "profile-form": "A profile needs either `criteria` or `without`, not both.",
    "reason-missing": "An answer that needs a reason has none.",
    "reserved-id": "An id is reserved: nhsdx gives it a meaning of its own.",
    "result-altered": "A result does not follow from its own answers, so it cannot be used.",
    "rubric-not-found": "The rubric that an assessment, a result or a command gives was not found.",
    "rubric-version": "There is a rubric with that id, but not with that version.",
    "steps-order": "The steps of a criterion do not lead from level to level.",
    "survey-form": "A survey needs either scores for its options or a number of top options, not both.",
    "table-unreadable": "A file cannot be read as a table.",
    "too-few-respondents": "Too few people answered for results to be shown.",
    "toml-syntax": "The file is not valid TOML.",
    "too-deep": "Tables, lists, dimensions or conditions nest too deeply.",
    "unknown-column": "A table has no such column, or no column that answers a criterion.",
    "unknown-key": "A key has no meaning here.",
    "unknown-reference": "A name is not defined in the file or its rubric.",
    "usage": "A command was called with wrong arguments or options.",
    "waiver-form": "A waiver needs either a gate or a finding, not both.",
    "wrong-format": "The `format` of a file is missing, or cannot be used here.",
    "wrong-type": "A value has the wrong type; nothing is converted.",
}

TABLE_CODES = {
    "column-missing": "A table has no column for a criterion, so it counts as unknown in every row.",
    "unknown-column": "A column of a table answers no criterion; it is kept unchanged.",
}

FINDING_CODES = {
    "claim-above-evidence": "The claimed level is above the level that the evidence supports.",
    "evidence-aged": "Evidence is older than its grade allows, and counts as the next weaker grade.",
    "evidence-from-later": "Evidence is dated after the assessment, or after the date given with `--as-of`.",
    "outside-profile": "The profile does not include the criterion.",
    "too-few-respondents": "A survey has fewer respondents than its criterion needs; it counts as unknown.",
    "unknown-answer": "The answer is unknown, which widens the range.",
}

CHECK_CODES = {
    "baseline-incomparable": "The baseline was scored with another rubric or profile, so it cannot be compared.",
    "baseline-missing": "The baseline has no earlier result for this subject, voice and rubric.",
    "below-threshold": "A score is below the threshold, or there is no score.",
    "departure": "The local rubric departs from the shared one. This alone does not fail the check.",
    "expectation-missed": "The result differs from the assessment's own `[expect]`.",
    "gate-not-clear": "A gate is triggered, or could be, under some reading.",
    "policy-unused": "A threshold is for a node that no rubric of the checked files has.",
    "regression": "A score is lower, or a gate less clear, than in the baseline.",
    "waiver-expired": "A waiver has expired, so it excuses nothing.",
    "waiver-needless": "A waiver is not needed: it matches no finding.",
}

VERIFICATION_CODES = {
    "another-rubric": "The rubric is not the one that scored the result: it has another id, or scores differently.",
    "another-tool": "Another version of nhsdx wrote the result. This alone does not fail the verification.",
    "another-version": "The rubric has another version than the one that scored the result.",
    "answers-changed": "An answer, the subject, the date or the voice was changed after scoring.",
    "figure-changed": "A number, level, state or other figure does not follow from the answers.",
    "other-words": "The wording of the rubric has changed since it scored the result; no number depends on it.",
    "result-changed": "Something in the result was changed after it was written.",
    "text-changed": "A text differs from the rubric.",
}

COMPARISON_CODES = {
    "other-subject": "The two assessments have different subjects.",
    "other-voice": "The two assessments have different voices.",
    "reversed-dates": "The first assessment is dated after the second.",
}

MIGRATION_CODES = {
    "answer-not-carried": "The new rubric has no criterion for an answer, which is commented out.",
    "evidence-default": "An answer gives no evidence, and the new rubric assumes another grade for it.",
    "evidence-regraded": "The new rubric does not have this evidence grade. The weakest one replaces it, with a note.",
    "expect-outdated": "The new rubric scores differently, so `[expect]` may be wrong. It is commented out.",
    "other-rubric": "The new rubric has another id, so it is not a newer version of the old one.",
    "profile-gone": "The new rubric does not have the profile, which is commented out.",
    "reworded": "The question, levels, items or options that an answer refers to have changed.",
    "unanswered": "Criteria of the new rubric have no answer and count as unknown.",
}
