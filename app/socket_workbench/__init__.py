"""Socket Workbench: start servers, connect clients, see every byte between them."""

__version__ = "0.1.0"
