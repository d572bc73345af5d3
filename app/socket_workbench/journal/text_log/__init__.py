"""A continuous plain-text log beside the session."""
