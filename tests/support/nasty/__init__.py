"""Untidy tables like those that real programs write, and how each engine reads them."""
