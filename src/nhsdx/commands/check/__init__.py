"""`nhsdx check`: checks files of assessments in CI."""
