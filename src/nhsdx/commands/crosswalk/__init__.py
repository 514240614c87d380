"""`nhsdx crosswalk`: shows scores beside the scales of other frameworks."""
