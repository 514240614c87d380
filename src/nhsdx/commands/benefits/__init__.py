"""Claimed costs and benefits, adjusted for optimism and delay, and discounted."""
