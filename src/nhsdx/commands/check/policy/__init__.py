"""What a check asks of files: the policy, its waivers, and the baseline."""
