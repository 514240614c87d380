"""Tests of `nhsdx plan`."""
