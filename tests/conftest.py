"""Kafka and PostgreSQL for every test, started once a test run and only if asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from switchboard.local.infrastructure import (
    Kafka,
    Postgres,
    kafka_for_tests,
    postgres_for_tests,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    """A real broker: ``.bootstrap``, ``.kill()``, ``.start()``."""
    with kafka_for_tests(tmp_path_factory.mktemp("servers")) as server:
        yield server


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A real server: ``.create_database(name)``, ``.url(name)``, ``.kill()``, ``.start()``."""
    with postgres_for_tests(tmp_path_factory.mktemp("servers")) as server:
        yield server
