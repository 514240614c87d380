"""Other programs that tests use, and files as those read them."""
