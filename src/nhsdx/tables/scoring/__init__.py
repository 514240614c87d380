"""Scoring in columns: each module follows the rules of a module in `nhsdx.scoring`."""
