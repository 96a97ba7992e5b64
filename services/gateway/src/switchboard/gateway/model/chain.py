"""The conversations of a visitor or person: one chain, each the derived successor (rules I1-I4).

Conversations that were attached to a person (rule I2) are theirs beside the chain.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from switchboard.contracts.ids import first_conversation, next_conversation
from switchboard.gateway.model.principals import Visitor


@dataclass(frozen=True, slots=True)
class Link:
    """One conversation of a visitor, as far as this process knows it."""

    conversation_id: UUID
    visitor_id: UUID
    previous: UUID | None = None
    closed: bool = False
    person_id: UUID | None = None

    def joined(self, other: "Link") -> "Link":
        """What both say: neither a close nor a person is ever taken back."""
        return replace(
            self, closed=self.closed or other.closed, person_id=self.person_id or other.person_id
        )

    @property
    def owners(self) -> tuple[UUID, ...]:
        """The visitor, and the person if one is known."""
        return (self.visitor_id,) if self.person_id is None else (self.visitor_id, self.person_id)


@dataclass(frozen=True, slots=True)
class Target:
    """A conversation that a visitor may write to, whether it exists yet or not."""

    conversation_id: UUID
    previous: UUID | None


def is_own(visitor: Visitor, link: Link) -> bool:
    """Whether the visitor may write to it: theirs, or that of the person whom they are."""
    return link.visitor_id == visitor.visitor_id or (
        visitor.person_id is not None and link.person_id == visitor.person_id
    )


def is_shown(visitor: Visitor, link: Link) -> bool:
    """Whether the visitor may read it.

    Who is identified sees what is the person's. What the browser held before is not (rule I2), but
    for the conversation that is going on: it is being attached.
    """
    if visitor.person_id is None:
        return is_own(visitor, link)
    if link.person_id is not None:
        return link.person_id == visitor.person_id
    return is_own(visitor, link) and not link.closed


def newest_of_person(person_id: UUID, links: Sequence[Link]) -> Link | None:
    """The last one of the person's own chain that is known to exist."""
    known = {link.conversation_id: link for link in links}
    newest, following = None, known.get(first_conversation(person_id))
    while following is not None:
        newest, following = following, known.get(next_conversation(following.conversation_id))
    return newest


def head(visitor: Visitor, links: Sequence[Link]) -> Target:
    """Where a new message goes; the links come in the order of their chains.

    The newest open conversation, of this browser rather than of another; else the successor of the
    last, which for a person is the last of their own chain.
    """
    shown = [link for link in links if is_shown(visitor, link)]
    going_on = [link for link in shown if not link.closed]
    here = [link for link in going_on if link.visitor_id == visitor.visitor_id]
    if going_on:
        return _target_of(visitor, (here or going_on)[-1])
    if visitor.person_id is not None:
        last = newest_of_person(visitor.person_id, links)
    else:
        last = shown[-1] if shown else None
    if last is None:
        return Target(first_conversation(visitor.person_id or visitor.visitor_id), None)
    return Target(next_conversation(last.conversation_id), last.conversation_id)


def target(visitor: Visitor, conversation_id: UUID, links: Sequence[Link]) -> Target | None:
    """The conversation if it is the visitor's, or may become it; None if it is foreign.

    The predecessor depends on the id alone, so that a repeated command is the same command.
    """
    own = [link for link in links if is_own(visitor, link)]
    for link in own:
        if link.conversation_id == conversation_id:
            return _target_of(visitor, link)
    if conversation_id in _roots(visitor):
        return Target(conversation_id, None)
    for link in own:
        if next_conversation(link.conversation_id) == conversation_id and _goes_on(link, links):
            return Target(conversation_id, link.conversation_id)
    return None


def _target_of(visitor: Visitor, link: Link) -> Target:
    follows = link.previous is not None and link.conversation_id not in _roots(visitor)
    return Target(link.conversation_id, link.previous if follows else None)


def _roots(visitor: Visitor) -> tuple[UUID, ...]:
    owners = (visitor.visitor_id, visitor.person_id)
    return tuple(first_conversation(owner) for owner in owners if owner is not None)


def _goes_on(link: Link, links: Sequence[Link]) -> bool:
    """Whether its successor is derived from it; what was attached ends its visitor's chain."""
    if link.person_id is None:
        return True
    newest = newest_of_person(link.person_id, links)
    return newest is not None and newest.conversation_id == link.conversation_id
