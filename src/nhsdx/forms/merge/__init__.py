"""Writes assessment files, and merges answers into an existing file."""

from __future__ import annotations

from nhsdx.forms.merge.merge_file import FileMerge, merge_into
from nhsdx.forms.merge.merging import Preference
from nhsdx.forms.merge.target import TargetFile, build_target, change_file, load_target_file
from nhsdx.forms.merge.writing import format_assessment, rewrite_assessment

__all__ = [
    "FileMerge",
    "Preference",
    "TargetFile",
    "build_target",
    "change_file",
    "format_assessment",
    "load_target_file",
    "merge_into",
    "rewrite_assessment",
]
