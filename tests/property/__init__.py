"""The laws of the scoring contract, on generated rubrics."""
