"""The conditions of a check: the policy, its waivers, and the baseline."""
