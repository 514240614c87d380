"""Which figures of a survey may be shown without revealing what a few people said."""
