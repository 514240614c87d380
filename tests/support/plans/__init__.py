"""Random problems for plans, and slow but simple ways to solve them."""
