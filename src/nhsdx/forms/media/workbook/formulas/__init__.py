"""Formulas with their values, and the sheets that contain the formulas."""
