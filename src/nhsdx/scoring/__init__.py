"""Answers in, scores out. Pure: the same input gives the same result, and nothing is read or printed."""
