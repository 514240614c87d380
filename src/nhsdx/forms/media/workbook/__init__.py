"""The Excel workbook: a sheet for each dimension to fill in, and results that follow the answers by formulas."""
