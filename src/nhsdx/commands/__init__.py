"""The commands, a folder for each: its options, its core, its document and its data."""
