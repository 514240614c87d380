"""Tables as nasty as people's programs write them, and what they say on each engine."""
