"""Checks that need a whole rubric or assessment, not just one of its tables."""
