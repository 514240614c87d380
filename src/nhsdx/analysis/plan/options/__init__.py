"""Lists the options for a criterion: every treatment that may be worth its cost."""
