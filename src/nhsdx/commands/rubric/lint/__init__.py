"""`nhsdx rubric lint`: finds weak spots of rubrics, by rules."""
