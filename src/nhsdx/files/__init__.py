"""Code for files: reads and validates input files, finds the shipped rubrics, and writes whole output files."""
