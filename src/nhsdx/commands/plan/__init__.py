"""`nhsdx plan`: the cheapest steps to a target, or the best use of a budget, with proof."""
