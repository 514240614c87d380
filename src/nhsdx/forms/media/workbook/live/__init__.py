"""The formulas of the live results, each worked out here as well, so that its cell has the right value at once."""
