"""`nhsdx survey`: counts the responses of a staff survey."""
