"""Kafka and PostgreSQL for tests: given, in containers, or embedded; used alike.

Given means ``SWITCHBOARD_TEST_KAFKA`` (``host:port``) and ``SWITCHBOARD_TEST_POSTGRES`` (the URL
of a database whose user may create others). Otherwise containers where Docker answers, unless
``SWITCHBOARD_TEST_EMBEDDED=1``; otherwise the embedded servers in a temporary folder.
"""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from switchboard.local.errors import LocalError
from switchboard.local.kafka import EmbeddedKafka
from switchboard.local.ports import free_port
from switchboard.local.postgres import EmbeddedPostgres, create_database
from switchboard.local.standalone import Standalone, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Switch(Protocol):
    """What turns a server off and on; each call returns when it is done."""

    def start(self) -> None:
        """Start it and wait until it serves."""

    def kill(self) -> None:
        """End it as a crash would."""


class Kafka:
    """A broker for tests.

    Attributes:
        bootstrap: What clients are told, as ``host:port``.
    """

    def __init__(self, bootstrap: str, switch: Switch) -> None:
        self.bootstrap = bootstrap
        self._switch = switch

    def start(self) -> None:
        """Start it again after ``kill``."""
        self._switch.start()

    def kill(self) -> None:
        """End it as a crash would."""
        self._switch.kill()


class Postgres:
    """A PostgreSQL server for tests."""

    def __init__(self, server_url: str, switch: Switch) -> None:
        self._server_url = server_url
        self._switch = switch

    def url(self, database: str) -> str:
        """The address of one of its databases, password included."""
        return urlsplit(self._server_url)._replace(path=f"/{database}").geturl()

    def create_database(self, name: str) -> str:
        """Create a database unless it exists; returns its URL."""
        wait_for(create_database(self._server_url, name))
        return self.url(name)

    def start(self) -> None:
        """Start it again after ``kill``."""
        self._switch.start()

    def kill(self) -> None:
        """End it as a crash would."""
        self._switch.kill()


class NotOurs:
    """The switch of a server that was given to us: there is none."""

    def start(self) -> None:
        """Refuse."""
        raise LocalError("A given server cannot be started: run this test without the variable.")

    def kill(self) -> None:
        """Refuse."""
        raise LocalError("A given server cannot be killed: run this test without the variable.")


@contextmanager
def kafka_for_tests(folder: Path) -> Iterator[Kafka]:
    """A broker until the end of the block; ``folder`` is used if it is embedded."""
    given = os.environ.get("SWITCHBOARD_TEST_KAFKA")
    if given:
        yield Kafka(given, NotOurs())
    elif docker_answers():
        from switchboard.local.containers import kafka_container  # noqa: PLC0415 - tests only

        with kafka_container() as (bootstrap, container):
            yield Kafka(bootstrap, container)
    else:
        server = EmbeddedKafka(folder / "kafka", free_port())
        with _running(server) as switch:
            yield Kafka(server.bootstrap, switch)


@contextmanager
def postgres_for_tests(folder: Path) -> Iterator[Postgres]:
    """A PostgreSQL server until the end of the block; ``folder`` is used if it is embedded."""
    given = os.environ.get("SWITCHBOARD_TEST_POSTGRES")
    if given:
        yield Postgres(given, NotOurs())
    elif docker_answers():
        from switchboard.local.containers import postgres_container  # noqa: PLC0415 - tests only

        with postgres_container() as (server_url, container):
            yield Postgres(server_url, container)
    else:
        server = EmbeddedPostgres(folder / "postgres", free_port())
        with _running(server) as switch:
            yield Postgres(server.url("postgres"), switch)


@contextmanager
def _running(server: EmbeddedKafka | EmbeddedPostgres) -> Iterator[Standalone]:
    switch = Standalone(server)
    switch.start()
    try:
        yield switch
    finally:
        switch.stop()


def docker_answers() -> bool:
    """Whether a Docker daemon is there and wanted."""
    if os.environ.get("SWITCHBOARD_TEST_EMBEDDED") == "1":
        return False
    address = urlsplit(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock"))
    is_local = address.scheme == "unix"
    try:
        with socket.socket(socket.AF_UNIX if is_local else socket.AF_INET) as daemon:
            daemon.settimeout(3)
            daemon.connect(address.path if is_local else (address.hostname, address.port or 2375))
    except OSError:
        return False
    return True
