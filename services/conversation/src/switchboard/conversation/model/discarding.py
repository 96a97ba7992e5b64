"""A proposal of the AI that comes to nothing is a fact, with its reason (rule C3)."""

from switchboard.contracts.commands.conversation import (
    ProposeAiReply,
    ProposeHandOff,
    ProposeTicket,
)
from switchboard.contracts.events.conversation import AiReplyDiscarded
from switchboard.contracts.words import HandOffReason
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.handing_off import with_human_asked_for
from switchboard.conversation.model.refusals import Code
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Refused


def discarded(
    story: Story,
    proposal: ProposeAiReply | ProposeHandOff | ProposeTicket,
    code: Code,
    facts: Facts,
) -> Refused[Conversation]:
    """Say that the proposal is discarded; one that is too late also asks for a human (rule C6)."""
    told = story.tell(
        AiReplyDiscarded,
        proposal_id=story.cause_id,
        turn=proposal.turn,
        epoch=proposal.epoch,
        code=code.value,
    )
    if code is Code.TOO_LATE:
        told = with_human_asked_for(told, facts, HandOffReason.AI_TOO_LATE)
    return told.refused(code)
