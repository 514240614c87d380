"""The formulas for the live results. nhsdx calculates each formula too, so that its cell has a value from the start."""
