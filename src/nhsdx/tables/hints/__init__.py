"""Hints: lines for a map that make invalid cells readable, and remarks on numbers written in several ways."""
