"""What tests share: builders, samples, and ways to run the program."""
