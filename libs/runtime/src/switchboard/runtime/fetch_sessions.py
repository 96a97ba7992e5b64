"""Kafka's fetch sessions (KIP-227) for aiokafka: a fetch names only what changed since the last.

As it comes, aiokafka spells out every partition in every fetch, and the broker every partition in
every answer: for a consumer of 90 partitions that is a millisecond of each side's time a poll,
however little is new. In a session the broker remembers the partitions; the consumer names those
that it has read on from, and is told of those that have news.

aiokafka knows the fields of the protocol and leaves them empty. This fills them, between its
fetcher and its client, and is the only place that knows that seam. Pinned to the version it was
read in by a test.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import BrokerResponseError, KafkaError, for_code
from aiokafka.protocol.fetch import FetchRequest

from switchboard.runtime.fetch_gate import FetchGate

READ_IN = "0.14.0"
"""The aiokafka version whose private names stand below."""

_FIRST_WITH_SESSIONS = 7
_LAST_EPOCH = 2**31 - 1

Place: TypeAlias = tuple[str, int]
"""A topic, with prefix, and a partition."""


class FetchSession:
    """What one broker remembers of one consumer's fetches.

    Attributes:
        id: the broker's name for the session; 0 before there is one.
        epoch: the number of the next fetch in it; 0 asks for a new one.
        broken: whether the broker was away since its last answer, as far as anybody can tell.
    """

    def __init__(self) -> None:
        self.id = 0
        self.epoch = 0
        self.broken = False
        self._remembered: dict[Place, tuple[int, int]] = {}

    def narrowed(self, request: FetchRequest) -> "SessionRequest":
        """The request with only those partitions that the broker does not remember as they are."""
        wanted = {
            (topic, partition): (offset, most_bytes)
            for topic, partitions in request.topics
            for partition, offset, most_bytes in partitions
        }
        known = self._remembered if self.epoch else {}
        changed = [place for place, begin in wanted.items() if known.get(place) != begin]
        gone = [place for place in known if place not in wanted] if known else []
        self._remembered = wanted
        return SessionRequest(self, request, [(*place, *wanted[place]) for place in changed], gone)

    def answered(self, response: Any) -> bool:
        """Note an answer; False if the broker has forgotten the session, which is begun anew."""
        if getattr(response, "error_code", 0):
            self.id = 0
            self.broke()
            return False
        self.id = getattr(response, "session_id", 0)
        # Without an id the broker keeps no session: the next fetch is a whole one again.
        self.epoch = self.epoch % _LAST_EPOCH + 1 if self.id else 0
        return True

    def lost(self) -> None:
        """Nobody knows whether the broker saw the last fetch: the next one replaces the session."""
        self.epoch = 0

    def broke(self) -> None:
        """The broker cannot be reached, or has forgotten the session: it was away, maybe."""
        self.lost()
        self.broken = True


class SessionRequest(FetchRequest):  # type: ignore[misc]
    """A fetch within a session.

    Args:
        changed: topic, partition, offset and most bytes of what the broker has to remember anew.
        gone: what it may forget.
    """

    def __init__(
        self,
        session: FetchSession,
        whole: FetchRequest,
        changed: list[tuple[str, int, int, int]],
        gone: list[Place],
    ) -> None:
        topics: dict[str, list[tuple[int, int, int]]] = {}
        for topic, partition, offset, most_bytes in changed:
            topics.setdefault(topic, []).append((partition, offset, most_bytes))
        super().__init__(
            whole._max_wait_ms,  # noqa: SLF001 - the seam
            whole._min_bytes,  # noqa: SLF001
            whole._max_bytes,  # noqa: SLF001
            whole._isolation_level,  # noqa: SLF001
            list(topics.items()),
            whole._rack_id,  # noqa: SLF001
        )
        self._whole = whole
        self._session = (session.id, session.epoch)
        self._gone: dict[str, list[int]] = {}
        for topic, number in gone:
            self._gone.setdefault(topic, []).append(number)

    def build(self, request_struct_class: Any) -> Any:
        """The request as bytes will have it; whole for a broker that knows no sessions."""
        if request_struct_class.API_VERSION < _FIRST_WITH_SESSIONS:
            return self._whole.build(request_struct_class)
        built = super().build(request_struct_class)
        built.session_id, built.session_epoch = self._session
        built.forgotten_topics_data = list(self._gone.items())
        return built


def _do_nothing() -> None:
    pass


def session_consumer(
    *topics: str,
    gate: FetchGate | None = None,
    back: Callable[[], None] = _do_nothing,
    **arguments: Any,
) -> AIOKafkaConsumer:
    """An `AIOKafkaConsumer` that keeps fetch sessions, one a broker.

    Args:
        topics: to subscribe to.
        gate: each fetch passes it.
        back: called when a broker that was away answers, before anybody sees what it brought. Its
            logs may have lost their ends meanwhile and grown again: aiokafka would not notice.
        arguments: aiokafka's.
    """
    consumer = AIOKafkaConsumer(*topics, **arguments)
    client = consumer._client  # noqa: SLF001 - the seam
    client.send = _within_sessions(client.send, gate, back)
    return consumer


def _within_sessions(
    send: Callable[..., Awaitable[Any]],
    gate: FetchGate | None = None,
    back: Callable[[], None] = _do_nothing,
) -> Callable[..., Awaitable[Any]]:
    sessions: dict[int, FetchSession] = {}

    async def within(node: int, request: Any, **options: Any) -> Any:
        if not isinstance(request, FetchRequest):
            return await send(node, request, **options)
        if gate is not None:
            await gate.passed(node)
        session = sessions.setdefault(node, FetchSession())
        response = await _fetched(session, request, lambda fetch: send(node, fetch, **options))
        if session.broken:
            session.broken = False
            back()
        if gate is not None:
            gate.brought(node, _size_of(response))
        return response

    return within


def _size_of(response: Any) -> int:
    """The bytes of records in an answer."""
    return sum(len(records or b"") for _, found in response.topics or () for *_, records in found)


async def _fetched(
    session: FetchSession, request: FetchRequest, send: Callable[[FetchRequest], Awaitable[Any]]
) -> Any:
    """The answer to a fetch; a session that the broker has forgotten is begun anew once."""
    for _ in range(2):
        try:
            response = await send(session.narrowed(request))
        except KafkaError:
            session.broke()
            raise
        except BaseException:
            session.lost()
            raise
        if session.answered(response):
            return response
    error: BrokerResponseError = for_code(response.error_code)()
    raise error
