"""Scoring in columns: each module mirrors one in `nhsdx.scoring`."""
