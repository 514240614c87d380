"""The lines of a map that would read invalid cells, and columns that mix ways of writing."""
