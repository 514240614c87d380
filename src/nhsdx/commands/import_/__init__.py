"""`nhsdx import`: writes the answers of a filled-in form into an assessment file."""
