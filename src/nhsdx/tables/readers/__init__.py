"""One reader for text tables, JSON lines and workbooks, so that every engine gets the same rows of text."""
