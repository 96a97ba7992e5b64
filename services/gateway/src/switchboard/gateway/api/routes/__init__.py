"""REST, one file an area (see `docs/protocol.md`)."""
