"""Turns answers into scores. The same input always gives the same result; nothing is read or printed."""
