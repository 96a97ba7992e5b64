"""The only door: REST and WebSockets for panel, widget and API clients."""
