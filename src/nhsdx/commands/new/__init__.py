"""`nhsdx new`: writes an empty assessment to fill in."""
