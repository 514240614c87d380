"""How survey programs export responses, and which rows of theirs are no response."""
