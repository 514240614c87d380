"""What things are: rubrics, assessments, results and findings. Frozen, and without input or output."""
