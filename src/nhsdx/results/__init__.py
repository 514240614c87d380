"""Published results: their one shape, reading them from files, and verifying them."""
