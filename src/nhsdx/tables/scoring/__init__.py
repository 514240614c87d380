"""Scoring in columns: each module is the twin of one in `nhsdx.scoring`."""
