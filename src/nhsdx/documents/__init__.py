"""Pages for people: documents made of blocks, the wording of documents, and the code that draws them in each medium."""
