"""Hearing others: events to commands and projections, one that fails set aside with its key."""

from collections import deque
from collections.abc import Sequence

import structlog

from switchboard.contracts.topics import Kind
from switchboard.runtime.engine.draft import Draft
from switchboard.runtime.engine.errors import EngineStopped
from switchboard.runtime.engine.hearing import Handlers, Listeners
from switchboard.runtime.engine.places import Mark, Owned, Record
from switchboard.runtime.engine.records import Fault, read_event, scan
from switchboard.runtime.engine.statements import Cause, Speaker, Statement
from switchboard.runtime.roles import Incoming, Translator

_BEHIND = Fault("behind", "an earlier event of this key is parked")
_SHARE_WINDOW = 200
_SHARE_LEAST = 20


class ParkingLimit:
    """Stops a consumer that parks too much: a bad deploy must not park everything."""

    def __init__(self, run: int, share: float) -> None:
        self._run = run
        self._share = share
        self._newest: deque[bool] = deque(maxlen=_SHARE_WINDOW)

    def parked(self, run: int) -> None:
        """One more was parked.

        Raises:
            EngineStopped: that is too many.
        """
        self._newest.append(True)
        share = sum(self._newest) / len(self._newest)
        if run > self._run:
            raise EngineStopped(f"{run} events in a row had to be parked")
        if len(self._newest) >= max(_SHARE_LEAST, self._run) and share > self._share:
            raise EngineStopped(f"{share:.0%} of the newest events had to be parked")

    def heard(self) -> None:
        """One was handled."""
        self._newest.append(False)


class Listening:
    """What one batch makes of what others say."""

    def __init__(self, speaker: Speaker, draft: Draft, limit: ParkingLimit) -> None:
        self._speaker = speaker
        self._draft = draft
        self._limit = limit
        self._log = structlog.get_logger("engine")

    def hear(
        self, owned: Owned, records: Sequence[Record], listeners: Listeners, forced: Fault | None
    ) -> int:
        """Take in a partition's records, in order.

        Returns:
            How many: all, or those before the one at which the partition has to wait.
        """
        mark = self._draft.mark(owned)
        for taken, record in enumerate(records):
            if not self._hear(owned, mark, record, listeners, forced):
                return taken
        return len(records)

    def _hear(
        self, owned: Owned, mark: Mark, record: Record, listeners: Listeners, forced: Fault | None
    ) -> bool:
        """Take in one record; False if it and what follows stay unread."""
        pos, name = scan(record)
        if owned.topic.kind is Kind.EVENTS:
            if pos is None:
                return self._without_pos(owned, record, name, listeners)
            last = mark.last_pos
            if last is not None and pos != last + 1:
                return pos <= last or self._pause(owned, pos, "missing")
        if name in listeners.names and not self._take(owned, record, listeners, forced):
            return self._pause(owned, pos, "unknown_version")
        if pos is not None:
            mark.last_pos = pos
        return True

    def _without_pos(self, owned: Owned, record: Record, name: bytes, listeners: Listeners) -> bool:
        """Park what is wanted; what is not is passed over unread, whatever it holds (rule C9)."""
        if name in listeners.names:
            self._park(owned, record, Fault("malformed", "it has no pos"))
        else:
            self._log.error("no pos", topic=owned.topic.name, offset=record.offset)
        return True

    def _pause(self, owned: Owned, pos: int | None, reason: str) -> bool:
        """Let the partition wait, and say why: a repair helps here and a deploy there."""
        self._log.critical(
            "partition paused",
            reason=reason,
            topic=owned.topic.name,
            partition=owned.partition,
            last_pos=self._draft.mark(owned).last_pos,
            found_pos=pos,
        )
        self._draft.paused.append(owned)
        return False

    def _take(
        self, owned: Owned, record: Record, listeners: Listeners, forced: Fault | None
    ) -> bool:
        """Handle a wanted event; False if it is of a version that only a later deploy knows."""
        if self._is_behind(owned, record):
            self._draft.park(owned, record, _BEHIND)
            return True
        fault = forced or self.again(owned, record, listeners)
        if fault is not None and fault.code == "unknown_version":
            return False
        if fault is not None:
            self._park(owned, record, fault)
        return True

    def again(self, owned: Owned, record: Record, listeners: Listeners) -> Fault | None:
        """Hear a record wherever it stands; also one that was parked, in its turn."""
        event = read_event(owned.topic, record, listeners.wanted)
        if isinstance(event, Fault):
            return event
        return self._hand_on(owned, event, listeners.handlers[type(event.message)])

    def _is_behind(self, owned: Owned, record: Record) -> bool:
        key = record.key or b""
        return key in owned.parked_keys or (owned, key) in self._draft.parked_keys

    def _hand_on(self, owned: Owned, event: Incoming, handlers: Handlers) -> Fault | None:
        try:
            commands = self._translated(handlers.translators, event)
        except Exception as error:  # noqa: BLE001 - an event that cannot be translated is parked
            return Fault("internal", type(error).__name__)
        for command in commands:
            self._draft.send(owned, command)
        for projector in handlers.projectors:
            self._draft.projected[projector].append(event)
        self._draft.mark(owned).parked_run = 0
        self._limit.heard()
        return None

    def _translated(self, translators: Sequence[Translator], event: Incoming) -> list[Statement]:
        if not translators:
            return []
        cause = Cause.of(event.envelope)
        return [
            self._speaker.command(send, cause, cause.id)
            for translator in translators
            for send in translator.translate(event)
        ]

    def _park(self, owned: Owned, record: Record, fault: Fault) -> None:
        mark = self._draft.mark(owned)
        mark.parked_run += 1
        self._log.error(
            "event parked",
            code=fault.code,
            detail=fault.detail,
            topic=owned.topic.name,
            partition=record.partition,
            offset=record.offset,
        )
        self._draft.park(owned, record, fault)
        self._limit.parked(mark.parked_run)
