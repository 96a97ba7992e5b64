"""One file a decision: the listing is what the service can do."""
