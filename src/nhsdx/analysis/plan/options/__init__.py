"""Lists the options for a criterion: every change to the answer that may be worth its cost."""
