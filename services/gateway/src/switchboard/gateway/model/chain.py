"""A visitor's conversations: one chain, each the derived successor of the one before (rule I4)."""

from dataclasses import dataclass
from uuid import UUID

from switchboard.contracts.ids import first_conversation, next_conversation


@dataclass(frozen=True, slots=True)
class Link:
    """One conversation of a visitor, as far as this process knows it."""

    conversation_id: UUID
    visitor_id: UUID
    previous: UUID | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A conversation that a visitor may write to, whether it exists yet or not."""

    conversation_id: UUID
    previous: UUID | None


def head(visitor_id: UUID, links: list[Link]) -> Target:
    """The newest conversation of the chain: the first open one, else the successor of the last.

    The links come in the order of the chain.
    """
    if not links:
        return Target(first_conversation(visitor_id), None)
    last = links[-1]
    if last.closed:
        return Target(next_conversation(last.conversation_id), last.conversation_id)
    return Target(last.conversation_id, last.previous)


def target(visitor_id: UUID, conversation_id: UUID, links: list[Link]) -> Target | None:
    """The conversation if it is the visitor's, or may become it; None if it is foreign.

    The predecessor depends on the id alone, so that a repeated command is the same command.
    """
    for link in links:
        if link.conversation_id == conversation_id:
            return Target(conversation_id, link.previous)
        if next_conversation(link.conversation_id) == conversation_id:
            return Target(conversation_id, link.conversation_id)
    if first_conversation(visitor_id) == conversation_id:
        return Target(conversation_id, None)
    return None
