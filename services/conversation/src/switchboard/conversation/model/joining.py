"""An agent becomes the one who answers (rules H5, H6)."""

from switchboard.contracts.events.conversation import AgentTookOver, ConversationAccepted
from switchboard.contracts.words import Status, SystemLine
from switchboard.conversation.model.facts import Member
from switchboard.conversation.model.story import Story


def with_accepted(story: Story, member: Member, *, answer: bool = False) -> Story:
    """The member wins a conversation that no agent has."""
    conversation = story.conversation
    return _joined(
        story.tell(
            ConversationAccepted,
            answer=answer,
            agent_id=member.id,
            agent_name=member.public_name,
            status=Status.ACTIVE_HUMAN,
            epoch=conversation.epoch + 1,
            withdraw_from=conversation.notified,
        ),
        member,
    )


def with_taken_over(story: Story, member: Member, *, answer: bool = False) -> Story:
    """The member takes the conversation from whoever has it."""
    conversation = story.conversation
    return _joined(
        story.tell(
            AgentTookOver,
            answer=answer,
            agent_id=member.id,
            agent_name=member.public_name,
            previous_agent_id=conversation.agent_id,
            status=Status.ACTIVE_HUMAN,
            epoch=conversation.epoch + 1,
            withdraw_from=conversation.notified,
        ),
        member,
    )


def _joined(story: Story, member: Member) -> Story:
    return story.system_line(
        SystemLine.AGENT_JOINED, f"{member.public_name} joined the conversation."
    )
