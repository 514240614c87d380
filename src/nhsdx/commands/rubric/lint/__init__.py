"""`nhsdx rubric lint`: checks rubrics against the lint rules."""
