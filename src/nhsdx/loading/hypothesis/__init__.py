"""Answers changed by options such as `--what-if clinical-safety.officer-named=yes`, checked like answers in files."""
