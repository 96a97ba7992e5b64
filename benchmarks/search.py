"""What it costs to make messages searchable, and how long it takes to find them.

On a database of its own beside the running system's, with texts that people wrote: those of the
recorded conversations, again and again.
"""

import itertools
import json
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import asyncpg
from benchmarks.figures import Figures
from benchmarks.percentiles import percentile
from benchmarks.system import System

from switchboard.contracts.codec import encode
from switchboard.contracts.events.conversation import UserMessageSent
from switchboard.gateway.model.search_words import words_of
from switchboard.gateway.store.history import HistoryFilter, find_conversations, find_messages
from switchboard.gateway.store.mirrors import mirror_conversations, mirror_timeline
from switchboard.runtime.migrate import migrate

MESSAGES = 100_000
A_POLL = 300
A_CONVERSATION = 20
ROUNDS = 7
A_PAGE = 50
_DATABASE = "benchmark_search"
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_PROJECT = Path(__file__).parents[1]
_RECORDED = (
    *sorted((_PROJECT / "tests/data/conversations").glob("*.jsonl")),
    _PROJECT / "benchmarks/data/multidogo_public_300.jsonl",
)
_INDEXES = {"parts (trigrams)": "timeline_searched", "words (full text)": "timeline_terms"}
SOUGHT = {
    "a part of a word": "apartmen",
    "a word in another form": "refunding",
    "three words": "looking train station",
    "a word of two letters": "ok",
    "a frequent word": "order",
    "the most frequent word": "you",
    "what nobody wrote": "quesadilla",
}
"""What is looked for; the last has to be found nowhere, all others somewhere."""

Row = tuple[Any, ...]


async def search(system: System) -> Figures:
    rows = list(_messages(MESSAGES))
    figures: Figures = {"messages": len(rows)}
    without = await _written(system, rows, list(_INDEXES.values()))
    for name, index in _INDEXES.items():
        others = [other for other in _INDEXES.values() if other != index]
        took = await _written(system, rows, others)
        figures[f"writing a message, {name} alone (µs more)"] = took - without
    took = await _written(system, rows, [])
    figures["writing a message, both (µs more)"] = took - without
    figures["writing a message, neither (µs)"] = without
    return figures | await _found(system)


def _messages(number: int) -> Iterator[Row]:
    visitor = uuid4()
    for place, text in enumerate(itertools.islice(itertools.cycle(_texts()), number)):
        conversation, seq = UUID(int=place // A_CONVERSATION + 1), place % A_CONVERSATION + 1
        said = UserMessageSent(
            conversation_id=conversation,
            seq=seq,
            at=_NOW,
            message_id=uuid4(),
            visitor_id=visitor,
            text=text,
        )
        yield conversation, seq, said.type, None, encode(said).decode()


def _texts() -> list[str]:
    lines = [line for file in _RECORDED for line in file.read_text("utf-8").splitlines()]
    turns = [turn["text"] for line in lines for turn in json.loads(line)["turns"]]
    return [text for text in turns if text.strip()]


async def _written(system: System, rows: Sequence[Row], without: Sequence[str]) -> float:
    """The microseconds that a message takes, poll by poll; indexes are sorted at the end."""
    url = await _new_database(system)
    connection = await asyncpg.connect(url)
    try:
        for index in without:
            await connection.execute(f"DROP INDEX {index}")
        began = time.perf_counter()
        for start in range(0, len(rows), A_POLL):
            async with connection.transaction():
                await mirror_timeline(connection, rows[start : start + A_POLL])
        for index in set(_INDEXES.values()) - set(without):
            await connection.execute(f"SELECT gin_clean_pending_list('{index}')")
        return (time.perf_counter() - began) / len(rows) * 1e6
    finally:
        await connection.close()


async def _new_database(system: System) -> str:
    connection = await asyncpg.connect(system.database("postgres"))
    await connection.execute(f"DROP DATABASE IF EXISTS {_DATABASE}")
    await connection.execute(f"CREATE DATABASE {_DATABASE}")
    await connection.close()
    url = urlsplit(system.database("postgres"))._replace(path=f"/{_DATABASE}").geturl()
    await migrate(url, "switchboard.gateway")
    return url


async def _found(system: System) -> Figures:
    """How long a page of results takes, as `/v1/search` puts it together."""
    url = urlsplit(system.database("postgres"))._replace(path=f"/{_DATABASE}").geturl()
    pool = await asyncpg.create_pool(url, min_size=1, max_size=1)
    async with pool:
        await _state_conversations(pool)
        await pool.execute("ANALYZE")
        return {
            f"finding {what}, {_named(text)} (ms)": await _sought(pool, text)
            for what, text in SOUGHT.items()
        }


def _named(text: str) -> str:
    return " ".join(f"“{word}”" for word in words_of(text))


async def _state_conversations(pool: asyncpg.Pool) -> None:
    identifiers = await pool.fetch("SELECT DISTINCT conversation_id FROM timeline")
    visitor = uuid4()
    rows = [
        (one, visitor, None, None, 1, 1, "closed", _NOW, "{}", None, "medium", "chat", None, None)
        for (one,) in identifiers
    ]
    async with pool.acquire() as connection:
        await mirror_conversations(connection, rows)


async def _sought(pool: asyncpg.Pool, text: str) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        page = await find_conversations(pool, HistoryFilter(text=text), None, A_PAGE)
        found = await find_messages(pool, [row.conversation_id for row in page], text)
        took.append(time.perf_counter() - began)
    if bool(found) == (text == SOUGHT["what nobody wrote"]):
        raise AssertionError(f"{text} was found {len(found)} times")
    return percentile(took, 0.5) * 1e3
