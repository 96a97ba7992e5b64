"""Two replicas of the conversation service, two doors to it, and all that they say."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from tests.builders.system import Ear, a_workspace

from switchboard.contracts.commands import conversation as commands
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    COMMAND_OUTCOMES_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
)
from switchboard.local.infrastructure import Kafka, Postgres
from switchboard.runtime.commands_out import CommandSender

TRIALS = int(os.environ.get("SWITCHBOARD_TEST_RACES", "50"))
PARTITION = 0
_VISITORS = (commands.OpenConversation, commands.SendUserMessage)


@dataclass
class Arena:
    """Two replicas of the service, two doors to it, and all that they say."""

    doors: tuple[CommandSender, CommandSender]
    facts: Ear
    outcomes: Ear
    database: str

    async def send(self, door: int, command: Message) -> UUID:
        identifier = uuid4()
        await self.doors[door].send(
            CONVERSATION_COMMANDS_TOPIC,
            command,
            id=identifier,
            opening=Opening.VISITOR_DOOR if isinstance(command, _VISITORS) else None,
            outcome_partition=PARTITION,
        )
        return identifier

    async def decided(self, command_ids: Sequence[UUID]) -> None:
        """Wait until each of these commands has its answer."""
        async with asyncio.timeout(60):
            while not set(command_ids) <= self._answered():
                await asyncio.gather(self.facts.for_seconds(0.05), self.outcomes.for_seconds(0.05))

    def _answered(self) -> set[UUID | None]:
        stated = {h.envelope.causation_id for h in self.facts.heard if h.envelope.answer}
        return stated | {outcome.command_id for outcome in self.outcomes.of(CommandOutcome)}

    def refusal(self, command_id: UUID) -> str | None:
        for outcome in self.outcomes.of(CommandOutcome):
            if outcome.command_id == command_id and not outcome.accepted:
                return str(outcome.code)
        return None

    def names(self, conversation: UUID, *wanted: type[Message]) -> list[str]:
        return [type(fact).__name__ for fact in self.facts.of(wanted, conversation)]  # type: ignore[arg-type]

    def forget(self) -> None:
        """Begin another race: what was heard in the last one is forgotten."""
        self.facts.heard.clear()
        self.outcomes.heard.clear()


@asynccontextmanager
async def an_arena(
    kafka: Kafka,
    postgres: Postgres,
    *,
    online: Sequence[UUID],
    module: str = "switchboard.conversation",
    replicas: int = 2,
    **settings: str,
) -> AsyncIterator[Arena]:
    """Replicas of the service with these settings, and a team of whom these are online."""
    async with (
        a_workspace(kafka, postgres) as workspace,
        CommandSender(workspace.settings, "one") as one,
        CommandSender(workspace.settings, "other") as other,
    ):
        await workspace.state_team(online=online)
        for _ in range(replicas):
            await workspace.start("conversation", "consume", module=module, **settings)
        facts = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
        outcomes = await workspace.ear(COMMAND_OUTCOMES_TOPIC)
        database = workspace.database("conversation")
        yield Arena((one, other), facts, outcomes, database)


def said(visitor: UUID, text: str = "Hello") -> Message:
    """The visitor writes."""
    return commands.SendUserMessage(
        conversation_id=first_conversation(visitor), visitor_id=visitor, site="demo", text=text
    )


def at(visitor: UUID, kind: type[Message], **fields: Any) -> Message:
    """A command about the visitor's first conversation."""
    return kind(conversation_id=first_conversation(visitor), **fields)


def waiting(visitor: UUID) -> Sequence[Message]:
    """What brings a conversation into the queue."""
    return (said(visitor), at(visitor, commands.RequestHuman, visitor_id=visitor))


def accept(visitor: UUID, agent: UUID) -> Message:
    """An agent accepts."""
    return at(visitor, commands.AcceptConversation, agent_id=agent)
