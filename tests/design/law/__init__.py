"""Law and tax: rules, parameters, what a programme costs after tax."""
