"""The engines that read, hold and write tables."""
