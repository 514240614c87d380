"""Attacks on what is published of a file of responses."""
