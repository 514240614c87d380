"""Tests of single units, in the folders of the package."""
