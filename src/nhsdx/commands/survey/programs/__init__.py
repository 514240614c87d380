"""How survey programs export responses, and which of their rows are not responses."""
