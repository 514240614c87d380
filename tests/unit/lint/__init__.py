"""Tests of the rules about rubrics."""
