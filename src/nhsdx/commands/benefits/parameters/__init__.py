"""Dated parameters: discount rates and optimism bias, each with its edition and source."""
