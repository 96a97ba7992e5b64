"""Two gateways, two replicas of the conversation service, a team at both, and all that is said."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from tests.builders.people import Person, a_member_at, a_visitor_at
from tests.builders.system import Workspace, a_workspace
from tests.builders.whole_system import ALL_FROM_ONE_ADDRESS
from tests.integration.races.panel import a_panel
from tests.integration.races.said import Said
from tests.integration.races.sharing import until_all_share

from switchboard.contracts.commands.conversation import ProposeAiReply
from switchboard.contracts.events.assistant import AssistantSettings
from switchboard.contracts.ids import command_id, first_conversation
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    ASSISTANT_SETTINGS_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
)
from switchboard.local.demo import AGENT_EMAIL, OTHER_AGENT_EMAIL, PASSWORD
from switchboard.local.infrastructure import Kafka, Postgres
from switchboard.local.ports import free_port

TRIALS = int(os.environ.get("SWITCHBOARD_TEST_RACES", "50"))
DEADLINE_SECONDS = 3.0
"""Of everything that comes by itself."""

_TIMES = {
    "presence_grace_seconds": "0.1",
    "escalation_seconds": "1",
    "turn_seconds": str(DEADLINE_SECONDS),
    "giving_up_seconds": str(DEADLINE_SECONDS),
    "absence_seconds": str(DEADLINE_SECONDS),
    "idle_seconds": str(DEADLINE_SECONDS),
    "idle_warning_seconds": "1",
}
_AT_ONCE = 8
_PATIENCE_SECONDS = 60
_CHANGED_NOTHING = 200
_CLEO_EMAIL = "cleo@example.com"


@dataclass(frozen=True)
class Answer:
    """What became of an act.

    Attributes:
        code: why it was refused; None if it was not.
        told: to whoever asked.
    """

    id: UUID
    code: str | None
    told: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    """Something to be asked of a conversation, once, by a person at a gateway or by the AI."""

    id: UUID
    ask: Callable[[], Awaitable[Answer]]


@dataclass
class Arena:
    """Where races are run.

    Attributes:
        clients: one a gateway.
        anna: in her panel, at the first gateway.
        ben: in his panel, at the second gateway.
        cleo: at the second gateway, without a panel: offline.
        few: so many prepare at once.
        codes: with which anything was refused so far.
        scenes: that were made so far.
    """

    workspace: Workspace
    clients: Sequence[httpx.AsyncClient]
    anna: Person
    ben: Person
    cleo: Person
    said: Said = field(default_factory=Said)
    few: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    codes: set[str] = field(default_factory=set)
    scenes: list["Scene"] = field(default_factory=list)

    @property
    def database(self) -> str:
        """The URL of the conversation service's."""
        return self.workspace.database("conversation")

    def anew(self) -> "Arena":
        """The same place, where nothing was refused and no scene made yet."""
        return replace(self, codes=set(), scenes=[])

    async def a_scene(self) -> "Scene":
        """A conversation to come, of a new visitor."""
        async with self.few:
            one, other = await a_visitor_at(self.clients)
        self.scenes.append(Scene(self, first_conversation(one.id), (one, other)))
        return self.scenes[-1]

    async def answer(self, identifier: UUID, response: httpx.Response) -> Answer:
        """What a gateway says became of an act; if it was accepted, once its facts are heard."""
        told = response.json()
        if not response.is_success:
            self.codes.add(told["code"])
            return Answer(identifier, told["code"], told)
        if response.status_code != _CHANGED_NOTHING:
            await self.said.until(lambda: identifier in self.said.told)
        return Answer(identifier, None, told)


@dataclass(frozen=True)
class Scene:
    """One conversation, and its visitor at both gateways."""

    arena: Arena
    where: UUID
    visitor: tuple[Person, Person]

    def act(self, who: Person, what: str, body: Any = None, method: str = "POST") -> Act:
        """What a person asks of the conversation."""
        key = str(uuid4())
        identifier = command_id(who.principal, key)

        async def ask() -> Answer:
            path = f"/v1/conversations/{self.where}/{what}"
            return await self.arena.answer(identifier, await who.ask(method, path, body, key))

        return Act(identifier, ask)

    def message(self, text: str, gateway: int = 0) -> Act:
        """The visitor writes."""
        return self.act(self.visitor[gateway], "messages", {"text": text})

    def assignment(self, by: Person, to: Person) -> Act:
        """A member gives the conversation to another, or to themselves."""
        return self.act(by, "assignee", {"member_id": str(to.id)}, "PUT")

    def ai_reply(self) -> Act:
        """The AI answers the first turn: on Kafka, as the assistant's workers say it."""
        identifier = uuid4()
        reply = ProposeAiReply(conversation_id=self.where, turn=1, epoch=1, text="It left today.")

        async def ask() -> Answer:
            said = self.arena.said
            await self.arena.workspace.send(CONVERSATION_COMMANDS_TOPIC, reply, id=identifier)
            await said.until(lambda: identifier in said.told)
            code = getattr(said.told[identifier], "code", None)
            if code is not None:
                self.arena.codes.add(code)
            return Answer(identifier, code)

        return Act(identifier, ask)

    def waiting(self) -> Sequence[Act]:
        """What brings the conversation into the queue."""
        return self.message("Hello"), self.act(self.visitor[0], "human")

    async def begin(self, acts: Sequence[Act]) -> None:
        """Have these acts accepted, one after the other, while few others do.

        Raises:
            AssertionError: one is not.
        """
        async with self.arena.few:
            for act in acts:
                answer = await act.ask()
                assert answer.code is None, answer

    def facts(self, *kinds: type[Message]) -> list[Any]:
        """The conversation's facts of these kinds, in their order."""
        return [fact for fact in self.arena.said.facts[str(self.where)] if isinstance(fact, kinds)]

    def names(self, *kinds: type[Message]) -> list[str]:
        """The names of those facts."""
        return [type(fact).__name__ for fact in self.facts(*kinds)]

    def at(self, where: UUID) -> "Scene":
        """The same people at another conversation."""
        return Scene(self.arena, where, self.visitor)


@asynccontextmanager
async def an_arena(
    kafka: Kafka, postgres: Postgres, *, module: str | None = None, replicas: int = 2
) -> AsyncIterator[Arena]:
    """Two gateways and so many replicas of the conversation service, or of a module in its place.

    The team is there before the replicas start: they decide nothing before they know who is.
    """
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(a_workspace(kafka, postgres))
        settings = AssistantSettings(enabled=True, at=datetime.now(UTC))
        await workspace.send(ASSISTANT_SETTINGS_TOPIC, settings)
        clients = await _two_gateways(workspace, stack)
        arena = Arena(workspace, clients, *await _a_team(clients))
        for member in (arena.anna, arena.ben):
            await stack.enter_async_context(a_panel(member))
        await _both_are_online(arena)
        await workspace.migrate("conversation")
        consumers = (
            workspace.start("conversation", "consume", module=module, **_TIMES)
            for _ in range(replicas)
        )
        await asyncio.gather(*consumers)
        await until_all_share(workspace, "conversation", CONVERSATION_COMMANDS_TOPIC, replicas)
        facts = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
        commands = await workspace.ear(CONVERSATION_COMMANDS_TOPIC)
        hearing = arena.said.hear_facts(facts), arena.said.hear_commands(commands)
        tasks = [asyncio.ensure_future(one) for one in hearing]
        yield arena
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _two_gateways(workspace: Workspace, stack: AsyncExitStack) -> list[httpx.AsyncClient]:
    settings = ALL_FROM_ONE_ADDRESS | {"secret": "a secret of the tests", "demo": "1"}
    ports = (free_port(), free_port())
    await workspace.migrate("gateway")
    await asyncio.gather(
        workspace.start("gateway", "consume"),
        workspace.run("gateway", "demo-accounts", **settings),
        *(workspace.start("gateway", "serve", http_port=str(port), **settings) for port in ports),
    )
    return [
        await stack.enter_async_context(
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30)
        )
        for port in ports
    ]


async def _a_team(clients: Sequence[httpx.AsyncClient]) -> tuple[Person, Person, Person]:
    anna = await a_member_at(clients[0], AGENT_EMAIL, PASSWORD)
    ben = await a_member_at(clients[1], OTHER_AGENT_EMAIL, PASSWORD)
    account = {"email": _CLEO_EMAIL, "password": PASSWORD}
    made = await anna.post("/v1/members", account | {"full_name": "Cleo Dietz", "role": "agent"})
    made.raise_for_status()
    return anna, ben, await a_member_at(clients[1], _CLEO_EMAIL, PASSWORD)


async def _both_are_online(arena: Arena) -> None:
    """Wait until each gateway has heard of the panel at the other one."""
    wanted = {str(arena.anna.id), str(arena.ben.id)}
    async with asyncio.timeout(_PATIENCE_SECONDS):
        for watching in (arena.anna, arena.ben):
            while await _online(watching) != wanted:  # noqa: ASYNC110 - asked over REST
                await asyncio.sleep(0.05)


async def _online(watching: Person) -> set[str]:
    answer = await watching.client.get("/v1/members", headers=watching.headers)
    return {member["member_id"] for member in answer.json()["members"] if member["online"]}
