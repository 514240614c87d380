"""Answers changed by options, as in `--what-if clinical-safety.officer-named=yes`, and checked like those of a file."""
