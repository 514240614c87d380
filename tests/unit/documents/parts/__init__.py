"""Tests of parts that documents share."""
