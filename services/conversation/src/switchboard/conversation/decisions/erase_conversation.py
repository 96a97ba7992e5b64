"""One conversation of an erased person is made unreadable."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import EraseConversation
from switchboard.contracts.events.conversation import PersonErased
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC
from switchboard.conversation.model.closing import with_closed
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.conversation.model.succession import successor_of
from switchboard.runtime.roles import Accepted, Send


def erase_conversation(
    conversation: Conversation | None, command: EraseConversation, command_id: UUID, now: datetime
) -> Verdict:
    """Close it if it is open, state the erasure and overwrite what is stored (rules E1, E2, X1).

    Its successor is erased too, whether it exists yet or not: a message that was sent on to it
    travels ahead of this. A repeat overwrites again and states nothing.
    """
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    onward = _onward(conversation, command.erasure_id, command_id)
    if conversation.erased:
        return Accepted(conversation, sends=(onward,), erases=True)
    story = Story(conversation, command_id, now)
    closed = story if conversation.is_closed else with_closed(story, agent_id=None)
    erased = closed.tell(PersonErased, erasure_id=command.erasure_id).accepted()
    return replace(erased, sends=(onward,), erases=True)


def _onward(closed: Conversation, erasure_id: UUID, command_id: UUID) -> Send:
    successor = successor_of(closed, None)
    command = EraseConversation(conversation_id=successor, erasure_id=erasure_id)
    derived = translated_command_id(command_id, command.message_type(), command.key)
    return Send(CONVERSATION_COMMANDS_TOPIC, command, id=derived)
