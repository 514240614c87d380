"""`nhsdx import`: writes the answers of a filled form into an assessment file."""
