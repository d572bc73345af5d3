"""The card below the panes: its pages, and what acts on several of them."""
