"""Pages for people: documents made of blocks, their wording, and the code that draws them in each medium."""
