"""Answers of the AI, for which somebody waits, beside ten thousand jobs for which nobody does."""

import asyncio
import json
import statistics
import time
from uuid import uuid4

import asyncpg
import httpx
from benchmarks.arrivals import poisson
from benchmarks.figures import TIMES_IDLE, Figures
from benchmarks.percentiles import percentile
from benchmarks.system import System
from websockets.asyncio.client import ClientConnection, connect

from switchboard.runtime.jobs.job import Lane
from switchboard.runtime.jobs.storing import CHANNEL

QUESTION = "Who can see internal notes?"
VISITORS = 30
RATE = 4
RUN_SECONDS = 20.0
WARM_UP_SECONDS = 5.0
RUNS = 3
BULK_JOBS = 10_000
ANSWER_SECONDS = 35

_COPY = """
INSERT INTO job (job_id, kind, lane, key, payload, not_before, created_at)
SELECT gen_random_uuid(), kind, lane, key, payload, now(), now()
FROM job CROSS JOIN generate_series(1, $1) WHERE lane = 'bulk' LIMIT $1
"""
"""Analyses of a conversation that was analysed; their results are known already."""

_LEFT = "SELECT count(*) FROM job WHERE lane = 'bulk' AND finished_at IS NULL"
_FORGET = "DELETE FROM job WHERE lane = 'bulk' AND finished_at IS NULL"


class Asker:
    """A visitor who asks, waits for the answer, and asks again."""

    def __init__(self, socket: ClientConnection, conversation: str) -> None:
        self._socket = socket
        self._conversation = conversation
        self.busy = False

    @classmethod
    async def arrived(cls, http: httpx.AsyncClient, gateway: str) -> "Asker":
        """A new visitor with a socket."""
        visitor = (await http.post("/v1/visitors", json={"site": "demo"})).raise_for_status().json()
        url = gateway.replace("http", "ws", 1) + "/v1/socket/visitor"
        asker = cls(await connect(url, origin=gateway), visitor["conversation_id"])
        await asker._send(frame="authenticate", token=visitor["token"])
        await asker._send(frame="subscribe", conversation_id=asker._conversation, after=0)
        await asker.seconds()
        return asker

    async def seconds(self) -> float:
        """Ask; the seconds until the AI's answer is here."""
        self.busy = True
        began = time.perf_counter()
        await self._send(
            frame="command",
            id=uuid4().hex,
            conversation_id=self._conversation,
            act="send_message",
            text=QUESTION,
        )
        async with asyncio.timeout(ANSWER_SECONDS):
            while '"source":"ai"' not in str(await self._socket.recv()):
                pass
        self.busy = False
        return time.perf_counter() - began

    async def leave(self) -> None:
        """Close the socket."""
        await self._socket.close()

    async def _send(self, **frame: object) -> None:
        await self._socket.send(json.dumps(frame))


async def lanes(system: System) -> Figures:
    async with httpx.AsyncClient(base_url=system.gateway, timeout=30) as http:
        askers = [await Asker.arrived(http, system.gateway) for _ in range(VISITORS)]
        await _one_is_analysed(http, system)
    analyses = await asyncpg.connect(system.database("analysis"))
    await _asked(askers, WARM_UP_SECONDS, seed=0)
    idle, beside, least_left = [], [], BULK_JOBS
    for seed in range(1, RUNS + 1):
        idle.append(await _asked(askers, RUN_SECONDS, seed=seed))
        await analyses.execute(_COPY, BULK_JOBS)
        await analyses.execute("SELECT pg_notify($1, $2)", CHANNEL, Lane.BULK.value)
        beside.append(await _asked(askers, RUN_SECONDS, seed=seed))
        least_left = min(least_left, await analyses.fetchval(_LEFT))
        await analyses.execute(_FORGET)
    await analyses.close()
    await asyncio.gather(*(asker.leave() for asker in askers))
    before, during = _p99(idle), _p99(beside)
    return {
        "questions (1/s)": RATE,
        "bulk jobs queued": BULK_JOBS,
        "bulk jobs still queued at the end of a run": least_left,
        "answers, p50, idle (ms)": _p50(idle),
        "answers, p50, beside bulk (ms)": _p50(beside),
        "answers, p99, idle (ms)": before,
        "answers, p99, beside bulk (ms)": during,
        TIMES_IDLE: during / before,
    }


async def _one_is_analysed(http: httpx.AsyncClient, system: System) -> None:
    """Close one conversation and wait for its analysis."""
    asker = await Asker.arrived(http, system.gateway)
    credentials = {"email": "anna@demo.switchboard.local", "password": "switchboard-demo"}
    origin = {"Origin": system.gateway}
    (await http.post("/v1/sign-in", json=credentials, headers=origin)).raise_for_status()
    path = f"/v1/conversations/{asker._conversation}"  # noqa: SLF001 - this file's own class
    headers = origin | {"Idempotency-Key": uuid4().hex}
    (await http.post(f"{path}/close", headers=headers)).raise_for_status()
    async with asyncio.timeout(30):
        while not (await http.get(f"{path}/analyses")).json()["analyses"]:  # noqa: ASYNC110 - over REST
            await asyncio.sleep(0.1)
    http.cookies.clear()


async def _asked(askers: list[Asker], seconds: float, seed: int) -> list[float]:
    """The seconds that each answer took, counted from when its question was due."""
    began = time.perf_counter()
    asked: list[asyncio.Task[float]] = []
    for after in poisson(RATE, seconds, seed):
        if (pause := began + after - time.perf_counter()) > 0:
            await asyncio.sleep(pause)
        asker = next(one for one in askers if not one.busy)
        askers.append(askers.pop(askers.index(asker)))  # in turn: who is silent is taken for gone
        asker.busy = True
        asked.append(asyncio.create_task(_since(began + after, asker)))
    return list(await asyncio.gather(*asked))


async def _since(due: float, asker: Asker) -> float:
    await asker.seconds()
    return time.perf_counter() - due


def _p50(runs: list[list[float]]) -> float:
    return statistics.median(percentile(run, 0.50) * 1e3 for run in runs)


def _p99(runs: list[list[float]]) -> float:
    """Milliseconds; the median of the runs."""
    return statistics.median(percentile(run, 0.99) * 1e3 for run in runs)
