"""What a replay has sent, as the audit expects to find it: names and order, never texts."""

from dataclasses import dataclass
from uuid import UUID

from switchboard.contracts.words import Source


@dataclass(frozen=True)
class Sent:
    """One message that was sent.

    Attributes:
        position: its place in the conversation, from 0.
        command_id: of the command that carries it.
    """

    position: int
    source: Source
    command_id: UUID


@dataclass(frozen=True)
class Played:
    """One conversation that was played."""

    name: str
    conversation_id: UUID
    messages: tuple[Sent, ...]


@dataclass(frozen=True)
class Keys:
    """The idempotency keys of one recording: each command's own, the same at each repeat.

    Attributes:
        run: names this replay; another replay of the same files sends other commands.
        number: the recording's place in this replay.
    """

    run: str
    number: int

    def opening(self) -> str:
        """The key that opens the conversation."""
        return f"{self.run}-{self.number}-open"

    def message(self, position: int) -> str:
        """The key of the message at a position."""
        return f"{self.run}-{self.number}-{position}"

    def closing(self) -> str:
        """The key that closes the conversation."""
        return f"{self.run}-{self.number}-close"
