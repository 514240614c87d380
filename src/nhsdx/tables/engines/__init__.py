"""The engines that read, score and write tables."""
