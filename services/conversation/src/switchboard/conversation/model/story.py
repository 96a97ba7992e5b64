"""What one decision tells: facts in order, numbered, and what the user sees of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from switchboard.contracts.events.conversation import ConversationEvent, SystemMessageAdded
from switchboard.contracts.ids import message_id
from switchboard.contracts.topics import CONVERSATION_EVENTS_TOPIC, CONVERSATION_PUBLIC_TOPIC
from switchboard.contracts.words import Audience, SystemLine
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.evolution import evolved
from switchboard.conversation.model.publication import published
from switchboard.conversation.model.refusals import Code
from switchboard.runtime.roles import Accepted, Refused, Say


@dataclass(frozen=True, slots=True)
class Story:
    """A conversation, and what is being told of it because of one command or deadline.

    Attributes:
        cause_id: the command's id, from which the ids of its messages are derived.
    """

    conversation: Conversation
    cause_id: UUID
    now: datetime
    says: tuple[Say, ...] = ()

    def tell(self, kind: type[ConversationEvent], *, answer: bool = False, **fields: Any) -> Self:
        """State a fact, and its public record if the user may see it."""
        event = kind(
            conversation_id=self.conversation.id,
            seq=self.conversation.seq + 1,
            at=self.now,
            **fields,
        )
        after = evolved(self.conversation, event)
        says = (*self.says, Say(CONVERSATION_EVENTS_TOPIC, event, answer=answer))
        public = published(event, after)
        if public is not None:
            after = after.changed(public_seq=public.public_seq)
            says = (*says, Say(CONVERSATION_PUBLIC_TOPIC, public, answer=answer))
        return type(self)(after, self.cause_id, self.now, says)

    def system_line(
        self, line: SystemLine, text: str, *, audience: Audience = Audience.PUBLIC
    ) -> Self:
        """State a system message."""
        return self.tell(
            SystemMessageAdded,
            message_id=self.new_message_id(),
            line=line,
            audience=audience,
            text=text,
        )

    def new_message_id(self) -> UUID:
        """The id of the next message: the same each time this decision is made."""
        return message_id(self.cause_id, self.conversation.seq + 1)

    def accepted(self) -> Accepted[Conversation]:
        """The decision that all of this is so."""
        return Accepted(self.conversation, self.says)

    def refused(self, code: Code) -> Refused[Conversation]:
        """The decision against the command, of which the facts told so far remain."""
        return Refused(code=code.value, state=self.conversation, says=self.says)
