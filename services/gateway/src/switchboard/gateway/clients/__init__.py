"""What the gateway speaks to: Kafka, password hashing, token signing."""
