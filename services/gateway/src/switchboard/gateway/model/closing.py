"""What a close forbids in the public stream, for those who read it: the third wall (design §4)."""

from switchboard.contracts.events.public import (
    PublicConversationOpened,
    PublicMessagePosted,
    PublicStatusChanged,
)
from switchboard.contracts.words import SystemLine

_MESSAGE = PublicMessagePosted.message_type()
_CLOSABLE = frozenset(
    {
        _MESSAGE,
        PublicStatusChanged.message_type(),
        PublicConversationOpened.message_type(),
    }
)


def is_closable(kind: str, line: str | None) -> bool:
    """Whether this may not follow a close: a message but the closing line, or who answers.

    Args:
        kind: the type of a public event, without its version.
        line: what a system message says.
    """
    return kind in _CLOSABLE and not (kind == _MESSAGE and line == SystemLine.CLOSED)
