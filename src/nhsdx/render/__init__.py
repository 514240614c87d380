"""Results, rubrics and findings as text: one module a format."""
