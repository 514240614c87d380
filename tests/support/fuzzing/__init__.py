"""Files changed at random: for each reader, what it is given, how that is changed, and what must never happen."""
