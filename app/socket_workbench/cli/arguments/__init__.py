"""What stands behind the program's name, and what each value means."""
