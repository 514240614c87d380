"""Helpers of the laws: an independent oracle, and strategies that draw cases."""
