"""Which criteria are asked in each row: by its profile, and by conditions on its answers and context."""
