"""What scores mean: gaps, weak points and expectations, and which answers fit another rubric."""
