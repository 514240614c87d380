"""`nhsdx rubric diff`: shows what changed between two rubrics."""
