"""The shapes of rubrics, assessments, results and findings. All are frozen; nothing is read or written."""
