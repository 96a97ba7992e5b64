"""Every close calls for an analysis."""

from collections.abc import Sequence

from switchboard.contracts.commands.analysis import AnalyzeConversation
from switchboard.contracts.events.conversation import ConversationClosed
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    ANALYSIS_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    Start,
    Topic,
)
from switchboard.runtime.roles import Incoming, Send


class Closings:
    """Turns closes into analyses; decodes nothing else that happens in conversations."""

    source: Topic = CONVERSATION_EVENTS_TOPIC
    start: Start = Start.AT_END
    wanted: tuple[type[Message], ...] = (ConversationClosed,)

    def translate(self, event: Incoming) -> Sequence[Send]:
        """One command for each close (rules A1, X5)."""
        fact = event.message
        if not isinstance(fact, ConversationClosed):
            return ()
        command = AnalyzeConversation(
            conversation_id=fact.conversation_id, public_seq=fact.public_seq
        )
        command_id = translated_command_id(event.envelope.id, command.message_type(), command.key)
        return [Send(ANALYSIS_COMMANDS_TOPIC, command, id=command_id)]
