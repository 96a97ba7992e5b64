"""What the analysis service states."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from switchboard.contracts.message import (
    ConversationId,
    LongText,
    MemberId,
    Message,
    Moment,
    OptionalText,
    Part,
    ShortText,
)
from switchboard.contracts.words import Sentiment


class FieldType(StrEnum):
    """What kind of value a field holds (rule A2)."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ENUM = "enum"


FieldKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""What a field is called in results: small letters, digits and underscores, a letter first."""


class FieldDefinition(Part):
    """One field that the team wants extracted (rule A2)."""

    key: FieldKey
    field_type: FieldType
    description: LongText
    """Instructs the extraction."""
    options: tuple[ShortText, ...] = ()
    """What an `enum` may hold; other types have none."""


class ExtractedField(Part):
    """One field's value, or the reason why it is missing."""

    key: ShortText
    field_type: FieldType
    value: str | float | bool | None = None
    missing: ShortText | None = None
    """Why there is no value: `not_mentioned`, `wrong_type`, `not_an_option`, `too_long`, or
    `description_not_understood`: the engine cannot tell from the description what to look for."""


class _AnalysisEvent(Message):
    conversation_id: ConversationId
    analysis_id: UUID
    analysis_version: int
    """Counts the analyses of one conversation, from 1 (rule A3)."""
    at: Moment


class AnalysisStarted(_AnalysisEvent):
    """An analysis is under way (rule A4)."""

    type: Literal["analysis.started"] = "analysis.started"
    version: Literal[1] = 1
    public_seq: int


class AnalysisCompleted(_AnalysisEvent):
    """An analysis has its result (rule A1)."""

    type: Literal["analysis.completed"] = "analysis.completed"
    version: Literal[1] = 1
    summary: OptionalText
    sentiment: Sentiment
    fields: tuple[ExtractedField, ...]
    definitions_version: int
    model: ShortText
    model_version: ShortText


class AnalysisFailed(_AnalysisEvent):
    """An analysis failed; the conversation is as it was (rule X5)."""

    type: Literal["analysis.failed"] = "analysis.failed"
    version: Literal[1] = 1
    code: ShortText


class AnalysesErased(Message):
    """What the analyses of a conversation held of a person is unreadable now (rules E1, E2)."""

    type: Literal["analysis.analyses_erased"] = "analysis.analyses_erased"
    version: Literal[1] = 1
    conversation_id: ConversationId
    erasure_id: UUID
    at: Moment


class _FieldsEvent(Message):
    """The fields were changed; each event carries the whole set as it is now."""

    key_field: ClassVar[str] = "workspace"
    workspace: Literal["workspace"] = "workspace"
    definitions_version: int
    """Counts the changes of the set; the built-in one is 1. Results name it (rule A3)."""
    fields: tuple[FieldDefinition, ...]
    """All fields, in the order in which they are shown."""
    member_id: MemberId
    at: Moment


class FieldDefined(_FieldsEvent):
    """A field was added at the end (rule A2)."""

    type: Literal["analysis.field_defined"] = "analysis.field_defined"
    version: Literal[1] = 1
    field_key: FieldKey


class FieldChanged(_FieldsEvent):
    """A field has another type, description or options; results that there are stay (rule A3)."""

    type: Literal["analysis.field_changed"] = "analysis.field_changed"
    version: Literal[1] = 1
    field_key: FieldKey


class FieldRemoved(_FieldsEvent):
    """A field is extracted no longer; results that there are stay (rule A3)."""

    type: Literal["analysis.field_removed"] = "analysis.field_removed"
    version: Literal[1] = 1
    field_key: FieldKey


class FieldsReordered(_FieldsEvent):
    """The fields are shown in another order."""

    type: Literal["analysis.fields_reordered"] = "analysis.fields_reordered"
    version: Literal[1] = 1


FIELDS_EVENTS = (FieldDefined, FieldChanged, FieldRemoved, FieldsReordered)
"""What happens to the definitions of fields; the rest happens to single conversations."""

VERSION_EVENTS = (AnalysisStarted, AnalysisCompleted, AnalysisFailed)
"""What becomes of one version of a conversation's analysis."""

ANALYSIS_EVENTS = (
    *VERSION_EVENTS,
    AnalysesErased,
    *FIELDS_EVENTS,
)
