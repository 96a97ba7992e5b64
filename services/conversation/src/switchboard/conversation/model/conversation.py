"""A conversation as the decisions see it."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from switchboard.contracts.events.snapshot import Preview
from switchboard.contracts.words import HandOffReason, Priority, Status


@dataclass(frozen=True, slots=True)
class Turn:
    """One run of the AI: the unanswered user messages up to a seq (rule C5).

    Attributes:
        public_seq: the public number of the last of them.
        opened_at_seq: names this turn's deadline.
        due_at: past it a human is asked for (rule C6).
    """

    number: int
    epoch: int
    answer_up_to_seq: int
    opened_at_seq: int
    due_at: datetime
    public_seq: int = 0


@dataclass(frozen=True)
class Conversation:
    """One exchange with one user, from start to close.

    Attributes:
        epoch: raised by one at every change of who may answer the user.
        seq: the number of the newest fact.
        public_seq: the number of the newest fact that the user may see.
        user_seq: the seq of the newest user message; 0 if there is none.
        user_public_seq: its public number.
        answered_public_seq: the public number of the newest user message that was answered.
        unanswered: no public message of the AI or an agent follows the newest user message.
        turns: how many turns were opened.
        turn: the open turn, if one is.
        notified: the members who hold a notification of this conversation's hand-off.
        hand_off_reason: why a human was asked for last.
        waiting_seq: the seq at which that was; names the deadline of the wait.
        presence_judged_at: when it is decided whether nobody is there, while that is not known.
    """

    id: UUID
    visitor_id: UUID
    site: str
    opened_at: datetime
    changed_at: datetime
    status: Status
    epoch: int = 1
    seq: int = 0
    public_seq: int = 0
    priority: Priority = Priority.MEDIUM
    previous_id: UUID | None = None
    user_name: str | None = None
    user_email: str | None = None
    agent_id: UUID | None = None
    agent_name: str | None = None
    collaborators: tuple[UUID, ...] = ()
    user_seq: int = 0
    user_public_seq: int = 0
    answered_public_seq: int = 0
    unanswered: bool = False
    turns: int = 0
    turn: Turn | None = None
    notified: tuple[UUID, ...] = ()
    hand_off_reason: HandOffReason | None = None
    waiting_seq: int = 0
    presence_judged_at: datetime | None = None
    closed_at: datetime | None = None
    preview: Preview | None = None

    @property
    def is_closed(self) -> bool:
        """Whether nothing public can be said any more (rule X1)."""
        return self.status is Status.CLOSED

    def is_served_by(self, member_id: UUID) -> bool:
        """Whether this member may write to the user now (rule D1)."""
        return member_id == self.agent_id or member_id in self.collaborators

    def changed(self, **changes: Any) -> "Conversation":
        """The conversation with these fields changed.

        It is `dataclasses.replace` at a tenth of its time: every fact makes several of these.

        Raises:
            TypeError: a conversation has no such field.
        """
        if not changes.keys() <= _FIELDS:
            raise TypeError(f"no fields of a conversation: {sorted(changes.keys() - _FIELDS)}")
        copy = object.__new__(Conversation)
        copy.__dict__.update(self.__dict__, **changes)
        return copy


_FIELDS = frozenset(field.name for field in fields(Conversation))
