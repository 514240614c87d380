"""The exact arithmetic of costs and benefits, in fractions."""
