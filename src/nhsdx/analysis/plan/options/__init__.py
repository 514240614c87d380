"""Lists, for a criterion, every way to treat it that may be worth the cost."""
