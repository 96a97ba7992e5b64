"""What every message is: a frozen model with a type and a version.

Strict to speak, tolerant to hear: a message built with an undeclared field is an error; `codec`
ignores unknown fields when it reads.
"""

from datetime import datetime
from functools import cache, lru_cache
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer

from switchboard.contracts.ids import text_of

MESSAGE_BYTES = 16_384
"""The longest text of one message, in bytes of UTF-8."""

SHORT_BYTES = 512
"""The longest name, subject or title, in bytes of UTF-8."""


def _text(limit: int, *, filled: bool = True) -> AfterValidator:
    """Text that every store and transport can hold; one check, since all texts pass here often."""

    def check(value: str) -> str:
        if "\x00" in value:  # PostgreSQL cannot store it
            raise ValueError("text holds U+0000")
        if len(value.encode()) > limit:  # also refuses what is no Unicode
            raise ValueError(f"text is longer than {limit} bytes")
        if filled and not value.strip():
            raise ValueError("text is empty")
        return value

    return AfterValidator(check)


LongText = Annotated[str, _text(MESSAGE_BYTES)]
"""Text that a person or the AI wrote: not empty, at most `MESSAGE_BYTES`."""

ShortText = Annotated[str, _text(SHORT_BYTES)]
"""A name, a subject, a title: not empty, at most `SHORT_BYTES`."""

OptionalText = Annotated[str, _text(MESSAGE_BYTES, filled=False)]
"""Text that may be empty, at most `MESSAGE_BYTES`."""

AS_DECLARED = ConfigDict(
    frozen=True,
    extra="forbid",
    use_attribute_docstrings=True,
    # An error may be logged, and what somebody wrote must not be.
    hide_input_in_errors=True,
)
"""How messages and their parts are built."""

# What is said together has one time: it is written out once.
_written = lru_cache(maxsize=64)(datetime.isoformat)

Moment = Annotated[datetime, PlainSerializer(_written, when_used="json")]
"""A time with its zone, in UTC, written as ISO 8601."""


class Message(BaseModel):
    """A message of some topic; subclasses declare `type` and `version` as literals.

    `key_field` names the field whose value is the record's key.
    """

    model_config = AS_DECLARED

    key_field: ClassVar[str] = "conversation_id"

    @property
    def key(self) -> str:
        """The key of the record that carries this message."""
        value = getattr(self, self.key_field)
        return text_of(value) if type(value) is UUID else str(value)

    @classmethod
    def message_type(cls) -> str:
        """The dotted name, without the version: `conversation.agent_took_over`."""
        return str(cls.model_fields["type"].default)

    @classmethod
    def message_version(cls) -> int:
        """The version of this shape, from 1."""
        return int(cls.model_fields["version"].default)

    @classmethod
    @cache  # every record asks for it, and a class's fields are looked up slowly
    def ce_type(cls) -> str:
        """The CloudEvents type: `conversation.agent_took_over.v1`."""
        return f"{cls.message_type()}.v{cls.message_version()}"


class Part(BaseModel):
    """A value inside a message."""

    model_config = AS_DECLARED


ConversationId = UUID
MemberId = UUID
VisitorId = UUID
PersonId = UUID
