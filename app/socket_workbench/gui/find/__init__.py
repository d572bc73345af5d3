"""Finding the next row that has a text, an expression or bytes."""
