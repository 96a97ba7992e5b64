"""Erased conversations become unreadable in the read model (rules E1, E2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from switchboard.contracts.events.analysis import AnalysesErased
from switchboard.contracts.events.conversation import PersonErased
from switchboard.contracts.events.public import PublicPersonErased
from switchboard.contracts.events.ticketing import TicketErased
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    ANALYSIS_EVENTS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    TICKETING_EVENTS_TOPIC,
    Start,
    Topic,
)
from switchboard.runtime.erasing import erase
from switchboard.runtime.roles import Incoming


@dataclass(eq=False)
class Erasures:
    """A projector: overwrites all that is mirrored of a conversation, as often as it is told to.

    Each topic with texts of its own says so in its own order, behind those texts: what of one topic
    arrives after another has said it, as when the read model is built anew, is overwritten in turn.
    A snapshot's newest record is its erased form already.
    """

    source: Topic
    wanted: tuple[type[Message], ...]
    start: Start = Start.AT_START

    async def apply(self, connection: Any, events: Sequence[Incoming]) -> None:
        """Overwrite, behind the rows of the same poll."""
        await erase(connection, list({event.key for event in events}))


ERASURES = (
    Erasures(CONVERSATION_EVENTS_TOPIC, (PersonErased,)),
    Erasures(CONVERSATION_PUBLIC_TOPIC, (PublicPersonErased,)),
    Erasures(ANALYSIS_EVENTS_TOPIC, (AnalysesErased,)),
    Erasures(TICKETING_EVENTS_TOPIC, (TicketErased,)),
)
