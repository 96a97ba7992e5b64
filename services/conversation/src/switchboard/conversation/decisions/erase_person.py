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
    whichever browser it was written.
    """
    subject = subject_of(command)
    if conversation is None or subject not in (conversation.visitor_id, conversation.person_id):
        return refused(Code.UNKNOWN_CONVERSATION)
    if facts.active_member(command.agent_id) is None:
        return refused(Code.UNKNOWN_MEMBER)
    known = dict.fromkeys((conversation.id, *facts.conversations.get(subject, ())))
    sends = tuple(_erasing(one, command.erasure_id, command_id) for one in known)
    return Accepted(conversation, sends=sends, data={"conversations": len(sends)})


def subject_of(command: ErasePerson) -> UUID:
    """Who is erased: the person if they are known, else the visitor."""
    return command.person_id or command.visitor_id


def _erasing(conversation_id: UUID, erasure_id: UUID, command_id: UUID) -> Send:
    command = EraseConversation(conversation_id=conversation_id, erasure_id=erasure_id)
    derived = translated_command_id(command_id, command.message_type(), command.key)
    return Send(CONVERSATION_COMMANDS_TOPIC, command, id=derived)
