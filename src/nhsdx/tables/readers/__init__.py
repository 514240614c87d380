"""The one reader of text tables, JSON lines and workbooks: every engine is given the same rows of text."""
