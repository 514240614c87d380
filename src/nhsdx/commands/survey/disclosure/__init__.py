"""Which counts of a survey may be published without revealing what a few people said."""
