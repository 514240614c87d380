"""`nhsdx import`: a filled form into an assessment file."""
