"""What somebody knows of a conversation who hears nothing but what is stated of it.

It knows who may answer, which turns were answered, whose the conversation is, whether its person
was erased, and which numbers came. It shares no code with the rules.
"""

from dataclasses import dataclass, field
from uuid import UUID

from switchboard.contracts.events import conversation as events
from switchboard.contracts.events import public
from switchboard.contracts.message import Message
from switchboard.contracts.words import Audience, Status, TicketOrigin

CONTROL = (
    events.HandOffRequested,
    events.ConversationAccepted,
    events.AgentTookOver,
    events.ReturnedToAi,
    events.ConversationClosed,
)
WORDS = (events.UserMessageSent, events.AiMessageSent, events.AgentMessageSent)


@dataclass
class Heard:
    """One conversation, as its facts tell it; what must never be told fails here."""

    seq: int = 0
    public_seq: int = 0
    epoch: int = 0
    status: Status | None = None
    person: UUID | None = None
    is_over: bool = False
    """The user was told of the end."""
    erased: bool = False
    turns: dict[int, int] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    covers: int | None = None
    """The newest message that the open turn is to answer, if one is open (rule C5)."""
    user_seq: int = 0
    answered_up_to: int = 0

    @property
    def owes_an_answer(self) -> bool:
        """Whether the AI has the conversation and a message that nobody has answered."""
        return self.status is Status.ACTIVE_AI and self.user_seq > self.answered_up_to

    def hear(self, message: Message) -> None:
        """Take in one fact or public record."""
        if isinstance(message, public.PublicEvent):
            self.public_seq += 1
            assert message.public_seq == self.public_seq
            self._hear_public(message)
        elif isinstance(message, events.ConversationEvent):
            self.seq += 1
            assert message.seq == self.seq
            assert not self.erased or isinstance(message, events.CommandRefused), message
            self._hear_fact(message)

    def _hear_public(self, record: public.PublicEvent) -> None:
        assert not self.is_over or isinstance(record, public.PublicPersonErased), record
        if isinstance(record, public.PublicStatusChanged):
            self.is_over = record.status is public.PublicStatus.CLOSED

    def _hear_fact(self, fact: events.ConversationEvent) -> None:
        if _is_public(fact):
            assert self.status is not Status.CLOSED, fact
        if isinstance(fact, events.ConversationOpened):
            assert self.status is None
            self.status, self.epoch, self.person = fact.status, fact.epoch, fact.person_id
        elif isinstance(fact, CONTROL):
            assert self.status is not Status.CLOSED
            assert fact.epoch == self.epoch + 1
            self.status, self.epoch, self.covers = fact.status, fact.epoch, None
        elif isinstance(fact, events.UserMessageSent):
            self.user_seq = fact.seq
        elif isinstance(fact, events.AgentMessageSent):
            self.answered_up_to = self.user_seq
        elif isinstance(fact, events.UserIdentified):
            assert self.person in (None, fact.person.person_id)
            self.person = fact.person.person_id
        elif isinstance(fact, events.PersonErased):
            assert self.status is Status.CLOSED
            self.erased = True
        else:
            self._hear_of_the_ai(fact)

    def _hear_of_the_ai(self, fact: events.ConversationEvent) -> None:
        if isinstance(fact, events.TurnOpened):
            assert self.status is Status.ACTIVE_AI
            assert self.covers is None
            assert self.answered_up_to < fact.answer_up_to_seq == self.user_seq
            self.turns[fact.turn], self.covers = fact.epoch, fact.answer_up_to_seq
        elif isinstance(fact, events.TicketRequested) and fact.origin is TicketOrigin.AI:
            assert self.status is Status.ACTIVE_AI
            assert self.epoch in self.turns.values()
        elif isinstance(fact, events.AiMessageSent):
            assert self.status is Status.ACTIVE_AI
            assert self.turns[fact.turn] == fact.epoch == self.epoch
            assert fact.turn not in self.answered
            assert self.covers is not None
            self.answered.add(fact.turn)
            self.answered_up_to, self.covers = self.covers, None


def _is_public(fact: events.ConversationEvent) -> bool:
    if isinstance(fact, events.SystemMessageAdded):
        return fact.audience is Audience.PUBLIC
    return isinstance(fact, WORDS)
