"""`nhsdx report`: writes a report for a board."""
