"""The assistant proposes that a human answers."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import ProposeHandOff
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.discarding import discarded
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.fencing import objection
from switchboard.conversation.model.handing_off import with_human_asked_for
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story


def propose_hand_off(
    conversation: Conversation | None,
    command: ProposeHandOff,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Ask for a human if the AI still answers this turn, else discard (rules C3, C6, H1)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    story = Story(conversation, command_id, now)
    code = objection(conversation, command.turn, command.epoch, now)
    if code is not None:
        return discarded(story, command, code, facts)
    return with_human_asked_for(story, facts, command.reason, answer=True).accepted()
