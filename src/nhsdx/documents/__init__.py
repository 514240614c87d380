"""Pages for people: a document of blocks, the words in it, and a drawer for each medium."""
