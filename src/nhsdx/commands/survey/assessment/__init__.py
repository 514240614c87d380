"""The answers of a survey in an assessment, or why they are not written there."""
