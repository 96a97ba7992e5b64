"""The user writes."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import IdentifyUser, SendUserMessage
from switchboard.contracts.envelope import Envelope, Opening
from switchboard.contracts.events.conversation import TicketReplyReceived, UserMessageSent
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.offline_info import with_ticket_if_owed
from switchboard.conversation.model.opening import may_open, opened
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.conversation.model.succession import chain_beyond, successor_of
from switchboard.conversation.model.turns import with_turn_if_owed
from switchboard.runtime.roles import Forwarded, Incoming, Send


def send_user_message(
    conversation: Conversation | None,
    command: SendUserMessage,
    incoming: Incoming,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Store the message, and open the AI's turn or ask for a ticket if one is owed (C1-C6, O3, O7).

    The first message opens the conversation. A message to a closed one is sent on to its
    successor under the same id (rule X2).
    """
    envelope = incoming.envelope
    if conversation is None:
        if not may_open(command, envelope):
            return refused(Code.UNKNOWN_CONVERSATION)
        return _told(opened(command, envelope, facts, now, answer=False), command, facts)
    if not conversation.is_of(command.visitor_id, envelope.chain):
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return _forwarded(conversation, command, incoming)
    return _told(Story(conversation, envelope.id, now), command, facts)


def _told(story: Story, command: SendUserMessage, facts: Facts) -> Verdict:
    written = story.tell(
        UserMessageSent,
        answer=True,
        message_id=story.new_message_id(),
        visitor_id=command.visitor_id,
        text=command.text,
        attachments=command.attachments,
    )
    replied = _with_reply_to_tickets(written)
    return with_ticket_if_owed(with_turn_if_owed(replied, facts.limits)).accepted()


def _with_reply_to_tickets(story: Story) -> Story:
    """State it apart, so that whoever keeps tickets need not read every message (rule T3)."""
    if not story.conversation.ticketed:
        return story
    (written,) = (say.message for say in story.says if isinstance(say.message, UserMessageSent))
    return story.tell(TicketReplyReceived, message_id=written.message_id)


def _forwarded(
    conversation: Conversation, command: SendUserMessage, incoming: Incoming
) -> Forwarded:
    """On to the successor; a repeat goes where the first one went."""
    envelope, known = incoming.envelope, incoming.forwarded_to
    successor = UUID(known) if known else successor_of(conversation, envelope.chain)
    onward = command.model_copy(
        update={"conversation_id": successor, "previous_conversation_id": conversation.id}
    )
    return Forwarded(
        Send(
            CONVERSATION_COMMANDS_TOPIC,
            onward,
            id=envelope.id,
            opening=Opening.FORWARD,
            outcome_partition=envelope.outcome_partition,
            correlation_id=envelope.correlation_id,
            chain=chain_beyond(conversation, envelope.chain),
        ),
        then=_identified(conversation, onward, envelope),
    )


def _identified(
    closed: Conversation, onward: SendUserMessage, envelope: Envelope
) -> tuple[Send, ...]:
    """What the successor is told of who the user is."""
    if closed.person is None:
        return ()
    identify = IdentifyUser(
        conversation_id=onward.conversation_id,
        visitor_id=onward.visitor_id,
        person=closed.person,
    )
    derived = translated_command_id(envelope.id, identify.ce_type(), identify.key)
    return (Send(CONVERSATION_COMMANDS_TOPIC, identify, id=derived),)
