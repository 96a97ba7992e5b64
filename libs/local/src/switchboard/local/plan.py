"""What a supervisor runs, in which order, as a value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from switchboard.local import stages
from switchboard.local.after_ready import AFTER_READY, Addresses, Step
from switchboard.local.demo import AGENT_EMAIL, OTHER_AGENT_EMAIL, PASSWORD
from switchboard.local.environment import is_demo
from switchboard.local.journal import Journal
from switchboard.local.runnables import RunningDemoSite, RunningReplica
from switchboard.local.start_cache import train_start_cache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from switchboard.local.part import Runnable
    from switchboard.local.processes import Replica
    from switchboard.local.servers import Server
    from switchboard.local.state import State

PRELOADED = ("switchboard.runtime.consuming", "switchboard.runtime.jobs.working", "uvloop")

Stage = Callable[[Journal], Awaitable[None]]


@dataclass(frozen=True)
class Plan:
    """The fields are in the order in which they are carried out.

    Attributes:
        ports: Names of remembered ports that must be free.
        preloaded: Modules that are imported once for all processes of our own.
        servers: What everything else relies on.
        while_servers_start: Stages that need no server.
        once_servers_run: Stages that do.
        processes: What is kept running; all must become ready.
        after_ready: Steps through the public API.
        addresses: What those steps are told.
        welcome: Said when all of that is done.
        in_background: Work that nobody waits for.
    """

    ports: Sequence[str]
    preloaded: Sequence[str]
    servers: Sequence[Server]
    while_servers_start: Sequence[Stage]
    once_servers_run: Sequence[Stage]
    processes: Sequence[Runnable]
    after_ready: Sequence[Step]
    addresses: Addresses
    welcome: str
    in_background: Sequence[Callable[[], Awaitable[None]]]


def whole_system(state: State, copies: Sequence[Replica]) -> Plan:
    """All of Switchboard in one folder."""
    processes = [RunningReplica(state, replica) for replica in copies]
    addresses = Addresses(state.gateway_url, state.demo_url)
    return Plan(
        ports=("gateway", "demo-site", "postgres", "kafka"),
        preloaded=PRELOADED,
        servers=(state.postgres, state.kafka),
        while_servers_start=(stages.build_web,),
        once_servers_run=(partial(stages.prepare_services, state),),
        processes=(*processes, RunningDemoSite(state)),
        after_ready=AFTER_READY if is_demo() else (),
        addresses=addresses,
        welcome=_welcome(addresses),
        in_background=(partial(train_start_cache, state.folder / "kafka-training"),),
    )


def _welcome(addresses: Addresses) -> str:
    """Where to go, and how to sign in."""
    sign_in = (
        f"{AGENT_EMAIL} or {OTHER_AGENT_EMAIL}, password {PASSWORD}"
        if is_demo()
        else "with the one-time link that first-admin-link printed above"
    )
    return (
        f"Ready. Demo page: {addresses.demo}/\n"
        f"Agents' panel:    {addresses.gateway}/panel/\n"
        f"Sign in:          {sign_in}\n"
        "Stop with Ctrl-C, or `switchboard down`."
    )
