"""The licences of the program and of what it is made of."""
