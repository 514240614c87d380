"""Forms in Word that people can print or fill in, and that nhsdx reads back. Each box is a content control."""
