"""One replay from beginning to end: play, collect, audit."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from secrets import token_hex

from switchboard.local.replay.agent import Agent, signed_in
from switchboard.local.replay.assistant import assistant_set
from switchboard.local.replay.auditing import Fault, Finding
from switchboard.local.replay.collecting import Collector
from switchboard.local.replay.door import Door
from switchboard.local.replay.evidence import Evidence, is_behind
from switchboard.local.replay.from_kafka import KafkaReader
from switchboard.local.replay.options import Options
from switchboard.local.replay.persisting import persist
from switchboard.local.replay.played import Played
from switchboard.local.replay.playing import Performance, Stage, play
from switchboard.local.replay.recording import Recording
from switchboard.local.replay.report import Report

_LOOK_AGAIN_SECONDS = 2.0


@dataclass(frozen=True)
class Performed:
    """A replay whose last conversation is over, and that nobody has audited yet.

    Attributes:
        collector: reads what is stored of it.
        seconds: from the first visitor to the last close.
    """

    performances: Sequence[Performance]
    collector: Collector
    seconds: float

    @property
    def played(self) -> list[Played]:
        """The conversations that could be opened."""
        return [one for one, _ in self.collector.audience]


async def replay(
    recordings: Sequence[Recording], options: Options, on_message: Callable[[], None]
) -> Report:
    """Play the recordings, then audit what is stored of them.

    Raises:
        ReplayError: it cannot begin, or a part is silent for longer than the patience lasts.
    """
    async with performed(recordings, options, on_message) as performance:
        evidence, findings = await _judged(performance)
    return Report(
        recordings=recordings,
        holdings=evidence.holdings,
        findings=[*_troubles(performance.performances), *findings],
        seconds=performance.seconds,
        lost_replies=evidence.lost(performance.played),
        analysed={place: len(found) for place, found in evidence.analysed.items()},
    )


@asynccontextmanager
async def performed(
    recordings: Sequence[Recording], options: Options, on_message: Callable[[], None]
) -> AsyncIterator[Performed]:
    """Play the recordings; the agent stays signed in for the audit."""
    run = f"replay-{token_hex(6)}"
    reader = KafkaReader(options.kafka)
    marks = await persist(reader.ends, options.patience, "Kafka")
    async with _doors(options) as (for_agent, visitors), _agent(for_agent, options) as agent:
        stage = Stage(visitors, agent, run, options.concurrency, on_message)
        began = time.monotonic()
        async with assistant_set(for_agent, run, ai=options.ai, minimum_run=options.minimum_run):
            performances = await play(recordings, stage)
        seconds = time.monotonic() - began
        audience = [(p.played, p.visitor) for p in performances if p.played and p.visitor]
        collector = Collector(options, agent, reader, marks, audience)
        yield Performed(performances, collector, seconds)


async def _judged(performance: Performed) -> tuple[Evidence, list[Finding]]:
    """The verdict; as long as a view is behind and the patience lasts, another look first."""
    options = performance.collector.options
    end = asyncio.get_running_loop().time() + options.patience
    while True:
        evidence = await performance.collector.collect()
        findings = evidence.findings(performance.played, options.lost_replies)
        if not is_behind(findings) or asyncio.get_running_loop().time() > end:
            return evidence, findings
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


def _troubles(performances: Sequence[Performance]) -> list[Finding]:
    return [
        Finding(Fault.NOT_PLAYED, "gateway", performance.recording.name, performance.trouble)
        for performance in performances
        if performance.trouble is not None
    ]


@asynccontextmanager
async def _doors(options: Options) -> AsyncIterator[tuple[Door, Door]]:
    """One with the agent's cookie, one for all visitors."""
    doors = tuple(
        Door(options.gateway, patience=options.patience, connections=options.concurrency)
        for _ in range(2)
    )
    try:
        yield doors[0], doors[1]
    finally:
        for door in doors:
            await door.close()


def _agent(door: Door, options: Options) -> AbstractAsyncContextManager[Agent]:
    return signed_in(door, options.gateway, options.email, options.password)
