"""`nhsdx verify`: recomputes stored results."""
