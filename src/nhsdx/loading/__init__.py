"""From the data of files to rubrics and assessments without problems."""
