"""SQL of the gateway's own database; no other service opens it."""
