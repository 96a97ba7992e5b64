"""What a replay is told: by options, by the environment, or by the Switchboard that runs here."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from switchboard.local.state import State
from switchboard.runtime.settings import ProcessSettings


class Switch(StrEnum):
    """On or off."""

    ON = "on"
    OFF = "off"


class Ai(StrEnum):
    """What the AI does during a replay."""

    ON = "on"
    OFF = "off"
    KEEP = "keep"
    """What it does anyway: its settings are not touched."""


@dataclass(frozen=True)
class Options:
    """A replay's settings.

    Attributes:
        gateway: address of the public API.
        email: of the agent; an Admin or Developer, unless the AI stays as it is.
        concurrency: conversations that go on at the same time.
        patience: seconds for which a part may be silent, for example while it starts again.
        minimum_run: seconds for which each run of the AI is held.
        lost_replies: how many replies of the AI must lose to a take-over.
        database: the URL of a service's database.
    """

    gateway: str
    email: str
    password: str
    concurrency: int
    patience: float
    ai: Ai
    analysis: bool
    minimum_run: float
    lost_replies: int
    database: Callable[[str], str]
    kafka: ProcessSettings


def database_urls(template: str | None, state: State) -> Callable[[str], str]:
    """Where each service's database is; a template has `{service}` in place of its name."""
    if template is None:
        return state.postgres.url
    return lambda service: template.replace("{service}", service)


def kafka_settings(servers: str | None, state: State) -> ProcessSettings:
    """How to reach Kafka; user, password and topic prefix come from the environment."""
    return ProcessSettings(kafka=servers or state.kafka.bootstrap)
