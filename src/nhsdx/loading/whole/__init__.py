"""Checks that need a whole rubric or assessment, not one table of it."""
