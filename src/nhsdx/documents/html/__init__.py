"""Documents as HTML, each in one file."""
