"""Holding decisions back until what they need to know has been read."""

from collections.abc import Iterable

from switchboard.contracts.topics import Topic
from switchboard.runtime.engine.log_reader import LogReader
from switchboard.runtime.engine.places import Place  # noqa: TC001 - its own annotations
from switchboard.runtime.roles import Connection

_REACHED = """
SELECT count(*) FROM partition_state AS stored
JOIN unnest($1::text[], $2::int[], $3::bigint[]) AS needed (topic, partition, until)
  ON stored.topic = needed.topic AND stored.partition = needed.partition
 AND stored.next_offset >= needed.until
"""


class Gate:
    """Open once the needed topics are applied up to their end as of the start, by any replica."""

    def __init__(self, needed: Iterable[Topic]) -> None:
        self._needed = tuple(needed)
        self._until: dict[Place, int] = {}
        self.is_open = not self._needed

    async def look(self, reader: LogReader) -> None:
        """Take the ends as they are now as what has to be reached; once a start."""
        if self.is_open or self._until:
            return
        places = [
            (topic.name, number) for topic in self._needed for number in range(topic.partitions)
        ]
        bounds = await reader.bounds(places)
        self._until = {place: end for place, (begin, end) in bounds.items() if end > begin}
        self.is_open = not self._until

    async def try_open(self, connection: Connection) -> bool:
        """Whether it is open now."""
        if not self.is_open:
            columns = zip(*((*place, end) for place, end in self._until.items()), strict=True)
            reached = await connection.fetchval(_REACHED, *(list(column) for column in columns))
            self.is_open = reached == len(self._until)
        return self.is_open
