"""Writes the answers of a survey into an assessment, or says why not."""
