"""`nhsdx interview`: answers in the terminal, saved one by one."""
