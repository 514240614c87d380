"""The media of forms: each medium has a reader, and most have a writer."""
