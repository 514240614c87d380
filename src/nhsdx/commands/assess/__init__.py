"""`nhsdx assess`: scores assessments."""
