"""Pages for people: documents made of blocks, the wording in them, and the code that draws them in each medium."""
