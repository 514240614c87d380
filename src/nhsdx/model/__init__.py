"""The shapes of rubrics, assessments, results and findings.

All of these classes are frozen, and no module here reads or writes files.
"""

from __future__ import annotations

# fmt: off
# isort: off
from nhsdx.model.assessment import (
    ANSWER_KEYS, ASSESSMENT_FORMAT, PLACEHOLDERS, ROLE_PLACEHOLDER, SUBJECT_PLACEHOLDER, About, Action, ActionState,
    Answer, AnswerChange, AnswerData, AnswerForm, AnswerTable, Assessment, AssessmentFile, EffortFile, EvidenceDocument,
    ItemState, Status,
)
from nhsdx.model.base import (
    ID_LENGTH, ID_PATTERN, LEVEL_NAME_PATTERN, OVERALL, RESERVED_IDS, FileModel, Id, KnownId, LevelName, LevelNumber,
    Many, Number, Percent, Text, Weight, is_id, name_level, name_places, parse_number,
    read_decimal,
)
from nhsdx.model.codes import CHECK_CODES, ERROR_CODES, FINDING_CODES
from nhsdx.model.conditions import (
    AskedWhen, Condition, GateState, Requirement, Stage, find_criteria_in, find_nodes_in, is_upward, list_simple_parts,
)
from nhsdx.model.criteria import (
    KIND_OF_KEY, Band, BaseCriterion, Certainty, ChecklistCriterion, ChecklistItem, Correspondence,
    Criterion, LeftOutStatus, LevelCriterion, Linear, MeasureCriterion, OwnLevel, Statement, SurveyCriterion,
    count_share, find_kind,
)
from nhsdx.model.expectation import NO_SCORE, Expectation, NodeExpectation
from nhsdx.model.finding import (
    Finding, InvalidInputError, Path, Problem, Severity, count_alike, format_path, list_findings, load_all,
    parse_path,
)
from nhsdx.model.overlay import NOT_BLANK, Change, Departure, Digest, OverlayHeader, OverlayOrigin
from nhsdx.model.problems import (
    DEEPEST, build_depth_problem, build_given_problem, build_level_problem, build_name_problem, expect_profile,
    find_duplicates, find_item_problems, find_reference_problem,
)
from nhsdx.model.reading import AS_SCORED, DEFAULT_READING, ByReading, DisplayScale, Reading, Scores
from nhsdx.model.nodes import (
    CriterionResult, CriterionStatus, DateProblem, DimensionResult, LeftOut, LevelMark, NodeResult,
    ParentResult, UnratedReason,
)
from nhsdx.model.result import (
    RESULT_FORMAT, AssessmentStamp, Cause, GateResult, LocalAndNational, Result, RubricStamp, Step, Term,
    TwoScores,
)
from nhsdx.model.rubric import (
    NODE_FIELDS, RUBRIC_FORMAT, VERSION_PATTERN, Aggregate, ContextQuestion, Dimension, EvidenceGrade, Framework, Gate,
    Level, Profile, Rubric, RubricFile, RubricHeader, Source, TestVector,
)
from nhsdx.model.suggest import (
    OneOf, describe_text, expect_known, find_nearest, format_range, quote_word, suggest, suggest_one_of,
)

__all__ = [
    "ANSWER_KEYS", "ASSESSMENT_FORMAT", "AS_SCORED", "CHECK_CODES", "DEEPEST", "DEFAULT_READING", "ERROR_CODES",
    "FINDING_CODES", "ID_LENGTH", "ID_PATTERN", "KIND_OF_KEY", "LEVEL_NAME_PATTERN", "NODE_FIELDS", "NOT_BLANK",
    "NO_SCORE", "OVERALL", "PLACEHOLDERS", "RESERVED_IDS", "RESULT_FORMAT", "ROLE_PLACEHOLDER", "RUBRIC_FORMAT",
    "SUBJECT_PLACEHOLDER", "VERSION_PATTERN", "About", "Action", "ActionState", "Aggregate", "Answer", "AnswerChange",
    "AnswerData", "AnswerForm", "AnswerTable", "AskedWhen", "Assessment", "AssessmentFile", "AssessmentStamp", "Band",
    "BaseCriterion", "ByReading", "Cause", "Certainty", "Change", "ChecklistCriterion", "ChecklistItem", "Condition",
    "ContextQuestion", "Correspondence", "Criterion", "CriterionResult", "CriterionStatus", "DateProblem", "Departure",
    "Digest", "Dimension", "DimensionResult", "DisplayScale", "EffortFile", "EvidenceDocument", "EvidenceGrade",
    "Expectation", "FileModel", "Finding", "Framework", "Gate", "GateResult", "GateState", "Id", "InvalidInputError",
    "ItemState", "KnownId", "LeftOut", "LeftOutStatus", "Level", "LevelCriterion", "LevelMark", "LevelName",
    "LevelNumber", "Linear", "LocalAndNational", "Many", "MeasureCriterion", "NodeExpectation", "NodeResult", "Number",
    "OneOf", "OverlayHeader", "OverlayOrigin", "OwnLevel", "ParentResult", "Path", "Percent", "Problem", "Profile",
    "Reading", "Requirement", "Result", "Rubric", "RubricFile", "RubricHeader", "RubricStamp", "Scores", "Severity",
    "Source", "Stage", "Statement", "Status", "Step", "SurveyCriterion", "Term", "TestVector", "Text", "TwoScores",
    "UnratedReason", "Weight", "build_depth_problem", "build_given_problem", "build_level_problem",
    "build_name_problem", "count_alike", "count_share", "describe_text", "expect_known", "expect_profile",
    "find_criteria_in", "find_duplicates", "find_item_problems", "find_kind", "find_nearest", "find_nodes_in",
    "find_reference_problem", "format_path", "format_range", "is_id", "is_upward", "list_findings", "list_simple_parts",
    "load_all", "name_level", "name_places", "parse_number", "parse_path", "quote_word", "read_decimal", "suggest",
    "suggest_one_of",
]
