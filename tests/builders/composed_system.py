"""The whole of Switchboard from its own images, in containers, with a team and the user guide."""

import asyncio
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx

from switchboard.local import demo
from switchboard.local.after_ready import Addresses
from switchboard.local.demo_site import server
from switchboard.local.ports import free_port

PROJECT = Path(__file__).parents[2]
PASSWORD = demo.PASSWORD


class ComposedSystem:
    """What runs, and where to find it."""

    def __init__(self) -> None:
        self._project = f"switchboard-{uuid4().hex[:8]}"
        ports = {name: str(free_port()) for name in ("GATEWAY_PORT", "KAFKA_PORT", "POSTGRES_PORT")}
        self.gateway = f"http://localhost:{ports['GATEWAY_PORT']}"
        self.kafka = f"127.0.0.1:{ports['KAFKA_PORT']}"
        self.database_url = (
            f"postgresql://postgres:switchboard@127.0.0.1:{ports['POSTGRES_PORT']}/{{service}}"
        )
        self.demo_port = free_port()
        self.demo = f"http://127.0.0.1:{self.demo_port}"
        self._environment = os.environ | ports | {"SWITCHBOARD_PUBLIC_URL": self.gateway}

    def compose(self, *arguments: str) -> str:
        """Run `docker compose`; returns what it printed."""
        line = ["docker", "compose", "--project-name", self._project, *arguments]
        return subprocess.run(
            line,
            cwd=PROJECT,
            env=self._environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    def first_admin_link(self) -> str:
        """The one-time link that stands in the log."""
        return self.compose("logs", "--no-log-prefix", "first-admin").strip().splitlines()[-1]


@contextmanager
def a_composed_system() -> Iterator[ComposedSystem]:
    """Build, start and finally remove everything; `localhost` and `127.0.0.1` are two sites."""
    system = ComposedSystem()
    try:
        system.compose("up", "--build", "--wait", "--quiet-pull")
        yield system
    finally:
        system.compose("down", "--volumes", "--timeout", "3")


@contextmanager
def its_demo_site(system: ComposedSystem) -> Iterator[None]:
    """Serve the built demo page beside it."""
    folder = PROJECT / "web/dist/demo"
    with server(system.demo_port, folder, system.gateway) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield
        site.shutdown()


def prepare(system: ComposedSystem) -> None:
    """A second agent, and the user guide, as the first Admin would do it."""
    with httpx.Client(
        base_url=system.gateway, headers={"Origin": system.gateway}, timeout=60
    ) as client:
        anna = {"email": demo.AGENT_EMAIL, "password": PASSWORD}
        client.post("/v1/sign-in", json=anna).raise_for_status()
        ben = {
            "email": demo.OTHER_AGENT_EMAIL,
            "password": PASSWORD,
            "full_name": "Ben Costa",
            "public_name": "Ben",
            "role": "agent",
        }
        key = {"Idempotency-Key": "ben"}
        client.post("/v1/members", json=ben, headers=key).raise_for_status()
    asyncio.run(demo.seed(Addresses(system.gateway, system.demo)))
