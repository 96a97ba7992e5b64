"""Members who are named in what the team writes: `<@member id>` in the stored text (rule N2)."""

from collections.abc import Iterable
from uuid import UUID

from switchboard.contracts.events.conversation import MembersMentioned, Mention
from switchboard.conversation.model.facts import Facts, Member
from switchboard.conversation.model.naming import TOKEN
from switchboard.conversation.model.story import Story


def mentions_in(text: str, facts: Facts) -> tuple[Mention, ...]:
    """The active members whom a text names, each once, in the order of their first naming."""
    named = dict.fromkeys(UUID(found) for found in TOKEN.findall(text))
    members = (facts.active_member(member) for member in named)
    return tuple(
        Mention(member_id=member.id, name=member.public_name)
        for member in members
        if member is not None
    )


def with_mentioned(
    story: Story, message_id: UUID, author: Member, mentions: Iterable[Mention]
) -> Story:
    """The story in which everyone named is told once, but for the one who wrote."""
    told = tuple(mention.member_id for mention in mentions if mention.member_id != author.id)
    if not told:
        return story
    return story.tell(MembersMentioned, message_id=message_id, agent_id=author.id, notify=told)
