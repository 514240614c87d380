"""Random problems for plans, and slow and simple ways to solve them."""
