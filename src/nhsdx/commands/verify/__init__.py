"""`nhsdx verify`: checks stored results by scoring their answers again."""
