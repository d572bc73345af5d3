"""A scenario under way in a pane: its steps, questions and results."""
