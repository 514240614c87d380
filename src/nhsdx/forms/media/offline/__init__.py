"""The offline form: one HTML file that opens without a network, and saves and loads assessment files."""
