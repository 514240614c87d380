"""`nhsdx explain`: shows how a score was computed, step by step."""
