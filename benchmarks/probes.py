"""What the machine can do by itself, printed beside every figure."""

import hashlib
import os
import statistics
import time
from pathlib import Path

import asyncpg
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from benchmarks.system import System

ROUNDS = 200
HASHED_BYTES = 64 * 1024 * 1024


def machine_probes(folder: Path) -> dict[str, str]:
    """Cores, load, hashing and fsync."""
    return {
        "cores, load average (1 min)": f"{os.cpu_count()}, {os.getloadavg()[0]:.2f}",
        "SHA-256 on one core": f"{_hash_rate():.0f} MB/s",
        "fsync of 4 KiB, p50": f"{_fsync_seconds(folder) * 1e3:.2f} ms",
    }


async def server_probes(system: System) -> dict[str, str]:
    """One round trip to each server."""
    return {
        "PostgreSQL select 1, p50": f"{await _select_seconds(system) * 1e3:.2f} ms",
        "Kafka produce with acks=all, p50": f"{await _produce_seconds(system) * 1e3:.2f} ms",
    }


def _hash_rate() -> float:
    data = bytes(HASHED_BYTES)
    began = time.perf_counter()
    hashlib.sha256(data).digest()
    return HASHED_BYTES / 1e6 / (time.perf_counter() - began)


def _fsync_seconds(folder: Path) -> float:
    took = []
    with (folder / "probe").open("wb", buffering=0) as file:
        for _ in range(ROUNDS):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            took.append(time.perf_counter() - began)
    return statistics.median(took)


async def _select_seconds(system: System) -> float:
    connection = await asyncpg.connect(system.database("postgres"))
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await connection.fetchval("SELECT 1")
        took.append(time.perf_counter() - began)
    await connection.close()
    return statistics.median(took)


async def _produce_seconds(system: System) -> float:
    admin = AIOKafkaAdminClient(bootstrap_servers=system.kafka)
    await admin.start()
    await admin.create_topics([NewTopic("benchmark.probe", 1, 1)])
    await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=system.kafka, acks="all")
    await producer.start()
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await producer.send_and_wait("benchmark.probe", bytes(300))
        took.append(time.perf_counter() - began)
    await producer.stop()
    return statistics.median(took)
