"""An agent writes to the user."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import SendAgentMessage
from switchboard.contracts.events.conversation import AgentMessageSent, ReminderAnswered
from switchboard.contracts.words import Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.joining import with_accepted
from switchboard.conversation.model.mentions import mentions_in, with_mentioned
from switchboard.conversation.model.refusals import Code, Verdict, refused, refused_for
from switchboard.conversation.model.story import Story


def send_agent_message(
    conversation: Conversation | None,
    command: SendAgentMessage,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Store the message; in a conversation that no agent has it also accepts (rules D1, D2, H6).

    Whom it names is told (rule N2); what members were told of the user's waiting is moot, stated
    apart so that whoever tells members need not read every message (rule H11).
    """
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    member = facts.active_member(command.agent_id)
    if member is None:
        return refused(Code.UNKNOWN_MEMBER)
    story = Story(conversation, command_id, now)
    if conversation.status is not Status.ACTIVE_HUMAN:
        story = with_accepted(story, member)
    elif not conversation.is_served_by(member.id):
        return refused_for(Code.NOT_ASSIGNED, conversation)
    mentions = mentions_in(command.text, facts)
    message_id, reminded = story.new_message_id(), story.conversation.reminded
    sent = story.tell(
        AgentMessageSent,
        answer=True,
        message_id=message_id,
        agent_id=member.id,
        agent_name=member.public_name,
        text=command.text,
        mentions=mentions,
        attachments=command.attachments,
    )
    if reminded:
        sent = sent.tell(ReminderAnswered, withdraw_from=reminded)
    return with_mentioned(sent, message_id, member, mentions).accepted()
