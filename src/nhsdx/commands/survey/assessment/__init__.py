"""Writes the answers of a survey into an assessment, or explains why it cannot do so."""
