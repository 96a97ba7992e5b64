"""How good the baselines are, on recorded questions and conversations with gold labels."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
from benchmarks.figures import Figures
from benchmarks.system import System

from switchboard.analysis.model.fields import extracted
from switchboard.assistant.handlers.engine import QuotingEngine
from switchboard.assistant.model.human_request import wants_human
from switchboard.assistant.model.ticket_request import wants_ticket
from switchboard.assistant.settings import Settings
from switchboard.contracts.default_fields import DEFAULT_FIELDS
from switchboard.runtime.migrate import migrate

DATA = Path(__file__).parent / "data"
CONVERSATIONS = (
    Path(__file__).parents[1] / "tests/data/conversations/abcd_public_12.jsonl",
    DATA / "multidogo_public_300.jsonl",
)
DATABASE = "benchmark_quality"


async def quality(system: System) -> Figures:
    return {
        **await _retrieval(system),
        "requests for a human": _requests(),
        "texts mistaken for a request for a ticket": _mistaken_for_tickets(),
        **{f"field {name}": figure for name, figure in _fields().items()},
    }


async def _retrieval(system: System) -> dict[str, str]:
    """Titles and customers' phrasings stand for articles here; they are quoted to nobody."""
    least = Settings().least_confidence
    pool = await _knowledge_base(system)
    counts: Counter[str] = Counter()
    async with pool:
        engine = QuotingEngine(pool, least)
        for query in _lines(DATA / "kb_public.jsonl", kind="query"):
            match = await engine.match(query["text"])
            answered = match is not None and match.confidence >= least
            right = match is not None and match.url == query["article"]
            known = query["article"] is not None
            counts.update(
                {
                    "known": known,
                    "unknown": not known,
                    "first": known and right,
                    "answered": known and answered,
                    "answered right": known and answered and right,
                    "answered unknown": not known and answered,
                }
            )
    return {
        "the right article is first": _share(counts["first"], counts["known"]),
        "questions with an article that are answered": _share(counts["answered"], counts["known"]),
        "of these with the right article": _share(counts["answered right"], counts["answered"]),
        "questions without an article answered": _share(
            counts["answered unknown"], counts["unknown"]
        ),
    }


async def _knowledge_base(system: System) -> asyncpg.Pool:
    server = await asyncpg.connect(system.database("postgres"))
    await server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
    await server.execute(f"CREATE DATABASE {DATABASE}")
    await server.close()
    await migrate(system.database(DATABASE), "switchboard.assistant")
    pool = await asyncpg.create_pool(system.database(DATABASE))
    articles = [
        (uuid4(), article["title"], "\n\n".join(article["phrasings"]), article["id"])
        for article in _lines(DATA / "kb_public.jsonl", kind="article")
    ]
    await pool.executemany(
        "INSERT INTO article (article_id, title, body, url, revision, imported_at) "
        "VALUES ($1, $2, $3, $4, 1, now())",
        articles,
    )
    return pool


def _requests() -> str:
    lines = list(_lines(DATA / "human_request_public.jsonl"))
    wanted = [line["text"] for line in lines if line["wants_human"]]
    others = [line["text"] for line in lines if not line["wants_human"]]
    found, wrong = sum(map(wants_human, wanted)), sum(map(wants_human, others))
    return f"{_share(found, len(wanted))} found; of others {_share(wrong, len(others))}"


def _mistaken_for_tickets() -> str:
    """Nobody asks for a ticket in the recorded texts, though some buy one: all found are wrong."""
    files = (DATA / "human_request_public.jsonl", DATA / "kb_public.jsonl", *CONVERSATIONS)
    rows = [row for file in files for row in _lines(file)]
    turns = [turn for row in rows for turn in row.get("turns", ())]
    texts = [row["text"] for row in rows if "text" in row]
    texts += [turn["text"] for turn in turns if turn["speaker"] == "customer"]
    return _share(sum(map(wants_ticket, texts)), len(texts))


def _fields() -> dict[str, str]:
    """Precision and recall of each field; gold labels are what customers really stated."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for file in CONVERSATIONS:
        for line in _lines(file):
            texts = [turn["text"] for turn in line["turns"] if turn["speaker"] == "customer"]
            for definition in DEFAULT_FIELDS:
                if definition.key not in line["scored_fields"]:
                    continue
                stated = line["fields"].get(definition.key, [])
                value = extracted(definition, texts).value
                gold[definition.key] += bool(stated)
                found[definition.key] += value is not None
                right[definition.key] += str(value).lower() in stated
    return {
        key: f"precision {_share(right[key], found[key])}, recall {_share(right[key], gold[key])}"
        for key in sorted(gold)
        if gold[key]
    }


def _lines(file: Path, kind: str | None = None) -> Iterator[dict[str, Any]]:
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        if kind is None or row["kind"] == kind:
            yield row


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%} ({part} of {whole})" if whole else "none"
