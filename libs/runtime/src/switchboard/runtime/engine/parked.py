"""A parked event in the shape of the record that it was."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class ParkedRecord:
    """The fields of a Kafka record that the engine reads.

    Attributes:
        timestamp: Kafka's, in milliseconds.
    """

    partition: int
    offset: int
    key: bytes
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    timestamp: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """The record behind a row of `parked_event`."""
        headers = json.loads(row["headers"])
        moment = row["record_time"] or row["parked_at"]
        return cls(
            partition=row["partition"],
            offset=row["record_offset"],
            key=row["key"],
            value=row["body"],
            headers=tuple((name, value.encode()) for name, value in headers.items()),
            timestamp=int(moment.timestamp() * 1000),
        )
