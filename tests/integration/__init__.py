"""The program as users run it: with arguments and files, checking text and exit codes."""
