"""What a member has not read: counted from numbers that the snapshot and their mark hold."""

from collections.abc import Mapping
from uuid import UUID

from switchboard.contracts.events.snapshot import ConversationState
from switchboard.contracts.socket import ReadMark


def unread(state: ConversationState, member_id: UUID, mark: ReadMark | None) -> int:
    """How many messages and notes of a conversation a member has neither read nor written past.

    Whoever writes has read what was there. Facts that are no messages count nothing, so the
    difference of two `seq` would be wrong.
    """
    written = max((w.messages for w in state.written if w.member_id == member_id), default=0)
    read = mark.messages if mark is not None else 0
    return max(0, state.messages - max(written, read))


def unread_counts(
    bodies: Mapping[UUID, str], member_id: UUID, marks: Mapping[UUID, ReadMark]
) -> dict[UUID, int]:
    """The counts of some conversations, from their snapshots as they stand on the topic."""
    states = (ConversationState.model_validate_json(b, extra="ignore") for b in bodies.values())
    return {
        state.conversation_id: unread(state, member_id, marks.get(state.conversation_id))
        for state in states
    }
