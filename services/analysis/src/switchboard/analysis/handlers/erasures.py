"""Every erased conversation calls for its analyses to be erased."""

from collections.abc import Sequence

from switchboard.contracts.commands.analysis import EraseAnalyses
from switchboard.contracts.events.conversation import PersonErased
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    ANALYSIS_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    Start,
    Topic,
)
from switchboard.runtime.roles import Incoming, Send


class Erasures:
    """Follows the close of the conversation, so that its analysis has begun by then."""

    source: Topic = CONVERSATION_EVENTS_TOPIC
    start: Start = Start.AT_END
    wanted: tuple[type[Message], ...] = (PersonErased,)

    def translate(self, event: Incoming) -> Sequence[Send]:
        """One command for each erased conversation (rule E1)."""
        fact = event.message
        if not isinstance(fact, PersonErased):
            return ()
        command = EraseAnalyses(conversation_id=fact.conversation_id, erasure_id=fact.erasure_id)
        command_id = translated_command_id(event.envelope.id, command.message_type(), command.key)
        return [Send(ANALYSIS_COMMANDS_TOPIC, command, id=command_id)]
