"""The outputs of a check that other programs read."""
