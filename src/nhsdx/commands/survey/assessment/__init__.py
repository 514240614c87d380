"""Writes survey answers into an assessment, or explains why it cannot do so."""
