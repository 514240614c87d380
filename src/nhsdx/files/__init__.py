"""Input and output files: code that reads and validates them, finds the shipped rubrics, and writes whole files."""
