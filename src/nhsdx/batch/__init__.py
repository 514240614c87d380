"""Many assessments at once, as tables, on whatever engine holds them."""
