"""The state folder: all that one running Switchboard knows, and that outlives it."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from switchboard.local.children import Identity
from switchboard.local.errors import LocalError
from switchboard.local.kafka import EmbeddedKafka
from switchboard.local.ports import Ports
from switchboard.local.postgres import EmbeddedPostgres

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parents[5]
"""The folder of the clone that this code runs from."""

PREFERRED_GATEWAY_PORT = 8800
PREFERRED_DEMO_PORT = 8900
DEFAULT_FOLDER = PROJECT / ".switchboard"
"""Ports that are easy to remember are its alone: tests and benchmarks leave them to `make run`."""


class State:
    """One state folder, by default ``.switchboard`` of the clone."""

    def __init__(self, folder: Path | None = None) -> None:
        chosen = folder or Path(os.environ.get("SWITCHBOARD_STATE") or DEFAULT_FOLDER)
        self.folder = chosen.resolve()
        self.logs = self.folder / "logs"
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"{self.folder} cannot be written ({error.strerror}): name another --state."
            raise LocalError(message) from error
        self.ports = Ports(self.folder / "ports.json")
        self.processes = ProcessFile(self.folder / "processes.json")

    @property
    def kafka(self) -> EmbeddedKafka:
        """This folder's broker."""
        return EmbeddedKafka(self.folder / "kafka", self.ports.port("kafka"))

    @property
    def postgres(self) -> EmbeddedPostgres:
        """This folder's PostgreSQL."""
        return EmbeddedPostgres(self.folder / "postgres", self.ports.port("postgres"))

    def gateway_port(self, replica: int = 0) -> int:
        """Where a gateway answers HTTP."""
        if replica:
            return self.ports.port(f"gateway-{replica}")
        return self.ports.port("gateway", self._preferred(PREFERRED_GATEWAY_PORT))

    @property
    def gateway_url(self) -> str:
        """Where panel, widget and API are; by name, so that the demo page is another site."""
        return f"http://localhost:{self.gateway_port()}"

    @property
    def demo_port(self) -> int:
        """Where the demo page is served."""
        return self.ports.port("demo-site", self._preferred(PREFERRED_DEMO_PORT))

    @property
    def demo_url(self) -> str:
        """The demo page; by number, so that it is another site than the gateway."""
        return f"http://127.0.0.1:{self.demo_port}"

    def _preferred(self, port: int) -> int | None:
        return port if self.folder == DEFAULT_FOLDER.resolve() else None

    def secret(self) -> str:
        """The random secret that signs sessions and tokens of this folder."""
        file = self.folder / "secret"
        if not file.exists():
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as stream:
                stream.write(secrets.token_urlsafe(32))
        return file.read_text()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Be the only supervisor of this folder.

        Raises:
            LocalError: Another one is.
        """
        with self._lock_file().open("a") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LocalError(
                    f"Switchboard runs already in {self.folder}: see `switchboard status`, "
                    "or stop it with `switchboard down`."
                ) from error
            stream.truncate(0)
            stream.write(json.dumps(asdict(Identity.of(os.getpid()))))
            stream.flush()
            try:
                yield
            finally:
                stream.truncate(0)

    def supervisor(self) -> Identity | None:
        """The supervisor that runs in this folder, if one does."""
        file = self._lock_file()
        text = file.read_text() if file.exists() else ""
        identity = Identity(**json.loads(text)) if text else None
        return identity if identity and identity.is_running() else None

    def _lock_file(self) -> Path:
        return self.folder / "supervisor.lock"


@dataclass(frozen=True)
class Recorded:
    """One child of the supervisor as others find it.

    Attributes:
        identity: Which process it is.
        health_port: Where it answers ``/readyz``; None for Kafka and PostgreSQL.
        stop_signal: How to stop it.
    """

    identity: Identity
    health_port: int | None
    stop_signal: int


class ProcessFile:
    """The file that names the children, for `status` and for the supervisor after a crash."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.ready_file = file.with_name("ready")

    def read(self) -> dict[str, Recorded]:
        """Every child by name; of a dead run, if none has started since."""
        content = json.loads(self.file.read_text()) if self.file.exists() else {}
        return {
            name: Recorded(Identity(**row["identity"]), row["health_port"], row["stop_signal"])
            for name, row in content.items()
        }

    def write(self, children: dict[str, Recorded]) -> None:
        """Replace the file as a whole, so that no reader meets half of it."""
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps({name: asdict(row) for name, row in children.items()}, indent=2))
        new.replace(self.file)
