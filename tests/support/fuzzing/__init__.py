"""Files changed at random: for each reader, what it gets, how that is changed, and what must never happen."""
