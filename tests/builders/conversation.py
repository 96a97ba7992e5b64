"""Conversations in the states that tests speak of."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from switchboard.contracts.commands import conversation as commands
from switchboard.contracts.envelope import Chain, Envelope, Opening
from switchboard.contracts.ids import first_conversation, person_id
from switchboard.contracts.message import Message
from switchboard.contracts.words import HandOffReason, Priority, SystemLine
from switchboard.conversation.handlers.table import decided, decided_when_due, timers_of
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.deadlines import DeadlineKind
from switchboard.conversation.model.facts import Facts, Member
from switchboard.conversation.model.refusals import Verdict
from switchboard.runtime.roles import Accepted, Incoming, Refused

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
VISITOR = UUID("00000000-0000-0000-0000-0000000000aa")
CONVERSATION = first_conversation(VISITOR)
PERSON = commands.VouchedPerson(
    person_id=person_id("demo", "user 7"), name="Jo Doe", email="jo@example.org"
)
ANNA = UUID("00000000-0000-0000-0000-00000000000a")
BEN = UUID("00000000-0000-0000-0000-00000000000b")
ERASURE = UUID("00000000-0000-0000-0000-0000000000ee")
TEAM = {ANNA: Member(ANNA, "Anna", active=True), BEN: Member(BEN, "Ben", active=True)}
FACTS = Facts(members=TEAM, online=frozenset({ANNA, BEN}))
NOBODY_ONLINE = Facts(members=TEAM)
AI_OFF_AND_NOBODY_ONLINE = Facts(members=TEAM, ai_enabled=False)
AI_OFF = Facts(members=TEAM, online=frozenset({ANNA}), ai_enabled=False)


def an_envelope(
    key: str = "command", opening: Opening | None = None, chain: Chain | None = None
) -> Envelope:
    identifier = uuid5(VISITOR, key)
    return Envelope(
        id=identifier,
        type="",
        source="/test",
        time=NOW,
        correlation_id=identifier,
        opening=opening,
        outcome_partition=3,
        chain=chain,
    )


def decide(
    conversation: Conversation | None,
    command: Message,
    facts: Facts = FACTS,
    now: datetime = NOW,
    *,
    key: str | None = None,
    opening: Opening | None = Opening.VISITOR_DOOR,
    chain: Chain | None = None,
    forwarded_to: UUID | None = None,
) -> Verdict:
    envelope = an_envelope(key or f"{type(command).__name__} {now}", opening, chain)
    before = str(forwarded_to) if forwarded_to else None
    incoming = Incoming("", 0, 0, command.key, now, envelope, command, before)
    return decided(conversation, incoming, facts, now)


def when_due(
    conversation: Conversation,
    kind: DeadlineKind,
    facts: Facts = FACTS,
    now: datetime | None = None,
) -> Accepted[Conversation]:
    """What a deadline brings at its time, or later."""
    (timer,) = (timer for timer in timers_of(conversation) if timer.kind == kind.value)
    verdict = decided_when_due(conversation, timer, facts, now or timer.due_at)
    assert verdict is not None
    return verdict


def due_at(conversation: Conversation, kind: DeadlineKind) -> datetime | None:
    deadline = conversation.deadlines.get(kind)
    return deadline.due_at if deadline else None


def after(
    conversation: Conversation | None, command: Message, facts: Facts = FACTS, **options: Any
) -> Conversation:
    verdict = decide(conversation, command, facts, **options)
    assert isinstance(verdict, Accepted), verdict
    return verdict.state


def said(verdict: Verdict) -> list[Message]:
    assert isinstance(verdict, Accepted | Refused), verdict
    return [say.message for say in verdict.says]


def told(verdict: Verdict) -> list[str]:
    """The short names of the team's facts, in order."""
    return [
        type(message).__name__
        for message in said(verdict)
        if type(message).__name__[:6] != "Public"
    ]


def user_message(text: str = "Where is my parcel?", **fields: Any) -> commands.SendUserMessage:
    return commands.SendUserMessage(
        **{"conversation_id": CONVERSATION, "visitor_id": VISITOR, "site": "demo", "text": text}
        | fields
    )


def open_conversation() -> commands.OpenConversation:
    return commands.OpenConversation(conversation_id=CONVERSATION, visitor_id=VISITOR, site="demo")


def agent_message(agent: UUID = ANNA, text: str = "I will look.") -> commands.SendAgentMessage:
    return commands.SendAgentMessage(conversation_id=CONVERSATION, agent_id=agent, text=text)


def note(agent: UUID = ANNA, text: str = "Seems upset.") -> commands.AddInternalNote:
    return commands.AddInternalNote(conversation_id=CONVERSATION, agent_id=agent, text=text)


def accept(agent: UUID = ANNA) -> commands.AcceptConversation:
    return commands.AcceptConversation(conversation_id=CONVERSATION, agent_id=agent)


def take_over(agent: UUID = ANNA) -> commands.TakeOver:
    return commands.TakeOver(conversation_id=CONVERSATION, agent_id=agent)


def return_to_ai(agent: UUID = ANNA) -> commands.ReturnToAi:
    return commands.ReturnToAi(conversation_id=CONVERSATION, agent_id=agent)


def close(agent: UUID = ANNA) -> commands.CloseConversation:
    return commands.CloseConversation(conversation_id=CONVERSATION, agent_id=agent)


def assign(to: UUID = BEN, by: UUID = ANNA, **fields: Any) -> commands.AssignConversation:
    return commands.AssignConversation(
        conversation_id=CONVERSATION, agent_id=by, assignee_id=to, **fields
    )


def unassign(by: UUID = ANNA) -> commands.UnassignConversation:
    return commands.UnassignConversation(conversation_id=CONVERSATION, agent_id=by)


def release(member: UUID = ANNA) -> commands.ReleaseConversation:
    return commands.ReleaseConversation(conversation_id=CONVERSATION, member_id=member)


def set_priority(priority: Priority = Priority.HIGH) -> commands.SetPriority:
    return commands.SetPriority(conversation_id=CONVERSATION, agent_id=ANNA, priority=priority)


def set_email(address: str = "jo@example.org") -> commands.SetUserEmail:
    return commands.SetUserEmail(conversation_id=CONVERSATION, agent_id=ANNA, email=address)


def add_collaborator(member: UUID = BEN) -> commands.AddCollaborator:
    return commands.AddCollaborator(conversation_id=CONVERSATION, agent_id=ANNA, member_id=member)


def remove_collaborator(member: UUID = BEN) -> commands.RemoveCollaborator:
    return commands.RemoveCollaborator(
        conversation_id=CONVERSATION, agent_id=ANNA, member_id=member
    )


def continue_with_assistant() -> commands.ContinueWithAssistant:
    return commands.ContinueWithAssistant(conversation_id=CONVERSATION, visitor_id=VISITOR)


def request_human() -> commands.RequestHuman:
    return commands.RequestHuman(conversation_id=CONVERSATION, visitor_id=VISITOR)


def email(address: str = "jo@example.org") -> commands.ProvideEmail:
    return commands.ProvideEmail(conversation_id=CONVERSATION, visitor_id=VISITOR, email=address)


def identify(person: commands.VouchedPerson = PERSON, **fields: Any) -> commands.IdentifyUser:
    known = {"conversation_id": CONVERSATION, "visitor_id": VISITOR, "person": person}
    return commands.IdentifyUser(**known | fields)


def system_line(text: str = "Ticket 7 was created.") -> commands.AddSystemLine:
    return commands.AddSystemLine(
        conversation_id=CONVERSATION, line=SystemLine.TICKET_CREATED, subject_id=ERASURE, text=text
    )


def erase() -> commands.EraseConversation:
    return commands.EraseConversation(conversation_id=CONVERSATION, erasure_id=ERASURE)


def erase_person(**fields: Any) -> commands.ErasePerson:
    known = {"erasure_id": ERASURE, "visitor_id": VISITOR, "agent_id": ANNA}
    return commands.ErasePerson(**{"conversation_id": CONVERSATION} | known | fields)


def ai_reply(
    turn: int = 1, epoch: int = 1, text: str = "It left today."
) -> commands.ProposeAiReply:
    return commands.ProposeAiReply(conversation_id=CONVERSATION, turn=turn, epoch=epoch, text=text)


def ai_hand_off(turn: int = 1, epoch: int = 1) -> commands.ProposeHandOff:
    return commands.ProposeHandOff(
        conversation_id=CONVERSATION,
        turn=turn,
        epoch=epoch,
        reason=HandOffReason.NO_ANSWER_FOUND,
    )


def ai_ticket(turn: int = 1, epoch: int = 1) -> commands.ProposeTicket:
    return commands.ProposeTicket(
        conversation_id=CONVERSATION, turn=turn, epoch=epoch, subject="Parcel", description="Lost."
    )


def request_ticket(problem: str | None = None) -> commands.RequestTicket:
    return commands.RequestTicket(conversation_id=CONVERSATION, visitor_id=VISITOR, problem=problem)


def a_conversation_with_the_ai() -> Conversation:
    """The user has written once; turn 1 of epoch 1 is open."""
    return after(None, user_message())


def a_waiting_conversation() -> Conversation:
    return after(a_conversation_with_the_ai(), request_human())


def a_conversation_with(agent: UUID) -> Conversation:
    return after(a_waiting_conversation(), accept(agent))


def an_offline_conversation() -> Conversation:
    return after(a_conversation_with_the_ai(), request_human(), NOBODY_ONLINE)


def a_closed_conversation() -> Conversation:
    return after(a_conversation_with(ANNA), close())


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)
