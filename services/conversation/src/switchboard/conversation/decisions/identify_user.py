"""The host site says who the user is."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import IdentifyUser
from switchboard.contracts.events.conversation import UserIdentified
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def identify_user(
    conversation: Conversation | None, command: IdentifyUser, command_id: UUID, now: datetime
) -> Verdict:
    """Attach this one conversation to the person; it is nobody else's from then on (rules I1, I2).

    Nothing is said to the user and nobody answers differently, so a closed one may be attached too.
    """
    person = command.person
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.person_id not in (None, person.person_id):
        return refused(Code.IDENTIFIED_ALREADY)
    is_own = conversation.person_id is not None or conversation.visitor_id == command.visitor_id
    if not is_own:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.person == person:
        return Accepted(conversation)
    story = Story(conversation, command_id, now)
    return story.tell(
        UserIdentified, answer=True, visitor_id=command.visitor_id, person=person
    ).accepted()
