"""Building one `serve` process: the parts, the feed behind them, the server before them."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import uvicorn
from aiokafka import AIOKafkaProducer
from fastapi import FastAPI

from switchboard.contracts.socket import CloseCode
from switchboard.contracts.topics import COMMAND_OUTCOMES_TOPIC, TOPICS
from switchboard.gateway.api.background import Background
from switchboard.gateway.api.doorkeeper import LONGEST_BODY
from switchboard.gateway.api.fanout.consumer import FanOut
from switchboard.gateway.api.fanout.ended import EndedCredentials
from switchboard.gateway.api.fanout.following import Hub
from switchboard.gateway.api.fanout.hearing import Hearing
from switchboard.gateway.api.fanout.inbox import InboxFeed
from switchboard.gateway.api.services import Services
from switchboard.gateway.api.sockets.wire import WireProtocol
from switchboard.gateway.clients.files import Files, open_files
from switchboard.gateway.clients.producer import CommandProducer
from switchboard.gateway.clients.proofs import IdentitySecrets
from switchboard.gateway.clients.tokens import Devices, VisitorTokens
from switchboard.gateway.handlers.asking import Asking
from switchboard.gateway.handlers.attachments import Attachments
from switchboard.gateway.handlers.commanding import Commands
from switchboard.gateway.handlers.demo import DemoAgent
from switchboard.gateway.handlers.file_store import must_be_the_store
from switchboard.gateway.handlers.identifying import Identifying
from switchboard.gateway.handlers.leaving import Leaving
from switchboard.gateway.handlers.limits import Limits
from switchboard.gateway.handlers.owners import Owners
from switchboard.gateway.handlers.pending import PendingCommands
from switchboard.gateway.handlers.places import Positions
from switchboard.gateway.handlers.presence import Presence
from switchboard.gateway.handlers.read_model import ReadModel
from switchboard.gateway.handlers.signing_in import SigningIn
from switchboard.gateway.handlers.telling import Telling
from switchboard.gateway.model.allowances import Allowances
from switchboard.gateway.model.attachment import MOST_FILE_BYTES
from switchboard.gateway.model.presence import Lifetimes
from switchboard.gateway.store.accounts import Accounts
from switchboard.gateway.store.api_keys import ApiKeys
from switchboard.gateway.store.attempts import Attempts
from switchboard.gateway.store.identity import Identities
from switchboard.gateway.store.progress import Progress, read_catching_up, read_positions
from switchboard.gateway.store.readings import Readings
from switchboard.runtime.garbage import collect_garbage_less_often

SERVICE = "gateway"

_KEEP_ALIVE_SECONDS = 75
"""Longer than clients and proxies keep a connection that they do not use, so that it is they who
end it: a server that ends one just as a request comes leaves its sender without an answer."""


@dataclass(frozen=True)
class Door:
    """What a `serve` process is told, as plain values.

    Attributes:
        connection: aiokafka's arguments.
        gateway_id: this process among the gateways; names its presence.
        lifetimes: how fast somebody who is gone is known to be gone.
        origin: the public origin.
        files: where the files of messages lie: a folder, or the URL of a bucket.
        most_file_bytes: the largest of them.
        trusted_proxies: whose word counts about where a request comes from; nobody's if empty.
        demo_agents: whom anybody may sign in as; nobody unless this is a demo.
    """

    connection: Mapping[str, Any]
    prefix: str
    gateway_id: str
    origin: str
    secret: str
    host: str
    port: int
    web_root: Path | None
    files: str
    most_file_bytes: int = MOST_FILE_BYTES
    allowances: Allowances = field(default_factory=Allowances)
    trusted_proxies: str = ""
    lifetimes: Lifetimes = field(default_factory=Lifetimes)
    demo_agents: tuple[DemoAgent, ...] = ()


def outcome_partition(gateway_id: str | None) -> int:
    """Where this process listens for outcomes: fixed for a replica's name, else by chance."""
    if gateway_id is None:
        return random.randrange(COMMAND_OUTCOMES_TOPIC.partitions)  # noqa: S311 - no secret
    return sum(gateway_id.encode()) % COMMAND_OUTCOMES_TOPIC.partitions


@asynccontextmanager
async def running_services(door: Door, pool: asyncpg.Pool) -> AsyncIterator[Services]:
    """The parts, with the feed and the presence reports running behind them."""
    async with AsyncExitStack() as stack:
        producer = await stack.enter_async_context(_producing(door))
        files = open_files(door.files)
        await must_be_the_store(pool, files)
        services, fan_out = _assembled(door, pool, producer, files)
        await services.read_model.look()
        behind = services.background.running(
            fan_out.run(),
            services.telling.say_always(),
            services.presence.report_always(),
            EndedCredentials(pool, services.hub).run(),
            services.attachments.sweep_always(),
            services.leaving.release_always(),
            services.read_model.look_always(),
        )
        await stack.enter_async_context(behind)
        yield services
        end_all(services.hub)


@asynccontextmanager
async def _producing(door: Door) -> AsyncIterator[CommandProducer]:
    producer = AIOKafkaProducer(**door.connection, enable_idempotence=True, acks="all")
    await producer.start()
    try:
        for topic in TOPICS:
            if SERVICE in topic.producers:  # what is known now can be queued while Kafka is away
                await producer.partitions_for(door.prefix + topic.name)
        yield CommandProducer(producer, door.prefix, outcome_partition(door.gateway_id))
    finally:
        await producer.stop()


def _assembled(
    door: Door, pool: asyncpg.Pool, producer: CommandProducer, files: Files
) -> tuple[Services, FanOut]:
    hub, pending, positions = Hub(), PendingCommands(), Positions()
    progress, readings = Progress(partial(read_positions, pool)), Readings(pool)
    owners = Owners(readings, progress, positions)
    telling = Telling(producer)
    presence = Presence(producer, door.gateway_id, telling.came_online, door.lifetimes)
    hearing = Hearing(hub, InboxFeed(hub), pending, owners, presence, telling=telling)
    attachments = Attachments(pool, files, owners, progress, positions, door.most_file_bytes)

    read_model = ReadModel(
        partial(read_catching_up, pool), positions, partial(end_all, hub, CloseCode.CATCHING_UP)
    )

    def interrupted() -> None:
        pending.give_up()
        end_all(hub)

    fan_out = FanOut(
        door.connection,
        door.prefix,
        hearing.table(),
        positions,
        interrupted,
        begins=owners.forget,
        outcome_partition=producer.outcome_partition,
    )
    commands = Commands(producer, pending, progress, positions, pool)
    services = Services(
        commands=commands,
        owners=owners,
        asking=Asking(owners, attachments, door.allowances.message_bytes),
        attachments=attachments,
        read_model=read_model,
        readings=readings,
        progress=progress,
        positions=positions,
        hub=hub,
        background=Background(),
        presence=presence,
        telling=telling,
        leaving=Leaving(commands, readings),
        signing_in=SigningIn(Accounts(pool), Attempts(pool), door.allowances),
        api_keys=ApiKeys(pool),
        identifying=Identifying(
            Identities(pool), VisitorTokens(door.secret), IdentitySecrets(door.secret)
        ),
        devices=Devices(door.secret),
        limits=Limits(door.allowances),
        origin=door.origin,
        is_ready=fan_out.ready.is_set,
        silence_seconds=door.lifetimes.silence.total_seconds(),
        demo_agents=door.demo_agents,
    )
    return services, fan_out


def end_all(hub: Hub, code: CloseCode = CloseCode.RESTARTING) -> None:
    """Ask every socket to come again and resume from its last number; 1012 says a restart."""
    for listener in hub.everybody():
        listener.end(int(code))


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: the process has them."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


async def answer_requests(app: FastAPI, door: Door) -> None:
    """Serve HTTP and sockets until cancelled, then let what is under way finish.

    Raises:
        Exception: what the work behind the doors ended with.
    """
    config = uvicorn.Config(
        app,
        host=door.host,
        port=door.port,
        http="httptools",
        ws=WireProtocol,
        ws_max_size=LONGEST_BODY,
        ws_per_message_deflate=False,
        lifespan="off",
        access_log=False,
        log_config=None,
        log_level="warning",
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=3,
        server_header=False,
        proxy_headers=bool(door.trusted_proxies),
        forwarded_allow_ips=door.trusted_proxies,
    )
    server = _Server(config)
    collect_garbage_less_often()
    services: Services = app.state.services
    serving = asyncio.ensure_future(server.serve([_bound(door)]))
    try:
        await _first_of(serving, services.background.broken)
    finally:
        services.presence.part()
        server.should_exit = True
        await asyncio.wait({serving}, timeout=5)


async def _first_of(*going_on: "asyncio.Future[None]") -> None:
    """Return or raise as the first that ends; none is cancelled with the caller."""
    ended, _ = await asyncio.wait(going_on, return_when=asyncio.FIRST_COMPLETED)
    for one in ended:
        one.result()


def _bound(door: Door) -> socket.socket:
    """The listening socket; a taken port is an error here and not inside the server."""
    family = socket.AF_INET6 if ":" in door.host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((door.host, door.port))
    return listening
