"""Kafka and PostgreSQL for tests in containers, where Docker runs."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

import asyncpg
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from switchboard.local.kafka import cluster_id
from switchboard.local.ports import free_port
from switchboard.local.postgres import create_database
from switchboard.local.retry import until
from switchboard.local.standalone import wait_for

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

KAFKA_IMAGE = "apache/kafka:4.1.2"
POSTGRES_IMAGE = "postgres:18"
PORT_INSIDE_KAFKA = 9092
PORT_INSIDE_POSTGRES = 5432


class Container:
    """Turns one container off and on; its host port and its data stay."""

    def __init__(self, container: DockerContainer, answers: Callable[[], Awaitable[bool]]) -> None:
        self._container = container
        self._answers = answers

    def start(self) -> None:
        """Start it again and wait until it serves."""
        self._container.get_wrapped_container().start()
        wait_for(until(self._answers))

    def kill(self) -> None:
        """End it as a crash would."""
        wrapped = self._container.get_wrapped_container()
        wrapped.kill()
        wrapped.wait()


@contextmanager
def kafka_container() -> Iterator[tuple[str, Container]]:
    """A broker of the official image and its switch."""
    port = free_port()
    bootstrap = f"127.0.0.1:{port}"
    container = DockerContainer(KAFKA_IMAGE).with_bind_ports(PORT_INSIDE_KAFKA, port)
    for name, value in _kafka_settings(bootstrap).items():
        container = container.with_env(name, value)
    container.waiting_for(LogMessageWaitStrategy("Kafka Server started"))

    async def answers() -> bool:
        return await cluster_id(bootstrap) is not None

    with container:
        yield bootstrap, Container(container, answers)


def _kafka_settings(bootstrap: str) -> dict[str, str]:
    inside = f"PLAINTEXT://0.0.0.0:{PORT_INSIDE_KAFKA},CONTROLLER://127.0.0.1:9093"
    return {
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_NODE_ID": "1",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@127.0.0.1:9093",
        "KAFKA_LISTENERS": inside,
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://{bootstrap}",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS": "1000",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
    }


@contextmanager
def postgres_container() -> Iterator[tuple[str, Container]]:
    """A PostgreSQL server of the official image and its switch."""
    port, password = free_port(), secrets.token_hex(12)
    url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
    container = DockerContainer(POSTGRES_IMAGE).with_bind_ports(PORT_INSIDE_POSTGRES, port)
    container = container.with_env("POSTGRES_PASSWORD", password)

    async def answers() -> bool:
        try:
            await create_database(url, "postgres")
        except (OSError, asyncpg.PostgresError):
            return False
        return True

    with container:
        switch = Container(container, answers)
        wait_for(until(answers))
        yield url, switch
