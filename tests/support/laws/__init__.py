"""What the laws share: an independent oracle, and strategies that draw cases."""
