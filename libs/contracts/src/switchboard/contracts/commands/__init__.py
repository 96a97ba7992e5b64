"""Commands: imperative, filed by the service that obeys."""
