"""The documentation compared with the program."""
