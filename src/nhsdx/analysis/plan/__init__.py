"""Plans: the cheapest steps to a score, and the best score for an effort, found exactly by the engine's own rules."""
