"""What an engine is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from switchboard.runtime.kafka import METADATA_MAX_AGE_MS


@dataclass(frozen=True)
class EngineSettings:
    """The engine's settings, all plain values.

    Attributes:
        service: the service's name; also names its consumer group and the source of what it says.
        kafka: bootstrap servers.
        database_url: where the service's database is.
        topic_prefix: set before topic and group names, so that workspaces can share a cluster.
        replica_id: makes the membership static; a second holder of an id refuses to start.
        session_timeout_ms: after which silence the broker gives a replica's partitions to others.
        max_records: the largest poll, and so the largest transaction.
        poll_timeout_ms: the longest wait for records; a deadline shortens it.
        fetch_every_seconds: the shortest time from one fetch to the next; for services that nobody
            waits for.
        fetch_after_much_seconds: the same after a fetch that brought much, if that is longer.
        hold_seconds: how long what was read in vain may stay unstored.
        answer_within_seconds: how long PostgreSQL may take to answer a statement; no longer than it
            lets a transaction take.
        publish_within_seconds: how long after its commit a batch may still be published.
        stop_within_seconds: how long an orderly end may take.
        max_record_bytes: the largest record that is said, below the broker's own limit.
        parked_run_limit: how many events in a row may be parked before the consumer stops.
        parked_share_limit: which share of the newest events may be parked before it stops.
        offset_commit_seconds: how often Kafka is told the offsets, which only dashboards read.
        kafka_security: passed on to every Kafka client.
    """

    service: str
    kafka: str
    database_url: str
    topic_prefix: str = ""
    replica_id: str | None = None
    session_timeout_ms: int = 6_000
    max_records: int = 1_000
    poll_timeout_ms: int = 500
    fetch_every_seconds: float = 0.0
    fetch_after_much_seconds: float = 0.0
    hold_seconds: float = 0.2
    answer_within_seconds: float = 6.0
    publish_within_seconds: float = 3.0
    stop_within_seconds: float = 5.0
    max_record_bytes: int = 900_000
    parked_run_limit: int = 50
    parked_share_limit: float = 0.5
    offset_commit_seconds: float = 1.0
    kafka_security: Mapping[str, Any] = field(default_factory=dict)

    @property
    def group(self) -> str:
        """The one consumer group of the service."""
        return self.topic_prefix + self.service

    @property
    def source(self) -> str:
        """The CloudEvents source of what the service says."""
        return f"/switchboard/{self.service}"

    @property
    def client_arguments(self) -> dict[str, Any]:
        """What every aiokafka client of the engine is built with."""
        return {
            "bootstrap_servers": self.kafka,
            "metadata_max_age_ms": METADATA_MAX_AGE_MS,
            **self.kafka_security,
        }
