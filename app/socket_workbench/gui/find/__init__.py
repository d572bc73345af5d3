"""The find bar and its search for text, regular expressions and bytes."""
