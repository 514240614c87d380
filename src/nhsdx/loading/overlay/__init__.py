"""Overlays: local changes to a base rubric, applied and checked."""
