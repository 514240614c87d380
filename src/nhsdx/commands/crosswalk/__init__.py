"""`nhsdx crosswalk`: shows an assessment under the headings of another framework."""
