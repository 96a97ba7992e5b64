"""Who says a message and who hears it, from the registry of topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from switchboard.contracts.topics import TOPICS
from switchboard.local.errors import LocalError

if TYPE_CHECKING:
    from switchboard.contracts.topics import Topic


def command(message: Annotated[str, typer.Argument(help="Such as AgentTookOver.")]) -> None:
    """Show who says a message and who hears it."""
    typer.echo(who(message))


def who(name: str) -> str:
    """All topics that carry a message, by its class name or CloudEvents type, and their services.

    Raises:
        LocalError: No topic carries such a message.
    """
    topics = [topic for topic in TOPICS if any(name in names for names in _names(topic))]
    if not topics:
        raise LocalError(f"No topic carries {name}: look for its name in docs/events.")
    return "\n\n".join(_describe(topic) for topic in topics)


def _names(topic: Topic) -> list[tuple[str, str]]:
    return [(message.__name__, message.ce_type()) for message in topic.messages]


def _describe(topic: Topic) -> str:
    return (
        f"{topic.name}: {topic.purpose}\n"
        f"  said by:  {', '.join(topic.producers)}\n"
        f"  heard by: {', '.join(topic.consumers) or 'nobody'}"
    )
