"""How quick the program is, measured against the plainest Python that does the same."""
