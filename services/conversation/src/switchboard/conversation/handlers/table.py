"""Which decision answers which command and which deadline, on one screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID, uuid5

from switchboard.contracts.commands.conversation import (
    AcceptConversation,
    AddCollaborator,
    AddInternalNote,
    AddSystemLine,
    AssignConversation,
    CloseConversation,
    ContinueWithAssistant,
    EraseConversation,
    ErasePerson,
    IdentifyUser,
    OpenConversation,
    ProposeAiReply,
    ProposeHandOff,
    ProposeTicket,
    ProvideEmail,
    ReleaseConversation,
    RemoveCollaborator,
    RequestHuman,
    RequestTicket,
    ReturnToAi,
    SendAgentMessage,
    SendUserMessage,
    SetPriority,
    SetUserEmail,
    TakeOver,
    UnassignConversation,
)
from switchboard.contracts.message import Message
from switchboard.conversation.decisions.accept_conversation import accept_conversation
from switchboard.conversation.decisions.add_collaborator import add_collaborator
from switchboard.conversation.decisions.add_internal_note import add_internal_note
from switchboard.conversation.decisions.add_system_line import add_system_line
from switchboard.conversation.decisions.assign_conversation import assign_conversation
from switchboard.conversation.decisions.close_conversation import close_conversation
from switchboard.conversation.decisions.close_idle_conversation import close_idle_conversation
from switchboard.conversation.decisions.continue_with_assistant import continue_with_assistant
from switchboard.conversation.decisions.erase_conversation import erase_conversation
from switchboard.conversation.decisions.erase_person import erase_person
from switchboard.conversation.decisions.escalate_hand_off import escalate_hand_off
from switchboard.conversation.decisions.identify_user import identify_user
from switchboard.conversation.decisions.miss_ai_deadline import miss_ai_deadline
from switchboard.conversation.decisions.open_conversation import open_conversation
from switchboard.conversation.decisions.propose_ai_reply import propose_ai_reply
from switchboard.conversation.decisions.propose_hand_off import propose_hand_off
from switchboard.conversation.decisions.propose_ticket import propose_ticket
from switchboard.conversation.decisions.provide_email import provide_email
from switchboard.conversation.decisions.release_absent_agent import release_absent_agent
from switchboard.conversation.decisions.release_conversation import release_conversation
from switchboard.conversation.decisions.remind_of_reply import remind_of_reply
from switchboard.conversation.decisions.remove_collaborator import remove_collaborator
from switchboard.conversation.decisions.request_human import request_human
from switchboard.conversation.decisions.request_ticket import request_ticket
from switchboard.conversation.decisions.return_to_ai import return_to_ai
from switchboard.conversation.decisions.send_agent_message import send_agent_message
from switchboard.conversation.decisions.send_user_message import send_user_message
from switchboard.conversation.decisions.set_priority import set_priority
from switchboard.conversation.decisions.set_user_email import set_user_email
from switchboard.conversation.decisions.take_over import take_over
from switchboard.conversation.decisions.unassign_conversation import unassign_conversation
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.deadlines import DeadlineKind, scheduled
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.runtime.roles import Accepted, Forwarded, Incoming, Timer

Answer: TypeAlias = Callable[[Conversation | None, Any, Incoming, Facts, datetime], Verdict]
DueAnswer: TypeAlias = Callable[
    [Conversation, UUID, Facts, datetime], Accepted[Conversation] | None
]

DECISIONS: Mapping[type[Message], Answer] = {
    OpenConversation: lambda c, m, i, f, t: open_conversation(c, m, i.envelope, f, t),
    SendUserMessage: send_user_message,
    RequestHuman: lambda c, m, i, f, t: request_human(c, m, i.envelope, f, t),
    ProvideEmail: lambda c, m, i, _, t: provide_email(c, m, i.envelope, t),
    ContinueWithAssistant: lambda c, m, i, f, t: continue_with_assistant(c, m, i.envelope, f, t),
    IdentifyUser: lambda c, m, i, _, t: identify_user(c, m, i.envelope.id, t),
    SendAgentMessage: lambda c, m, i, f, t: send_agent_message(c, m, i.envelope.id, f, t),
    AddInternalNote: lambda c, m, i, f, t: add_internal_note(c, m, i.envelope.id, f, t),
    AcceptConversation: lambda c, m, i, f, t: accept_conversation(c, m, i.envelope.id, f, t),
    TakeOver: lambda c, m, i, f, t: take_over(c, m, i.envelope.id, f, t),
    ReturnToAi: lambda c, m, i, f, t: return_to_ai(c, m, i.envelope.id, f, t),
    AssignConversation: lambda c, m, i, f, t: assign_conversation(c, m, i.envelope.id, f, t),
    UnassignConversation: lambda c, m, i, f, t: unassign_conversation(c, m, i.envelope.id, f, t),
    ReleaseConversation: lambda c, m, i, f, t: release_conversation(c, m, i.envelope.id, f, t),
    SetPriority: lambda c, m, i, f, t: set_priority(c, m, i.envelope.id, f, t),
    SetUserEmail: lambda c, m, i, f, t: set_user_email(c, m, i.envelope.id, f, t),
    AddCollaborator: lambda c, m, i, f, t: add_collaborator(c, m, i.envelope.id, f, t),
    RemoveCollaborator: lambda c, m, i, f, t: remove_collaborator(c, m, i.envelope.id, f, t),
    CloseConversation: lambda c, m, i, f, t: close_conversation(c, m, i.envelope.id, f, t),
    ProposeAiReply: lambda c, m, i, f, t: propose_ai_reply(c, m, i.envelope.id, f, t),
    ProposeHandOff: lambda c, m, i, f, t: propose_hand_off(c, m, i.envelope.id, f, t),
    ProposeTicket: lambda c, m, i, f, t: propose_ticket(c, m, i.envelope.id, f, t),
    RequestTicket: lambda c, m, i, _, t: request_ticket(c, m, i.envelope, t),
    AddSystemLine: lambda c, m, i, _, t: add_system_line(c, m, i.envelope.id, t),
    EraseConversation: lambda c, m, i, _, t: erase_conversation(c, m, i.envelope.id, t),
    ErasePerson: lambda c, m, i, f, _: erase_person(c, m, i.envelope.id, f),
}

_ABOUT_ERASED = (EraseConversation, ErasePerson, SendUserMessage)
"""All that can still be asked of a conversation whose person was erased.

It is closed, so that a message only passes through to a new one: whoever comes back begins anew.
"""

DUE: Mapping[DeadlineKind, DueAnswer] = {
    DeadlineKind.AI_REPLY: miss_ai_deadline,
    DeadlineKind.ACCEPTANCE: escalate_hand_off,
    DeadlineKind.REPLY: remind_of_reply,
    DeadlineKind.ABSENCE: release_absent_agent,
    DeadlineKind.IDLE: close_idle_conversation,
}


def decided(state: Conversation | None, command: Incoming, facts: Facts, now: datetime) -> Verdict:
    """Make the decision that a command calls for, and set the deadlines that follow from it.

    A conversation whose person was erased takes no more words, from whomever (rule E1).
    """
    if state is not None and state.erased and not isinstance(command.message, _ABOUT_ERASED):
        return refused(Code.ERASED)
    verdict = DECISIONS[type(command.message)](state, command.message, command, facts, now)
    if isinstance(verdict, Forwarded) or verdict.state is None:
        return verdict
    state = scheduled(verdict.state, facts.limits, now)
    return verdict if state is verdict.state else replace(verdict, state=state)


def decided_when_due(
    state: Conversation, timer: Timer, facts: Facts, now: datetime
) -> Accepted[Conversation] | None:
    """Make the decision that a deadline calls for (rule H10)."""
    timer_id = uuid5(state.id, f"{timer.kind} {timer.set_at_seq}")
    verdict = DUE[DeadlineKind(timer.kind)](state, timer_id, facts, now)
    if verdict is None:
        return None
    return replace(verdict, state=scheduled(verdict.state, facts.limits, now))


def timers_of(state: Conversation) -> Sequence[Timer]:
    """The deadlines that a conversation has now, its turn's among them."""
    found = [Timer(kind.value, d.due_at, d.set_at_seq) for kind, d in state.deadlines.items()]
    if state.turn is not None:
        turn = state.turn
        found.append(Timer(DeadlineKind.AI_REPLY.value, turn.due_at, turn.opened_at_seq))
    return found
