"""The stable codes of errors and of what a result says about its answers, and what each means."""

from __future__ import annotations

ERROR_CODES = {
    "answer-form": "An answer is not in the form that its criterion's kind takes.",
    "bad-id": "An id is not lower-case words joined by hyphens, or is longer than 64 characters.",
    "bad-text": "A text is not in the form that its key takes.",
    "bad-version": "A version is not three numbers, as in 1.0.0.",
    "bad-weight": "All weights of one node are 0, so that it could never have a score.",
    "band-worth": "A band is worth neither a level nor a score, or both.",
    "bands-order": "Bands are missing, out of order, or leave values without a band.",
    "base-moved": "An overlay was made for a version of its base that scored otherwise.",
    "column-taken": "A table already has a column of a name that results have.",
    "count-mismatch": "There are more or fewer counts or scores than options.",
    "cycle": "A dimension is its own ancestor.",
    "descriptor-count": "A criterion has more or fewer descriptors than the rubric has levels.",
    "duplicate": "The same id, label or entry stands twice where each may stand once.",
    "file-exists": "The output file exists, and `--force` was not given.",
    "file-not-found": "There is no file of that name.",
    "file-too-large": "The file is larger than nhsdx reads.",
    "file-unreadable": "The file cannot be read.",
    "file-unwritable": "The output cannot be written.",
    "gate-condition": "A gate's condition is not one that can be judged.",
    "gate-effect": "A gate neither caps a node nor raises a flag, or both.",
    "grade-order": "Evidence grades do not run from the weakest to the strongest.",
    "incomparable": "Two assessments were scored with different rubrics or profiles, so they do not compare.",
    "item-level": "An item of a staged checklist has no level.",
    "json-syntax": "The file is not JSON.",
    "layout": "`nhsdx migrate` cannot rewrite a file laid out like this.",
    "level-gap": "A staged checklist has items for a level but none for one below it.",
    "level-out-of-scale": "A level's number is not on the rubric's scale.",
    "level-scores": "The levels' scores do not rise from level to level.",
    "measure-bounds": "A measure's bounds, or the ends of its line, cannot be.",
    "measure-form": "A measure is scored neither by bands nor by a line, or by both.",
    "missing-key": "A key that must be there is not.",
    "no-assessment": "A rubric was given where an assessment is needed.",
    "no-answer": "Cells of a table are no answers, and `--strict` was given.",
    "no-date": "Evidence in a table ages, but nothing says on which day.",
    "not-allowed": "A value is not one of those allowed.",
    "not-applicable-forbidden": "An answer leaves out (`not-applicable`, `not-due`) what the rubric does not let out.",
    "not-installed": "A command needs a package that is not installed.",
    "not-utf8": "The file is not UTF-8 text.",
    "out-of-bounds": "A measure's value is outside its physical bounds.",
    "out-of-range": "A number, text or list is too small or too large.",
    "overlay-change": "An overlay changes what would make an entry of its base another one.",
    "overlay-departure": "An overlay loosens a shared gate without a name for it, or names a departure that is none.",
    "overlay-id": "An overlay uses an id that means something else in a rubric that it extends.",
    "profile-form": "A profile lists neither the criteria it has nor those it leaves out, or both.",
    "reason-missing": "An answer that needs a reason has none.",
    "reserved-id": "An id has a meaning of its own in nhsdx.",
    "result-altered": "A result is not what its own answers give, so that it cannot be built upon.",
    "rubric-not-found": "An assessment, a result or a command names a rubric that is not there.",
    "rubric-version": "The shipped rubric of that id has another version.",
    "steps-order": "The steps of a criterion do not lead from level to level.",
    "survey-form": "A survey is scored neither by option nor by its top options, or by both.",
    "table-unreadable": "A file is not a table that can be read.",
    "too-few-respondents": "Too few people answered for their answers to be told.",
    "toml-syntax": "The file is not TOML.",
    "too-deep": "Tables, lists, dimensions or conditions nest too deeply.",
    "unknown-column": "A table has no such column, or none that answers anything.",
    "unknown-key": "A key means nothing where it stands.",
    "unknown-reference": "A name refers to nothing that the file or its rubric defines.",
    "usage": "A command was called in a way that it does not know.",
    "waiver-form": "A waiver names neither a gate nor a finding, or both.",
    "wrong-format": "The file does not say that it is of a format that can be used here.",
    "wrong-type": "A value has the wrong type; nothing is converted.",
}

TABLE_CODES = {
    "column-missing": "No column of a table answers a criterion, which counts as unknown in every row.",
    "unknown-column": "A column of a table is no answer; it is kept as it is.",
}

FINDING_CODES = {
    "claim-above-evidence": "The claimed level is above the one that the evidence carries.",
    "evidence-aged": "Evidence is older than its grade allows, and counts as the next weaker grade.",
    "evidence-from-later": "Evidence is dated after the day against which it ages.",
    "outside-profile": "The profile does not ask the criterion.",
    "too-few-respondents": "A survey has fewer respondents than its criterion needs; it counts as unknown.",
    "unknown-answer": "No answer is known, which widens the range.",
}

CHECK_CODES = {
    "baseline-incomparable": "The baseline was scored with another rubric or profile, so that nothing can be said.",
    "baseline-missing": "The baseline holds no result for this subject, voice and rubric up to its date.",
    "below-threshold": "A score is below the least that was asked for, or there is none.",
    "expectation-missed": "The assessment's own `[expect]` does not hold.",
    "gate-not-clear": "A gate fires, or could fire, under some reading.",
    "golden-differs": "The result is not the one kept in the golden folder.",
    "golden-missing": "The golden folder keeps no result for this assessment.",
    "golden-stale": "The golden folder keeps a result whose assessment is no longer there.",
    "policy-unused": "A threshold names a node that no rubric of the files checked has.",
    "regression": "A score is lower, or a gate less clear, than in the baseline.",
    "waiver-expired": "A waiver's last day is over, so it excuses nothing.",
    "waiver-needless": "A waiver excuses nothing that was found.",
}

VERIFICATION_CODES = {
    "another-rubric": "The rubric at hand is not the one that scored: it has another id, or scores otherwise.",
    "another-tool": "Another version of nhsdx wrote the result; by itself this fails nothing.",
    "another-version": "The rubric at hand has another version than the one that scored.",
    "answers-changed": "An answer, the subject, the date or the voice is not what was scored.",
    "figure-changed": "A number, level, state or other figure is not what the answers give.",
    "other-words": "The rubric's words are not those it had when it scored; no number depends on them.",
    "result-changed": "Something in the result, whatever it is, was changed after it was written.",
    "text-changed": "A text is not what the rubric says.",
}

COMPARISON_CODES = {
    "other-subject": "The two are of different subjects.",
    "other-voice": "The two are of different voices.",
    "reversed-dates": "The first of the two is dated after the second.",
}

MIGRATION_CODES = {
    "answer-not-carried": "An answer is none to any criterion of the new rubric; it is commented out.",
    "evidence-regraded": "The new rubric does not have the grade of evidence; it counts as its weakest.",
    "expect-outdated": "The new rubric scores otherwise, so what `[expect]` says need not hold; it is commented out.",
    "other-rubric": "The new rubric has another id: it is no newer version of the old one.",
    "profile-gone": "The new rubric does not have the profile; it is commented out.",
    "unanswered": "Criteria of the new rubric have no answer, and count as unknown.",
}
