"""nhsdx scores the maturity of leadership in NHS digital transformation from TOML rubrics."""

__version__ = "0.1.0"
