"""Trains Kafka's start-up cache once, in the background of a first run: it halves every start."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from switchboard.local.kafka import EmbeddedKafka, start_cache
from switchboard.local.part import output_of, spawn
from switchboard.local.ports import free_port
from switchboard.local.retry import until

if TYPE_CHECKING:
    from pathlib import Path

    from switchboard.local.children import Command

WRITTEN = "kafka.aot"
WRITE_SECONDS = 120.0


async def train_start_cache(folder: Path) -> None:
    """Run a second broker in a scratch folder, have it write the cache at its end.

    Nothing happens if there is a cache. Cancelling ends the broker and what it started.
    """
    target = await asyncio.to_thread(start_cache)
    if target.exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    broker = EmbeddedKafka(folder, free_port())
    await asyncio.to_thread(broker.prepare)
    process = await spawn(_training(broker))
    try:
        await _let_it_work(process, broker)
        await asyncio.to_thread(_publish, folder / WRITTEN, target)
    finally:
        _clear_up(process, folder)


def _training(broker: EmbeddedKafka) -> Command:
    command = broker.command(f"-XX:AOTCacheOutput={WRITTEN}")
    # At the lowest priority: somebody is using the machine for what they started.
    polite = ("nice", "-n", "19", *command.arguments)
    return replace(command, arguments=polite, death_signal=signal.SIGKILL)


def _publish(written: Path, target: Path) -> None:
    """Put the cache where every start looks for it, whole or not at all."""
    if written.exists():
        new = target.with_suffix(f".{os.getpid()}")
        shutil.copyfile(written, new)
        new.replace(target)


async def _let_it_work(process: asyncio.subprocess.Process, broker: EmbeddedKafka) -> None:
    output = asyncio.create_task(output_of(process).read())
    await until(broker.is_ready)
    process.terminate()
    await asyncio.wait_for(process.wait(), WRITE_SECONDS)
    await output


def _clear_up(process: asyncio.subprocess.Process, folder: Path) -> None:
    """The cache is written by a process that the broker starts at its end: end the whole group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)
