"""What concerns the AI of all that happens in conversations, as commands of its own."""

from collections.abc import Sequence

from switchboard.contracts.commands.assistant import EraseRuns, FinishRun, StartRun, StopRun
from switchboard.contracts.events.conversation import (
    AgentTookOver,
    AiMessageSent,
    AiReplyDiscarded,
    ConversationAccepted,
    ConversationClosed,
    HandOffRequested,
    PersonErased,
    ReturnedToAi,
    TurnOpened,
)
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    ASSISTANT_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    Start,
    Topic,
)
from switchboard.runtime.roles import Incoming, Send

_CONTROL = (
    AgentTookOver,
    ConversationAccepted,
    HandOffRequested,
    ReturnedToAi,
    ConversationClosed,
)
ACCEPTED = "accepted"


class Turns:
    """Starts a run with each turn, ends it with its decision, stops it when others answer.

    Notes and messages of others are not among what is decoded here.
    """

    source: Topic = CONVERSATION_EVENTS_TOPIC
    start: Start = Start.AT_END
    wanted: tuple[type[Message], ...] = (
        TurnOpened,
        AiMessageSent,
        AiReplyDiscarded,
        PersonErased,
        *_CONTROL,
    )

    def translate(self, event: Incoming) -> Sequence[Send]:
        """One command for each of these facts (rules C5, C7, E1)."""
        command = _command(event)
        command_id = translated_command_id(event.envelope.id, command.message_type(), command.key)
        return [Send(ASSISTANT_COMMANDS_TOPIC, command, id=command_id)]


def _command(event: Incoming) -> StartRun | StopRun | FinishRun | EraseRuns:
    fact = event.message
    match fact:
        case TurnOpened():
            return StartRun(
                conversation_id=fact.conversation_id,
                turn=fact.turn,
                epoch=fact.epoch,
                answer_up_to_public_seq=fact.public_seq,
                answered_public_seq=fact.answered_public_seq,
                transcript_public_seq=fact.transcript_public_seq,
                due_at=fact.due_at,
            )
        case AiMessageSent():
            return FinishRun(conversation_id=fact.conversation_id, turn=fact.turn, outcome=ACCEPTED)
        case AiReplyDiscarded():
            return FinishRun(
                conversation_id=fact.conversation_id, turn=fact.turn, outcome=fact.code
            )
        case PersonErased():
            return EraseRuns(conversation_id=fact.conversation_id, erasure_id=fact.erasure_id)
        case _:
            return _stop(event)


def _stop(event: Incoming) -> StopRun:
    fact = event.message
    if not isinstance(fact, _CONTROL):
        raise TypeError(f"{type(fact).__name__} is not among what is wanted")
    return StopRun(
        conversation_id=fact.conversation_id,
        epoch=fact.epoch,
        caused_by=event.envelope.causation_id,
    )
