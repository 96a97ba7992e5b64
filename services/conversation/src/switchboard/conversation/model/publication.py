"""What of each fact the user may see (rule N1): the only place where public records are made."""

from functools import singledispatch

from switchboard.contracts.events.conversation import (
    AgentMessageSent,
    AgentTookOver,
    AiMessageSent,
    ConversationAccepted,
    ConversationClosed,
    ConversationEvent,
    ConversationOpened,
    HandOffRequested,
    PersonErased,
    ReturnedToAi,
    SystemMessageAdded,
    UserEmailProvided,
    UserIdentified,
    UserMessageSent,
)
from switchboard.contracts.events.public import (
    PublicConversationOpened,
    PublicEvent,
    PublicMessagePosted,
    PublicPersonErased,
    PublicSource,
    PublicStatus,
    PublicStatusChanged,
)
from switchboard.contracts.ids import public_message_id
from switchboard.contracts.words import Audience, Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.naming import with_names

PUBLIC_STATUS = {
    Status.ACTIVE_AI: PublicStatus.ASSISTANT,
    Status.WAITING_FOR_HUMAN: PublicStatus.WAITING,
    Status.ACTIVE_HUMAN: PublicStatus.AGENT,
    Status.AWAITING_OFFLINE_INFO: PublicStatus.OFFLINE,
    Status.CLOSED: PublicStatus.CLOSED,
}


@singledispatch
def published(event: ConversationEvent, conversation: Conversation) -> PublicEvent | None:
    """The public record of a fact, or None: the team's business.

    Args:
        event: the fact.
        conversation: as the fact left it; its `public_seq` is that of the record before.
    """
    del event, conversation
    return None


@published.register
def _opened(event: ConversationOpened, conversation: Conversation) -> PublicEvent:
    return PublicConversationOpened(
        conversation_id=event.conversation_id,
        public_seq=conversation.public_seq + 1,
        at=event.at,
        visitor_id=event.visitor_id,
        status=PUBLIC_STATUS[event.status],
        previous_conversation_id=event.previous_conversation_id,
        person_id=event.person_id,
    )


@published.register
def _user(event: UserMessageSent, conversation: Conversation) -> PublicEvent:
    return PublicMessagePosted(
        conversation_id=event.conversation_id,
        public_seq=conversation.public_seq + 1,
        at=event.at,
        message_id=public_message_id(event.message_id),
        source=PublicSource.USER,
        text=event.text,
        attachments=event.attachments,
    )


@published.register
def _agent(event: AgentMessageSent, conversation: Conversation) -> PublicEvent:
    return PublicMessagePosted(
        conversation_id=event.conversation_id,
        public_seq=conversation.public_seq + 1,
        at=event.at,
        message_id=public_message_id(event.message_id),
        source=PublicSource.AGENT,
        author=event.agent_name,
        text=with_names(event.text, event.mentions),
        attachments=event.attachments,
    )


@published.register
def _ai(event: AiMessageSent, conversation: Conversation) -> PublicEvent:
    return PublicMessagePosted(
        conversation_id=event.conversation_id,
        public_seq=conversation.public_seq + 1,
        at=event.at,
        message_id=public_message_id(event.message_id),
        source=PublicSource.AI,
        text=event.text,
        sources=event.sources,
    )


@published.register
def _system(event: SystemMessageAdded, conversation: Conversation) -> PublicEvent | None:
    if event.audience is Audience.TEAM:
        return None
    return PublicMessagePosted(
        conversation_id=event.conversation_id,
        public_seq=conversation.public_seq + 1,
        at=event.at,
        message_id=public_message_id(event.message_id),
        source=PublicSource.SYSTEM,
        text=event.text,
        line=event.line,
    )


@published.register
def _identified(event: UserIdentified, conversation: Conversation) -> PublicEvent | None:
    """Who they are users know; that an address is on record now decides what they are asked."""
    if event.person.email is None or conversation.is_closed:
        return None
    return _status(event, conversation)


@published.register(HandOffRequested)
@published.register(ConversationAccepted)
@published.register(AgentTookOver)
@published.register(ReturnedToAi)
@published.register(UserEmailProvided)
@published.register(ConversationClosed)
def _status(event: ConversationEvent, conversation: Conversation) -> PublicEvent:
    return PublicStatusChanged(
        conversation_id=event.conversation_id,
        public_seq=conversation.public_seq + 1,
        at=event.at,
        status=PUBLIC_STATUS[conversation.status],
        agent_name=conversation.agent_name if conversation.status is Status.ACTIVE_HUMAN else None,
        email_known=conversation.user_email is not None,
    )


@published.register
def _erased(event: PersonErased, conversation: Conversation) -> PublicEvent:
    return PublicPersonErased(
        conversation_id=event.conversation_id,
        public_seq=conversation.public_seq + 1,
        at=event.at,
    )
