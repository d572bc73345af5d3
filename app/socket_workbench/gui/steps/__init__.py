"""Step mode: the calls that are held, and what lets them go."""
