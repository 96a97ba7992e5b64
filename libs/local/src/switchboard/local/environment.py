"""What each child process is told by its environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from switchboard.local.processes import Kind
from switchboard.local.state import PROJECT

if TYPE_CHECKING:
    from switchboard.local.processes import Replica
    from switchboard.local.state import State

# A broker notices within this time that a killed process is gone. Small, since on one machine
# nothing but death delays a heartbeat for long.
SESSION_TIMEOUT_MS = "1500"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def base_environment(state: State) -> dict[str, str]:
    """Ours, without settings of another Switchboard, and with what all children share."""
    foreign = ("SWITCHBOARD_STATE", "SWITCHBOARD_CACHE", "SWITCHBOARD_TEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {
        "SWITCHBOARD_DEMO": "1",
        "SWITCHBOARD_SESSION_TIMEOUT_MS": SESSION_TIMEOUT_MS,
        "SWITCHBOARD_TOPIC_PREFIX": "",
        **kept,
        "PYTHONUNBUFFERED": "1",
        "SWITCHBOARD_KAFKA": state.kafka.bootstrap,
        "SWITCHBOARD_PUBLIC_URL": state.gateway_url,
        "SWITCHBOARD_SECRET": state.secret(),
        "SWITCHBOARD_WEB_ROOT": str(PROJECT / "web" / "dist"),
        "SWITCHBOARD_FILES": str(state.folder / "files"),
        "SWITCHBOARD_DEMO_URL": state.demo_url,
    }


def is_demo() -> bool:
    """Whether demo accounts may exist: never where another machine can reach the gateway."""
    asked = os.environ.get("SWITCHBOARD_DEMO", "1") == "1"
    return asked and os.environ.get("SWITCHBOARD_HTTP_HOST", "127.0.0.1") in LOOPBACK


def service_environment(state: State, service: str) -> dict[str, str]:
    """What every process of one service gets: its own database."""
    return {**base_environment(state), "SWITCHBOARD_DATABASE_URL": state.postgres.url(service)}


def replica_environment(state: State, replica: Replica, health_port: int) -> dict[str, str]:
    """What one copy of a process gets."""
    environment = {
        **service_environment(state, replica.process.service),
        "SWITCHBOARD_HEALTH_PORT": str(health_port),
        "SWITCHBOARD_REPLICA_ID": str(replica.number),
    }
    if replica.process.kind is Kind.SERVE:
        environment["SWITCHBOARD_HTTP_PORT"] = str(state.gateway_port(replica.number))
    return environment
