"""Published results: the shape that they all have, and the code that reads them from files and verifies them."""
