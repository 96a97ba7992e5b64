"""The user leaves an e-mail address while nobody can be had."""

import re
from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import ProvideEmail
from switchboard.contracts.events.conversation import UserEmailProvided
from switchboard.contracts.words import Status, SystemLine
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story

_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_LONGEST = 254
CONFIRMED = "Thank you. We have your e-mail address and will answer there."


def provide_email(
    conversation: Conversation | None, command: ProvideEmail, command_id: UUID, now: datetime
) -> Verdict:
    """Keep the address on the conversation and confirm it to the user (rules O2, O3).

    What counts as an address: one `@`, a domain with a dot, no space, at most 254 characters
    (RFC 5321, section 4.5.3.1); whether it exists only a message to it can tell.
    """
    if conversation is None or conversation.visitor_id != command.visitor_id:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    if conversation.status is not Status.AWAITING_OFFLINE_INFO:
        return refused(Code.NOT_AWAITING_EMAIL)
    email = command.email.strip()
    if len(email) > _LONGEST or not _ADDRESS.fullmatch(email):
        return refused(Code.BAD_EMAIL)
    story = Story(conversation, command_id, now).tell(UserEmailProvided, answer=True, email=email)
    return story.system_line(SystemLine.EMAIL_CONFIRMED, CONFIRMED).accepted()
