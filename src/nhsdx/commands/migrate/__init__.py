"""`nhsdx migrate`: rewrites an assessment for another version of its rubric."""
