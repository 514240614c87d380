"""The tests of nhsdx."""
