"""The media of forms: a reader for each of them, and a writer for most."""
