"""The user asks for a human."""

from datetime import datetime

from switchboard.contracts.commands.conversation import RequestHuman
from switchboard.contracts.envelope import Envelope
from switchboard.contracts.words import HandOffReason, Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.handing_off import with_human_asked_for
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def request_human(
    conversation: Conversation | None,
    command: RequestHuman,
    envelope: Envelope,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Ask for a human while the AI answers; asking again changes nothing (rules H1-H4)."""
    if conversation is None or not conversation.is_of(command.visitor_id, envelope.chain):
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    if conversation.status is not Status.ACTIVE_AI:
        return Accepted(conversation)
    story = Story(conversation, envelope.id, now)
    return with_human_asked_for(story, facts, HandOffReason.USER_ASKED, answer=True).accepted()
