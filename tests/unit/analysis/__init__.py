"""Tests of what scores mean."""
