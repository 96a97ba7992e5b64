"""What the machine can do by itself, printed beside every figure."""

import asyncio
import hashlib
import os
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from benchmarks.figures import Figures
from benchmarks.system import System

ROUNDS = 200
HASHED_BYTES = 64 * 1024 * 1024
PYTHON_LOOPS = 2_000_000
_TOPIC = "benchmark.probe"
_MESSAGE = bytes(300)


def machine_probes(folder: Path) -> Figures:
    """Cores, what keeps them busy already, hashing, Python and fsync."""
    return {
        "cores": float(os.cpu_count() or 1),
        "load average before (1 min)": round(os.getloadavg()[0], 2),
        "SHA-256 on one core (MB/s)": _hash_rate(),
        "empty Python loop on one core (million/s)": _loop_rate(),
        "fsync of 4 KiB, p50 (ms)": _fsync_seconds(folder) * 1e3,
    }


async def server_probes(system: System) -> Figures:
    """One round trip through the loopback interface, and one to each server."""
    return {
        "loopback TCP round trip, p50 (ms)": await _loopback_seconds() * 1e3,
        "PostgreSQL select 1, p50 (ms)": await _select_seconds(system) * 1e3,
        "Kafka produce with acks=all, p50 (ms)": await _produce_seconds(system) * 1e3,
    }


def _hash_rate() -> float:
    data = bytes(HASHED_BYTES)
    began = time.perf_counter()
    hashlib.sha256(data).digest()
    return HASHED_BYTES / 1e6 / (time.perf_counter() - began)


def _loop_rate() -> float:
    began = time.perf_counter()
    for _ in range(PYTHON_LOOPS):
        pass
    return PYTHON_LOOPS / 1e6 / (time.perf_counter() - began)


def _fsync_seconds(folder: Path) -> float:
    took = []
    with (folder / "probe").open("wb", buffering=0) as file:
        for _ in range(ROUNDS):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            took.append(time.perf_counter() - began)
    return statistics.median(took)


async def _loopback_seconds() -> float:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(4096):
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])

        async def once() -> None:
            writer.write(_MESSAGE)
            await reader.readexactly(len(_MESSAGE))

        seconds = await _median_of(once)
        writer.close()
    return seconds


async def _select_seconds(system: System) -> float:
    connection = await asyncpg.connect(system.database("postgres"))
    seconds = await _median_of(lambda: connection.fetchval("SELECT 1"))
    await connection.close()
    return seconds


async def _produce_seconds(system: System) -> float:
    admin = AIOKafkaAdminClient(bootstrap_servers=system.kafka)
    await admin.start()
    await admin.create_topics([NewTopic(_TOPIC, 1, 1)])
    await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=system.kafka, acks="all")
    await producer.start()
    seconds = await _median_of(lambda: producer.send_and_wait(_TOPIC, _MESSAGE))
    await producer.stop()
    return seconds


async def _median_of(once: Callable[[], Awaitable[object]]) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await once()
        took.append(time.perf_counter() - began)
    return statistics.median(took)
