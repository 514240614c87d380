"""The command line: arguments in, one core call, text out, an exit code."""
