"""Other programs that tests use to read files."""
