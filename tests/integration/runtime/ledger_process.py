"""The ledger as a process of its own, with hooks that end or freeze it at chosen moments."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from tests.integration.runtime.ledger import FromBank, Heard, Ledger

from switchboard.runtime.engine import Engine, EngineSettings, EngineStopped
from switchboard.runtime.engine.publishing import Publisher
from switchboard.runtime.roles import Change, Connection

Publish = Callable[..., Awaitable[None]]


class _FrozenInTransaction(Ledger):
    """Stops itself once it has written a deposit of that manner."""

    async def save(self, connection: Connection, changes: Sequence[Change[Any]]) -> None:
        await super().save(connection, changes)
        causes = [change.cause.message for change in changes if change.cause is not None]
        if all(getattr(cause, "manner", "") != "freeze" for cause in causes):
            return
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(0)  # noqa: ASYNC251 - where it goes on


def _dying(publish: Publish) -> Publish:
    async def die(self: Any, statements: Sequence[Any], committed_at: float) -> None:
        if statements:
            os.kill(os.getpid(), signal.SIGKILL)
        await publish(self, statements, committed_at)

    return die


async def main() -> int:
    """Run until it ends; 3 says that the engine ended it."""
    told = json.loads(sys.argv[1])
    if "die before publishing" in told["hooks"]:
        Publisher.publish = _dying(Publisher.publish)  # type: ignore[method-assign,assignment]
    frozen = "freeze in transaction" in told["hooks"]
    engine = Engine(
        EngineSettings(**told["settings"]),
        decider=_FrozenInTransaction() if frozen else Ledger(),
        translators=(FromBank(),),
        projectors=(Heard(),),
    )
    try:
        await engine.run()
    except EngineStopped as stopped:
        sys.stderr.write(f"{stopped}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
