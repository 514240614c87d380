"""The formulas of the live results. Each is also calculated here, so that its cell has a value from the start."""
