"""Switchboard on one machine: embedded Kafka and PostgreSQL, a supervisor, the switchboard command."""
