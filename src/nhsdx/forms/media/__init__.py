"""The media of forms: one reader for each, and the writers of those that are text."""
