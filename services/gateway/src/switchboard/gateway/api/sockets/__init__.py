"""The WebSocket protocol, frame by frame (see `docs/protocol.md`)."""
