"""Decides which criteria are asked in each row: by the row's profile, and by conditions on its answers and context."""
