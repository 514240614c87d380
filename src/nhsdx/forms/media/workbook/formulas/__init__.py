"""Formulas with their values, and the sheets that they are written in."""
