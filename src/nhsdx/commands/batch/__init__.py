"""`nhsdx batch`: scores a table of assessments."""
