"""`nhsdx migrate`: moves an assessment to another version of its rubric."""
