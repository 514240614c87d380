"""`nhsdx compare`: shows what changed between assessments, and why."""
