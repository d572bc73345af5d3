"""One message in detail: text, hex, or both."""
