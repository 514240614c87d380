"""`nhsdx rubric test`: runs the test vectors of rubrics."""
