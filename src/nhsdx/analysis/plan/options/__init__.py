"""Lists every way to treat a criterion that may be worth the cost."""
