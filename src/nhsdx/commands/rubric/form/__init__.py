"""`nhsdx rubric form`: a rubric's survey as a form for a survey program, with its map."""
