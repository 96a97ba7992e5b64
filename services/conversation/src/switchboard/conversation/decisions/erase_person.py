"""An Admin has everything of a person made unreadable."""

from uuid import UUID

from switchboard.contracts.commands.conversation import EraseConversation, ErasePerson
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.runtime.roles import Accepted, Send


def erase_person(
    conversation: Conversation | None, command: ErasePerson, command_id: UUID, facts: Facts
) -> Verdict:
    """Have each conversation of the person erased, by the owner of each (rule E1).

    A visitor for whom the host site has vouched is a person: all that is theirs goes, from
    whichever browser it was written, and also from before they were known.
    """
    subjects = subjects_of(command)
    if conversation is None or not subjects & {conversation.visitor_id, conversation.person_id}:
        return refused(Code.UNKNOWN_CONVERSATION)
    if facts.active_member(command.agent_id) is None:
        return refused(Code.UNKNOWN_MEMBER)
    listed = (one for subject in subjects for one in facts.conversations.get(subject, ()))
    known = [conversation.id, *sorted({*listed} - {conversation.id})]
    sends = tuple(_erasing(one, command.erasure_id, command_id) for one in known)
    return Accepted(conversation, sends=sends, data={"conversations": len(sends)})


def subjects_of(command: ErasePerson) -> frozenset[UUID]:
    """Under which ids who is erased is known: as a visitor in each browser, and as the person."""
    person = () if command.person_id is None else (command.person_id,)
    return frozenset((command.visitor_id, *command.visitor_ids, *person))


def _erasing(conversation_id: UUID, erasure_id: UUID, command_id: UUID) -> Send:
    command = EraseConversation(conversation_id=conversation_id, erasure_id=erasure_id)
    derived = translated_command_id(command_id, command.message_type(), command.key)
    return Send(CONVERSATION_COMMANDS_TOPIC, command, id=derived)
