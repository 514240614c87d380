"""Files in and out: reading, validating, finding the shipped rubrics, and writing whole files."""
