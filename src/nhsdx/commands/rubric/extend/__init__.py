"""`nhsdx rubric extend`: writes an empty overlay of a rubric."""
