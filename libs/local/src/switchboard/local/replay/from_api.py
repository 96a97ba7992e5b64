"""What the API shows of a replay, to the agent and to each visitor."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from switchboard.contracts.events.analysis import AnalysisCompleted, AnalysisFailed
from switchboard.contracts.ids import message_id, public_message_id
from switchboard.local.replay.agent import Agent
from switchboard.local.replay.auditing import Holding
from switchboard.local.replay.facts import Fact, View, public_fact, team_fact
from switchboard.local.replay.played import Played
from switchboard.local.replay.visitor import Visitor

_AT_ONCE = 8
_LOOK_AGAIN_SECONDS = 1.0
_FINISHED = (AnalysisCompleted.message_type(), AnalysisFailed.message_type())

ItemT = TypeVar("ItemT")
FoundT = TypeVar("FoundT")


@dataclass(frozen=True)
class Seen:
    """One conversation as the API shows it."""

    events: list[Fact]
    public: list[Fact]


async def read_api(
    agent: Agent,
    audience: Sequence[tuple[Played, Visitor]],
    seqs: Mapping[UUID, int],
    public_seqs: Mapping[UUID, int],
) -> tuple[Holding, Holding]:
    """Every page of every conversation, as the team and as its visitor see it."""

    async def one(pair: tuple[Played, Visitor]) -> Seen:
        played, visitor = pair
        return seen(played, await agent.events(played.conversation_id), await visitor.events())

    found = await _for_each(audience, one)
    events = [fact for item in found for fact in item.events]
    public = [fact for item in found for fact in item.public]
    return (
        Holding(View.API_EVENTS, events, seqs),
        Holding(View.API_PUBLIC, public, public_seqs),
    )


def seen(
    played: Played, team: Iterable[Mapping[str, Any]], public: Iterable[Mapping[str, Any]]
) -> Seen:
    """The facts of a conversation's two feeds.

    The API names no commands, but a message's id is derived from its command's id and its number.
    """
    events: list[Fact] = []
    named: dict[UUID, UUID] = {}
    for body in team:
        command = _command_of(played, body)
        if command is not None:
            named[public_message_id(UUID(body["message_id"]))] = command
        events.append(team_fact(body, command))
    facts = [public_fact(b, named.get(UUID(b.get("message_id", _NO_MESSAGE)))) for b in public]
    return Seen(events, facts)


_NO_MESSAGE = str(UUID(int=0))


def _command_of(played: Played, body: Mapping[str, Any]) -> UUID | None:
    if "message_id" not in body:
        return None
    identifier, seq = UUID(body["message_id"]), int(body["seq"])
    commands = (sent.command_id for sent in played.messages)
    return next((c for c in commands if message_id(c, seq) == identifier), None)


async def finished_analyses(
    agent: Agent, conversations: Sequence[UUID], patience: float
) -> list[UUID]:
    """The conversations of the completed analyses, once none is under way or patience ends."""
    completed: list[UUID] = []
    waiting = list(conversations)
    end = asyncio.get_running_loop().time() + patience
    while waiting:
        found = dict(zip(waiting, await _for_each(waiting, agent.analyses), strict=True))
        finished = {key for key, items in found.items() if any(_is_over(item) for item in items)}
        completed += [
            key
            for key in finished
            for item in found[key]
            if item["type"] == AnalysisCompleted.message_type()
        ]
        waiting = [key for key in waiting if key not in finished]
        if asyncio.get_running_loop().time() > end:
            break
        await asyncio.sleep(_LOOK_AGAIN_SECONDS if waiting else 0)
    return completed


def _is_over(analysis: Mapping[str, Any]) -> bool:
    return analysis["type"] in _FINISHED


async def _for_each(
    items: Sequence[ItemT], do: Callable[[ItemT], Awaitable[FoundT]]
) -> list[FoundT]:
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(item: ItemT) -> FoundT:
        async with places:
            return await do(item)

    return list(await asyncio.gather(*(one(item) for item in items)))
