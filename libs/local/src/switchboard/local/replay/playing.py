"""Playing recordings: many at once, each in its own order."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from switchboard.contracts.ids import command_id
from switchboard.contracts.words import Source
from switchboard.local.replay.agent import Agent
from switchboard.local.replay.door import Door
from switchboard.local.replay.played import Keys, Played, Sent
from switchboard.local.replay.recording import Line, Recording
from switchboard.local.replay.trouble import ReplayError
from switchboard.local.replay.visitor import Visitor


@dataclass(frozen=True)
class Performance:
    """What became of one recording.

    Attributes:
        played: None if not even the conversation could be opened.
        trouble: why it could not be played to its end.
    """

    recording: Recording
    visitor: Visitor | None = None
    played: Played | None = None
    trouble: str | None = None


@dataclass(frozen=True)
class Stage:
    """Where recordings are played.

    Attributes:
        run: names this replay.
        concurrency: how many conversations go on at the same time.
        on_message: called for each message that the system has accepted.
    """

    visitors: Door
    agent: Agent
    run: str
    concurrency: int
    on_message: Callable[[], None]


async def play(recordings: Sequence[Recording], stage: Stage) -> list[Performance]:
    """Play them all; trouble with one does not end the others."""
    places = asyncio.Semaphore(stage.concurrency)

    async def one(number: int, recording: Recording) -> Performance:
        async with places:
            return await _play(recording, Keys(stage.run, number), stage)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(n, r)) for n, r in enumerate(recordings)]
    return [task.result() for task in tasks]


async def _play(recording: Recording, keys: Keys, stage: Stage) -> Performance:
    visitor = played = None
    try:
        visitor = await Visitor.arrive(stage.visitors)
        await visitor.open(keys.opening())
        played = expected(recording, keys, visitor, stage.agent.member_id)
        for position, line in enumerate(recording.lines):
            await _say(line, keys.message(position), visitor, stage.agent)
            stage.on_message()
        await stage.agent.close(visitor.conversation_id, keys.closing())
    except ReplayError as error:
        return Performance(recording, visitor, played, trouble=str(error))
    return Performance(recording, visitor, played)


async def _say(line: Line, key: str, visitor: Visitor, agent: Agent) -> None:
    """Each line waits for the answer to the one before, as people do."""
    if line.source is Source.USER:
        await visitor.write(line.text, key)
    else:
        await agent.write(visitor.conversation_id, line.text, key)


def expected(recording: Recording, keys: Keys, visitor: Visitor, member_id: UUID) -> Played:
    """What must be stored once the recording has been played."""
    principals = {
        Source.USER: f"visitor:{visitor.visitor_id}",
        Source.AGENT: f"member:{member_id}",
    }
    messages = tuple(
        Sent(position, line.source, command_id(principals[line.source], keys.message(position)))
        for position, line in enumerate(recording.lines)
    )
    return Played(recording.name, visitor.conversation_id, messages)
