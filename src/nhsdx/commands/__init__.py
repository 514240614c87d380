"""The commands; each has a folder with its options, its core, its document and its data."""
