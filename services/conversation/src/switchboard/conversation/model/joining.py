"""An agent becomes the one who answers (rules H5, H6, D5)."""

from uuid import UUID

from switchboard.contracts.events.conversation import AgentTookOver, ConversationAccepted
from switchboard.contracts.words import Status, SystemLine
from switchboard.conversation.model.facts import Member
from switchboard.conversation.model.story import Story


def with_accepted(
    story: Story, member: Member, *, assigned_by: UUID | None = None, answer: bool = False
) -> Story:
    """The member gets a conversation that no agent has."""
    conversation = story.conversation
    return _joined(
        story.tell(
            ConversationAccepted,
            answer=answer,
            agent_id=member.id,
            agent_name=member.public_name,
            status=Status.ACTIVE_HUMAN,
            epoch=conversation.epoch + 1,
            withdraw_from=conversation.holders,
            assigned_by=assigned_by,
            notify=_to_tell(member.id, None, assigned_by),
        ),
        member,
    )


def with_taken_over(
    story: Story, member: Member, *, assigned_by: UUID | None = None, answer: bool = False
) -> Story:
    """The member gets the conversation from whoever has it."""
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
            withdraw_from=conversation.holders,
            assigned_by=assigned_by,
            notify=_to_tell(member.id, conversation.agent_id, assigned_by),
        ),
        member,
    )


def _to_tell(now: UUID, before: UUID | None, assigned_by: UUID | None) -> tuple[UUID, ...]:
    """Who has it and who had it, except for the one who did this."""
    by = assigned_by or now
    return tuple(member for member in (now, before) if member is not None and member != by)


def _joined(story: Story, member: Member) -> Story:
    return story.system_line(
        SystemLine.AGENT_JOINED, f"{member.public_name} joined the conversation."
    )
