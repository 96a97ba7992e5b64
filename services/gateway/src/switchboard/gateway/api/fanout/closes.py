"""Where conversations were closed in the public stream, as heard here (design §4, wall 3)."""

from collections import OrderedDict
from typing import Any
from uuid import UUID

from switchboard.contracts.events.public import PublicStatus, PublicStatusChanged
from switchboard.gateway.api.fanout.records import may_follow_close, public_seq_of
from switchboard.gateway.handlers.owners import Owners

_REMEMBERED = 100_000


class Closes:
    """The closes that this process heard, and what else it knows to be closed."""

    def __init__(self, owners: Owners) -> None:
        self._owners = owners
        self._closed_at: OrderedDict[bytes, int] = OrderedDict()

    def heard(self, changed: PublicStatusChanged | None) -> None:
        """Remember a close."""
        if changed is None or changed.status is not PublicStatus.CLOSED:
            return
        self._owners.closed(changed.conversation_id)
        self._closed_at[str(changed.conversation_id).encode()] = changed.public_seq
        if len(self._closed_at) > _REMEMBERED:
            self._closed_at.popitem(last=False)

    def forbids(self, record: Any) -> bool:
        """Whether a record may not be, behind a close that was heard; a repeat is no breach."""
        closed_at = self._closed_at.get(record.key)
        if closed_at is None or public_seq_of(record.value) <= closed_at:
            return False
        return not may_follow_close(record.value)

    def may_forbid(self, record: Any) -> bool:
        """Whether a record may stand behind a close that was not heard here.

        Be it that the close is read of, or that the read model was not yet where the feed begins.
        Only the read model can tell: it has the close's number, and nothing behind it.
        """
        if record.key in self._closed_at or self._owners.is_open(UUID(record.key.decode())):
            return False
        return not may_follow_close(record.value)
