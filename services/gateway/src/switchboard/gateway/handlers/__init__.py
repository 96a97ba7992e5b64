"""What the gateway does between its doors and its database, Kafka and rules."""
