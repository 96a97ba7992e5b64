"""What every message is: a frozen model with a type and a version.

Strict to speak, tolerant to hear: a message built with an undeclared field is an error; `codec`
ignores unknown fields when it reads.
"""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer

MESSAGE_BYTES = 16_384
"""The longest text of one message, in bytes of UTF-8."""

SHORT_BYTES = 512
"""The longest name, subject or title, in bytes of UTF-8."""


def _no_nul(value: str) -> str:
    """Refuse U+0000, which PostgreSQL cannot store."""
    if "\x00" in value:
        raise ValueError("text holds U+0000")
    return value


def _within(limit: int) -> AfterValidator:
    def check(value: str) -> str:
        if len(value.encode("utf-8", "surrogatepass")) > limit:
            raise ValueError(f"text is longer than {limit} bytes")
        return value

    return AfterValidator(check)


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("text is empty")
    return value


def _encodable(value: str) -> str:
    value.encode("utf-8")
    return value


_Clean = (AfterValidator(_no_nul), AfterValidator(_encodable))

LongText = Annotated[str, *_Clean, AfterValidator(_filled), _within(MESSAGE_BYTES)]
"""Text that a person or the AI wrote: not empty, at most `MESSAGE_BYTES`."""

ShortText = Annotated[str, *_Clean, AfterValidator(_filled), _within(SHORT_BYTES)]
"""A name, a subject, a title: not empty, at most `SHORT_BYTES`."""

OptionalText = Annotated[str, *_Clean, _within(MESSAGE_BYTES)]
"""Text that may be empty, at most `MESSAGE_BYTES`."""

Moment = Annotated[datetime, PlainSerializer(lambda value: value.isoformat(), when_used="json")]
"""A time with its zone, in UTC, written as ISO 8601."""


class Message(BaseModel):
    """A message of some topic; subclasses declare `type` and `version` as literals.

    `key_field` names the field whose value is the record's key.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    key_field: ClassVar[str] = "conversation_id"

    @property
    def key(self) -> str:
        """The key of the record that carries this message."""
        return str(getattr(self, self.key_field))

    @classmethod
    def message_type(cls) -> str:
        """The dotted name, without the version: `conversation.agent_took_over`."""
        return str(cls.model_fields["type"].default)

    @classmethod
    def message_version(cls) -> int:
        """The version of this shape, from 1."""
        return int(cls.model_fields["version"].default)

    @classmethod
    def ce_type(cls) -> str:
        """The CloudEvents type: `conversation.agent_took_over.v1`."""
        return f"{cls.message_type()}.v{cls.message_version()}"


class Part(BaseModel):
    """A value inside a message."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


ConversationId = UUID
MemberId = UUID
VisitorId = UUID
PersonId = UUID
