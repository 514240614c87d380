"""The program as its users run it: arguments and files in, text and exit codes out."""
