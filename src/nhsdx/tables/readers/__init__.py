"""One reader for text tables, JSON lines and workbooks, so that every engine has the same rows of text."""
