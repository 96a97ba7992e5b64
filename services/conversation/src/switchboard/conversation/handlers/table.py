"""Which decision answers which command, on one screen."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from switchboard.contracts.commands.conversation import (
    AcceptConversation,
    AddInternalNote,
    AddSystemLine,
    CloseConversation,
    EraseConversation,
    ErasePerson,
    OpenConversation,
    ProposeAiReply,
    ProposeHandOff,
    ProvideEmail,
    RequestHuman,
    ReturnToAi,
    SendAgentMessage,
    SendUserMessage,
    TakeOver,
)
from switchboard.contracts.message import Message
from switchboard.conversation.decisions.accept_conversation import accept_conversation
from switchboard.conversation.decisions.add_internal_note import add_internal_note
from switchboard.conversation.decisions.add_system_line import add_system_line
from switchboard.conversation.decisions.close_conversation import close_conversation
from switchboard.conversation.decisions.open_conversation import open_conversation
from switchboard.conversation.decisions.propose_ai_reply import propose_ai_reply
from switchboard.conversation.decisions.propose_hand_off import propose_hand_off
from switchboard.conversation.decisions.provide_email import provide_email
from switchboard.conversation.decisions.request_human import request_human
from switchboard.conversation.decisions.return_to_ai import return_to_ai
from switchboard.conversation.decisions.send_agent_message import send_agent_message
from switchboard.conversation.decisions.send_user_message import send_user_message
from switchboard.conversation.decisions.take_over import take_over
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.runtime.roles import Incoming

Answer: TypeAlias = Callable[[Conversation | None, Any, Incoming, Facts, datetime], Verdict]

DECISIONS: Mapping[type[Message], Answer] = {
    OpenConversation: lambda c, m, i, f, t: open_conversation(c, m, i.envelope, f, t),
    SendUserMessage: lambda c, m, i, f, t: send_user_message(c, m, i.envelope, f, t),
    RequestHuman: lambda c, m, i, f, t: request_human(c, m, i.envelope.id, f, t),
    ProvideEmail: lambda c, m, i, _, t: provide_email(c, m, i.envelope.id, t),
    SendAgentMessage: lambda c, m, i, f, t: send_agent_message(c, m, i.envelope.id, f, t),
    AddInternalNote: lambda c, m, i, f, t: add_internal_note(c, m, i.envelope.id, f, t),
    AcceptConversation: lambda c, m, i, f, t: accept_conversation(c, m, i.envelope.id, f, t),
    TakeOver: lambda c, m, i, f, t: take_over(c, m, i.envelope.id, f, t),
    ReturnToAi: lambda c, m, i, f, t: return_to_ai(c, m, i.envelope.id, f, t),
    CloseConversation: lambda c, m, i, f, t: close_conversation(c, m, i.envelope.id, f, t),
    ProposeAiReply: lambda c, m, i, f, t: propose_ai_reply(c, m, i.envelope.id, f, t),
    ProposeHandOff: lambda c, m, i, f, t: propose_hand_off(c, m, i.envelope.id, f, t),
    AddSystemLine: lambda c, m, i, _, t: add_system_line(c, m, i.envelope.id, t),
    EraseConversation: lambda *_: refused(Code.NOT_SUPPORTED),
    ErasePerson: lambda *_: refused(Code.NOT_SUPPORTED),
}
