"""A `consume` process: the engine with a service's roles, wired to what the environment says."""

from collections.abc import Sequence
from typing import Any

from switchboard.contracts.topics import Topic
from switchboard.runtime.engine import Engine, EngineSettings
from switchboard.runtime.kafka import security_arguments
from switchboard.runtime.process import Readiness
from switchboard.runtime.roles import Decider, Projector, Translator
from switchboard.runtime.settings import ProcessSettings


async def consume(
    settings: ProcessSettings,
    service: str,
    readiness: Readiness,
    *,
    decider: Decider[Any] | None = None,
    translators: Sequence[Translator] = (),
    projectors: Sequence[Projector] = (),
    needed_first: Sequence[Topic] = (),
    fetch_every_seconds: float = 0.0,
    fetch_after_much_seconds: float = 0.0,
) -> None:
    """Run the engine until it is cancelled.

    Args:
        settings: what the environment says.
        service: the service's name, also that of its consumer group.
        readiness: told when the engine has claimed its partitions.
        decider: the rules of the service's own entities.
        translators: what turns others' events into own commands.
        projectors: what mirrors others' topics.
        fetch_every_seconds: the shortest time from one fetch to the next.
        fetch_after_much_seconds: the same after a fetch that brought much, if that is longer.
        needed_first: sources to read up to their end before anything is decided.

    Raises:
        EngineStopped: the process has to start again.
    """
    engine = Engine(
        EngineSettings(
            service=service,
            kafka=settings.kafka,
            database_url=settings.database_url,
            topic_prefix=settings.topic_prefix,
            replica_id=settings.replica_id,
            session_timeout_ms=settings.session_timeout_ms,
            fetch_every_seconds=fetch_every_seconds,
            fetch_after_much_seconds=fetch_after_much_seconds,
            kafka_security=security_arguments(settings),
        ),
        decider=decider,
        translators=translators,
        projectors=projectors,
        needed_first=needed_first,
    )
    readiness.check = lambda: engine.ready
    await engine.run()
