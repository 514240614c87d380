"""`nhsdx rubric`: lists, shows, tests, compares and extends rubrics."""
