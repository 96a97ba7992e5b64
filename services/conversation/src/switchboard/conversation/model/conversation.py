"""A conversation as the decisions see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from switchboard.contracts.commands.conversation import VouchedPerson
from switchboard.contracts.envelope import Chain
from switchboard.contracts.events.snapshot import Preview
from switchboard.contracts.words import HandOffReason, Priority, Status
from switchboard.conversation.model.deadlines import Deadline, DeadlineKind, Deadlines

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


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
        person: whose it is, once the host site has vouched for the user (rule I1).
        on_person_chain: whether it stands on the person's own chain of conversations; one that was
            attached ends its visitor's chain (rule I2).
        epoch: raised by one at every change of who may answer the user.
        seq: the number of the newest fact.
        public_seq: the number of the newest fact that the user may see.
        user_seq: the seq of the newest user message; 0 if there is none.
        user_public_seq: its public number.
        answered_public_seq: the public number of the newest user message that was answered.
        unanswered: no public message of the AI or an agent follows the newest user message.
        turns: how many turns were opened.
        turn: the open turn, if one is.
        unanswered_since: when the first of the unanswered messages was written.
        active_at: when somebody last wrote, or the user left an address; system lines do not count
            (rule X4).
        problem: what the user wrote last, shortened: the text of a ticket (rule O3).
        notified: the members who were told that it waits, is theirs, or is theirs to follow.
        reminded: the members who were told that the user waits for an answer (rule H11).
        hand_off_reason: why a human was asked for last.
        waiting_since: when that was.
        escalated: whether everyone was told once more (rule H8).
        joined_at: when the assigned agent got the conversation.
        reminders: how often a late answer was told of since the last one (rule H11).
        told_of_longer_wait: whether the user knows that this answer takes longer (rule H11).
        emails_given: how often the user left an address (rule O3).
        offline_ticket_owed: whether a ticket was asked for because nobody could be had.
        ticketed: whether a ticket about it exists.
        idle_warned: whether the user was told that the conversation closes soon.
        deadlines: all but the turn's.
        messages: how many messages and notes there are; lines of the system are none.
        written: for each member who wrote, how many there were when they last did.
        erased: whether its person was erased (rule E1).
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
    person: VouchedPerson | None = None
    on_person_chain: bool = False
    agent_id: UUID | None = None
    agent_name: str | None = None
    collaborators: tuple[UUID, ...] = ()
    user_seq: int = 0
    user_public_seq: int = 0
    answered_public_seq: int = 0
    unanswered: bool = False
    unanswered_since: datetime | None = None
    active_at: datetime = field(default=_LONG_AGO)
    problem: str | None = None
    turns: int = 0
    turn: Turn | None = None
    notified: tuple[UUID, ...] = ()
    reminded: tuple[UUID, ...] = ()
    hand_off_reason: HandOffReason | None = None
    waiting_since: datetime | None = None
    escalated: bool = False
    joined_at: datetime | None = None
    reminders: int = 0
    told_of_longer_wait: bool = False
    emails_given: int = 0
    offline_ticket_owed: bool = False
    ticketed: bool = False
    idle_warned: bool = False
    deadlines: Deadlines = field(default_factory=dict)
    closed_at: datetime | None = None
    preview: Preview | None = None
    messages: int = 0
    written: Mapping[UUID, int] = field(default_factory=dict)
    erased: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether nothing public can be said any more (rule X1)."""
        return self.status is Status.CLOSED

    def is_served_by(self, member_id: UUID) -> bool:
        """Whether this member may write to the user now (rule D1)."""
        return member_id == self.agent_id or member_id in self.collaborators

    @property
    def person_id(self) -> UUID | None:
        """Whose it is, once that is known."""
        return self.person.person_id if self.person else None

    def is_of(self, visitor_id: UUID, chain: Chain | None) -> bool:
        """Whether it is this visitor's, or that of the person whom they are known to be."""
        if self.visitor_id == visitor_id:
            return True
        return chain is not None and chain.person_id == self.person_id

    @property
    def waits_for_agent_since(self) -> datetime | None:
        """Since when the user waits for this agent, who may have come later than the message."""
        if self.unanswered_since is None:
            return None
        return max(self.unanswered_since, self.joined_at or self.opened_at)

    @property
    def holders(self) -> tuple[UUID, ...]:
        """The members who may hold a notification about it (rule H5)."""
        return (*self.notified, *(m for m in self.reminded if m not in self.notified))

    @property
    def owes_an_answer(self) -> bool:
        """Whether the user waits here; one who was promised an e-mail does not (rule X4)."""
        promised = self.status is Status.AWAITING_OFFLINE_INFO and self.offline_ticket_owed
        return self.unanswered and not promised

    def armed(self, kind: DeadlineKind, due_at: datetime) -> "Conversation":
        """The conversation with this deadline, named by the newest fact."""
        deadline = Deadline(due_at, self.seq)
        return self.changed(deadlines={**self.deadlines, kind: deadline})

    def disarmed(self, *kinds: DeadlineKind) -> "Conversation":
        """The conversation without these deadlines."""
        left = {kind: at for kind, at in self.deadlines.items() if kind not in kinds}
        return self.changed(deadlines=left)

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
