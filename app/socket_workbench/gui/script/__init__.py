"""The view of a running script in a pane: its steps, questions and results."""
