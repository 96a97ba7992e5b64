"""What became of a command, for the gateway process that waits."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from switchboard.contracts.message import Message, ShortText


class CommandOutcome(Message):
    """A refusal, a repeat, or an acceptance without an event in the asker's audience.

    Holds ids, numbers, codes and data, never text.
    """

    key_field: ClassVar[str] = "command_id"
    type: Literal["command.outcome"] = "command.outcome"
    version: Literal[1] = 1
    command_id: UUID
    accepted: bool
    code: ShortText | None = None
    """The stable code of a refusal."""
    data: dict[str, JsonValue] = Field(default_factory=dict)
    """What a refusal or an acceptance says for its asker. `answers`, where the events are that a
    repeat's command had, is deprecated: nobody says or reads it any more."""
    repeated: bool = False
    """Whether the command had been decided before."""
