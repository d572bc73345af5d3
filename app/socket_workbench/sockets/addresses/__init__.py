"""Addresses: as people write them, as the system reports them, and looked up."""
