"""The choice of a scenario: combo box and gallery."""
