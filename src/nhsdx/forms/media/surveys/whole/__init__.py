"""Whole questionnaires in survey programs: the form, its map, and a row of an export as a filled-in form."""
