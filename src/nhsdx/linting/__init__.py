"""Rules about rubrics: what is allowed and would still mislead, each rule with its reason, an example and a remedy."""
