"""`nhsdx rubric list`: lists rubrics."""
