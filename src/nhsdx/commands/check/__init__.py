"""`nhsdx check`: checks assessment files in CI."""
