"""From Kafka to sockets: one consumer, raw record bytes spliced into frames."""
