"""The AI during a replay: on or off, and its runs held so that take-overs beat them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from switchboard.local.replay.door import Door
from switchboard.local.replay.options import Ai

_PATH = "/v1/assistant/settings"


@asynccontextmanager
async def assistant_set(door: Door, run: str, *, ai: Ai, minimum_run: float) -> AsyncIterator[None]:
    """Set the AI for the time of a replay, and back afterwards, also after a failure.

    Args:
        door: of an agent whose role may set the AI.
        run: names the replay.
        ai: whether the AI answers; `keep` changes nothing.
        minimum_run: seconds for which each run is held, so that the agent's message is in before.

    Raises:
        RefusedError: the agent's role does not allow it.
    """
    if ai is Ai.KEEP:
        yield
        return
    before = await door.ask("GET", _PATH)
    enabled = ai is Ai.ON
    wanted = {"enabled": enabled, "minimum_run_seconds": minimum_run if enabled else 0.0}
    former = {name: before[name] for name in wanted}
    if former == wanted:
        yield
        return
    await _put(door, wanted, f"{run}-assistant-set")
    try:
        yield
    finally:
        await _put(door, former, f"{run}-assistant-reset")


async def _put(door: Door, settings: dict[str, Any], key: str) -> None:
    await door.ask("PUT", _PATH, body=settings, key=key)
