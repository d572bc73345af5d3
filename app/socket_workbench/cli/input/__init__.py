"""Standard input."""
