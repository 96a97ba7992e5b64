"""What the topics of conversations hold, as it comes."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.builders.system import Ear

from switchboard.contracts.events.conversation import AiReplyDiscarded, CommandRefused

_PATIENCE_SECONDS = 60
_REFUSALS = (AiReplyDiscarded, CommandRefused)


@dataclass
class Said:
    """Facts and commands, heard by whoever waits for some.

    Attributes:
        facts: of each conversation, in their order.
        logged: the ids of the commands in the log, decided or not.
        commands: of each conversation, in the order in which they stand in the log.
        told: by command, the fact that answers it.
    """

    facts: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    logged: set[UUID] = field(default_factory=set)
    commands: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    told: dict[UUID, Any] = field(default_factory=dict)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def hear_facts(self, ear: Ear) -> None:
        """Keep every fact, for ever."""
        while True:
            for heard in await ear.more():
                self.facts[heard.key].append(heard.message)
                cause = heard.envelope.causation_id
                if cause and (heard.envelope.answer or isinstance(heard.message, _REFUSALS)):
                    self.told[cause] = heard.message
            await self._tell()

    async def hear_commands(self, ear: Ear) -> None:
        """Keep every command, for ever."""
        while True:
            for heard in await ear.more():
                self.logged.add(heard.envelope.id)
                self.commands[heard.key].append(heard.message)
            await self._tell()

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return once this holds."""
        async with asyncio.timeout(_PATIENCE_SECONDS), self._news:
            await self._news.wait_for(holds)
