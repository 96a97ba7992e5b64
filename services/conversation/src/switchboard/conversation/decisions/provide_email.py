"""The user leaves an e-mail address while nobody can be had."""

from datetime import datetime

from switchboard.contracts.commands.conversation import ProvideEmail
from switchboard.contracts.envelope import Envelope
from switchboard.contracts.events.conversation import UserEmailProvided
from switchboard.contracts.words import Status, SystemLine
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.offline_info import (
    MOST_ADDRESSES,
    address,
    with_ticket_if_owed,
)
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story

CONFIRMED = "Thank you. We have your e-mail address and will answer there."
CONFIRMED_WITHOUT_PROBLEM = (
    "Thank you. We have your e-mail address. Please describe your problem here, and we will answer"
    " there."
)


def provide_email(
    conversation: Conversation | None, command: ProvideEmail, envelope: Envelope, now: datetime
) -> Verdict:
    """Keep the address on the conversation and confirm it; one correction (rules O2, O3, O4).

    Without a problem there is no ticket, so the confirmation asks for it once more.
    """
    if conversation is None or not conversation.is_of(command.visitor_id, envelope.chain):
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    if conversation.status is not Status.AWAITING_OFFLINE_INFO:
        return refused(Code.NOT_AWAITING_EMAIL)
    if conversation.emails_given >= MOST_ADDRESSES:
        return refused(Code.EMAIL_CORRECTED_ALREADY)
    email = address(command.email)
    if email is None:
        return refused(Code.BAD_EMAIL)
    story = Story(conversation, envelope.id, now).tell(UserEmailProvided, answer=True, email=email)
    thanks = CONFIRMED if conversation.problem else CONFIRMED_WITHOUT_PROBLEM
    confirmed = story.system_line(SystemLine.EMAIL_CONFIRMED, thanks)
    return with_ticket_if_owed(confirmed).accepted()
