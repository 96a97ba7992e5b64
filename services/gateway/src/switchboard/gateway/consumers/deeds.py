"""What members asked of other services is noted once its event is heard (rule Team)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from switchboard.contracts.events.analysis import FIELDS_EVENTS, AnalysisStarted
from switchboard.contracts.events.assistant import ArticleImported
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    ANALYSIS_EVENTS_TOPIC,
    ASSISTANT_EVENTS_TOPIC,
    ASSISTANT_SETTINGS_TOPIC,
    Start,
    Topic,
)
from switchboard.gateway.store.audit import note_done
from switchboard.runtime.roles import Incoming


@dataclass(eq=False)
class Deeds:
    """A projector: the door that asked may have gone, or the asker have waited for no answer.

    What is answered in time is in the log already, under the command's id.
    """

    source: Topic
    wanted: tuple[type[Message], ...]
    start: Start = Start.AT_START

    async def apply(self, connection: Any, events: Sequence[Incoming]) -> None:
        """Note what these events answer."""
        answered = [event.envelope.answer_to for event in events]
        await note_done(connection, [command for command in answered if command is not None])


DEEDS = (
    Deeds(ASSISTANT_EVENTS_TOPIC, (ArticleImported,)),
    Deeds(ASSISTANT_SETTINGS_TOPIC, ASSISTANT_SETTINGS_TOPIC.messages),
    Deeds(ANALYSIS_EVENTS_TOPIC, (AnalysisStarted, *FIELDS_EVENTS)),
)
"""Every event that may answer what is asked of assistant and analysis."""
