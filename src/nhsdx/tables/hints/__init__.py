"""Hints: lines for a map that would read invalid cells, and remarks on columns that mix ways of writing."""
