"""Values put into messages: templates, checksums and patterns, compiled once and bounded."""
