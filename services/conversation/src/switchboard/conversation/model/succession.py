"""Where a message to a closed conversation goes (rules X2, I2, I4)."""

from uuid import UUID

from switchboard.contracts.envelope import Chain
from switchboard.contracts.ids import first_conversation, next_conversation
from switchboard.conversation.model.conversation import Conversation


def successor_of(closed: Conversation, chain: Chain | None) -> UUID:
    """The next of its chain; one that was attached is followed by the person's newest one.

    Without knowledge of the person's chain it is their first, whose owner sends on in its turn.
    """
    if closed.person_id is None or closed.on_person_chain:
        return next_conversation(closed.id)
    return _known_head(closed, chain) or first_conversation(closed.person_id)


def chain_beyond(closed: Conversation, chain: Chain | None) -> Chain | None:
    """What the successor is told of whose it is.

    A conversation vouches for its person, also towards a sender that had not heard yet. One of the
    person's chain names itself, so that its successor knows that it stands there too.
    """
    if closed.person_id is None:
        return chain
    head = closed.id if closed.on_person_chain else _known_head(closed, chain)
    return Chain(closed.person_id, head)


def _known_head(closed: Conversation, chain: Chain | None) -> UUID | None:
    """The newest one of the person's chain; never this one, which would go round in circles."""
    if chain is None or chain.person_id != closed.person_id or chain.head == closed.id:
        return None
    return chain.head
