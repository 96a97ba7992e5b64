"""What the analysis service states."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from switchboard.contracts.message import (
    ConversationId,
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


class ExtractedField(Part):
    """One field's value, or the reason why it is missing."""

    key: ShortText
    field_type: FieldType
    value: str | float | bool | None = None
    missing: ShortText | None = None
    """Why there is no value: `not_mentioned`, `wrong_type` or `not_an_option`."""


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


ANALYSIS_EVENTS = (AnalysisStarted, AnalysisCompleted, AnalysisFailed)
