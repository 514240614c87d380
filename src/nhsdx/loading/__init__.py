"""Turns the data in files into rubrics and assessments, and finds all problems in the data."""
