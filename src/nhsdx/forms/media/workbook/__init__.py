"""The Excel workbook: a sheet to fill in for each dimension, and results that formulas calculate from the answers."""
