"""Plans: the cheapest steps to a score, and the best score for an effort, found exactly over the engine's own rules."""
