"""One batch: read, decide, store, publish; in halves if the database refuses it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeAlias

import structlog

from switchboard.runtime.engine.deciding import Deciding
from switchboard.runtime.engine.draft import Draft, Kept
from switchboard.runtime.engine.errors import EngineStopped, RowsRefused, failure_of
from switchboard.runtime.engine.gaps import Mended
from switchboard.runtime.engine.hearing import Hearing
from switchboard.runtime.engine.listening import Listening, ParkingLimit
from switchboard.runtime.engine.loading import load
from switchboard.runtime.engine.memory import Command, Deadline
from switchboard.runtime.engine.parked import ParkedRecord
from switchboard.runtime.engine.places import Owned, Record
from switchboard.runtime.engine.publishing import Publisher
from switchboard.runtime.engine.records import Fault, read_command, record_fingerprint
from switchboard.runtime.engine.settings import EngineSettings
from switchboard.runtime.engine.statements import Speaker
from switchboard.runtime.engine.storing import store
from switchboard.runtime.roles import Connection

_DISCARDED = Fault("discarded", "an operator dropped it")


@dataclass(slots=True)
class Received:
    """A record of the poll, from a partition that is owned."""

    owned: Owned
    record: Record


Item: TypeAlias = "Received | Deadline"

_OWNER = attrgetter("owned")


@dataclass(slots=True)
class _Blame:
    """The one record or deadline of a batch is given up with this.

    Attributes:
        bare: its refusal cannot be stated either.
    """

    fault: Fault
    bare: bool = False


class Batch:
    """Takes a poll's records and deadlines through one transaction."""

    def __init__(
        self,
        settings: EngineSettings,
        hearing: Hearing,
        publisher: Publisher,
        connection: Connection,
    ) -> None:
        self._settings = settings
        self._hearing = hearing
        self._publisher = publisher
        self._connection = connection
        self._limit = ParkingLimit(settings.parked_run_limit, settings.parked_share_limit)
        self._log = structlog.get_logger("engine")

    async def run(self, items: Sequence[Item], now: datetime) -> list[Owned]:
        """Do everything that these call for.

        Args:
            items: the poll's one order: records first, each partition's together; deadlines last.
            now: the clock; rules are given no earlier time than before.

        Returns:
            Partitions that have to wait, from this record on.

        Raises:
            EngineStopped: the process has to end.
        """
        try:
            return await self._once(items, now, None)
        except RowsRefused as refused:
            for item in items:
                item.owned.entities.clear()  # what is refused may contradict what is stored
            return await self._smaller(items, now, Fault(refused.code, str(refused)))

    async def give_up(self, item: Item, now: datetime, fault: Fault) -> list[Owned]:
        """Refuse or park one record, or disarm one deadline, without looking at it again."""
        try:
            return await self._once([item], now, _Blame(fault))
        except RowsRefused as refused:
            self._log.warning("a refusal was not stored", detail=str(refused))
        try:
            return await self._once([item], now, _Blame(fault, bare=True))
        except RowsRefused as refused:
            raise EngineStopped(f"a bare refusal could not be stored: {refused}") from refused

    async def again(self, owned: Owned, parked: ParkedRecord, now: datetime) -> Fault | None:
        """Hear one parked event in its turn; None if it is parked no longer."""
        draft = _repair(owned, now)
        speaker = Speaker(self._settings.source, self._settings.max_record_bytes, draft.now)
        listening = Listening(speaker, draft, self._limit)
        fault = listening.again(owned, parked, self._hearing.listeners[owned.topic.name])
        if fault is None:
            draft.unparked.append((owned, parked.offset))
            try:
                await self._commit(draft, [], [], None)
            except RowsRefused as refused:
                fault = Fault(refused.code, str(refused))
        if fault is not None:
            await self._still_parked(owned, parked, fault, now)
        return fault

    async def _still_parked(
        self, owned: Owned, parked: ParkedRecord, fault: Fault, now: datetime
    ) -> None:
        draft = _repair(owned, now)
        draft.still_parked.append((owned, parked.offset, fault))
        await self._commit(draft, [], [], None)

    async def drop(self, owned: Owned, parked: ParkedRecord, now: datetime) -> None:
        """Give one parked event up; it is kept among the refused records."""
        draft = _repair(owned, now)
        draft.unparked.append((owned, parked.offset))
        draft.refused.append(Kept.of(owned, parked, _DISCARDED))
        await self._commit(draft, [], [], None)

    async def skip(self, mended: Mended, now: datetime) -> None:
        """Go on behind a gap, where what was missing stands."""
        draft = _repair(mended.owned, now)
        mark = draft.mark(mended.owned)
        mark.next_offset, mark.fingerprint = mended.next_offset, mended.fingerprint
        await self._commit(draft, [], [], None)

    async def tidy(self, owned: Sequence[Owned], now: datetime) -> None:
        """Store how far held partitions are, and delete stored commands that were published."""
        draft = Draft(now)
        for partition in owned:
            draft.mark(partition)
        await self._commit(draft, [], [], None)

    async def _smaller(self, items: Sequence[Item], now: datetime, fault: Fault) -> list[Owned]:
        self._log.warning("batch refused", size=len(items), code=fault.code, detail=fault.detail)
        if len(items) == 1:
            return await self.give_up(items[0], now, fault)
        half = len(items) // 2
        waiting = await self.run(items[:half], now)
        rest = [item for item in items[half:] if item.owned not in waiting]
        return waiting + (await self.run(rest, now) if rest else [])

    async def _once(
        self, items: Sequence[Item], now: datetime, blame: _Blame | None
    ) -> list[Owned]:
        draft = Draft(
            max(now, *(item.owned.mark.rule_time for item in items)),
            tries_no_record=all(isinstance(item, Deadline) for item in items),
        )
        speaker = Speaker(self._settings.source, self._settings.max_record_bytes, draft.now)
        commands, deadlines = self._read(items, draft, speaker, blame)
        if not commands and not deadlines and draft.may_be_held:
            draft.hold()
            return draft.paused
        deciding = _Deciders(commands, deadlines, speaker, blame)
        await self._commit(draft, commands, deadlines, deciding)
        return draft.paused

    def _read(
        self, items: Sequence[Item], draft: Draft, speaker: Speaker, blame: _Blame | None
    ) -> tuple[list[Command], list[Deadline]]:
        """Sort the items: commands and deadlines to be decided, events heard at once."""
        listening = Listening(speaker, draft, self._limit)
        commands: list[Command] = []
        for owned, run in groupby((item for item in items if isinstance(item, Received)), _OWNER):
            mark = draft.mark(owned)
            records = [item.record for item in run if item.record.offset >= mark.next_offset]
            if self._hearing.decides(owned.topic.name):
                mark.rule_time = draft.now
                commands += [Command(owned, read_command(owned.topic, one)) for one in records]
                taken = len(records)
            else:
                listeners = self._hearing.listeners[owned.topic.name]
                taken = listening.hear(owned, records, listeners, blame.fault if blame else None)
            if taken:
                last = records[taken - 1]
                mark.next_offset, mark.fingerprint = last.offset + 1, record_fingerprint(last)
        deadlines = [item for item in items if isinstance(item, Deadline)]
        for deadline in deadlines:
            draft.mark(deadline.owned).rule_time = draft.now
        return commands, deadlines

    async def _commit(
        self,
        draft: Draft,
        commands: Sequence[Command],
        deadlines: Sequence[Deadline],
        deciding: "_Deciders | None",
    ) -> None:
        try:
            async with self._connection.transaction():
                if deciding is not None and (commands or deadlines):
                    await deciding.decide(self._connection, self._hearing, draft)
                await store(self._connection, draft, self._hearing.decider)
                committed_at = time.monotonic()
        except (EngineStopped, RowsRefused):
            raise
        except Exception as error:
            raise failure_of(error) from error
        draft.adopt()
        await self._publisher.publish(draft.statements(), committed_at)


def _repair(owned: Owned, now: datetime) -> Draft:
    draft = Draft(max(now, owned.mark.rule_time), is_repair=True)
    draft.mark(owned)
    return draft


@dataclass(slots=True)
class _Deciders:
    """The decisions of one batch."""

    commands: Sequence[Command]
    deadlines: Sequence[Deadline]
    speaker: Speaker
    blame: _Blame | None

    async def decide(self, connection: Connection, hearing: Hearing, draft: Draft) -> None:
        decider: Any = hearing.decider
        memory = await load(connection, decider, self.commands, self.deadlines)
        bare = self.blame is not None and self.blame.bare
        fault = self.blame.fault if self.blame else None
        deciding = Deciding(decider, self.speaker, memory, draft, bare=bare)
        for command in self.commands:
            deciding.command(command, fault)
        for deadline in self.deadlines:
            deciding.deadline(deadline, fault)
        deciding.finish()
