"""`nhsdx rubric show`: shows a rubric, or a part of it."""
