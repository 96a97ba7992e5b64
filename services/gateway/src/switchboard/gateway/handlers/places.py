"""How far this process has heard each topic: the other side of every wait for the read model."""

from collections.abc import Iterable

from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import Topic
from switchboard.gateway.store.progress import Place


class Positions:
    """The next offset of each partition that the fan-out follows."""

    def __init__(self) -> None:
        self._next: dict[Place, int] = {}

    def moved(self, topic: str, partition: int, next_offset: int) -> None:
        """The fan-out has heard everything before this offset."""
        self._next[(topic, partition)] = next_offset

    def is_empty(self, place: Place) -> bool:
        """Whether nothing was ever said there, as far as is known."""
        return self._next.get(place) == 0

    def of(self, topic: Topic, key: str) -> dict[Place, int]:
        """Where the partition of a key stands now."""
        return self._some([(topic.name, partition_of(key, topic.partitions))])

    def of_all(self, topic: Topic) -> dict[Place, int]:
        """Where every partition of a topic stands now."""
        return self._some((topic.name, number) for number in range(topic.partitions))

    def _some(self, places: Iterable[Place]) -> dict[Place, int]:
        return {place: self._next.get(place, 0) for place in places}
