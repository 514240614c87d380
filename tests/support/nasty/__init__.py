"""Untidy tables such as real programs write, and what each engine makes of them."""
