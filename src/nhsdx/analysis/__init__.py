"""What scores mean: gaps, weak points, demands met or not, and test vectors."""
