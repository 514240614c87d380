"""Forms in Word, with a content control for each box: drawn to print or to fill in, and read back."""
