"""What the analysis service can be asked to do."""

from typing import Literal
from uuid import UUID

from switchboard.contracts.events.analysis import ExtractedField
from switchboard.contracts.message import (
    ConversationId,
    MemberId,
    Message,
    OptionalText,
    ShortText,
)
from switchboard.contracts.words import Sentiment


class AnalyzeConversation(Message):
    """Analyse a closed conversation; a repeat for another close or re-run is a new version."""

    type: Literal["analysis.analyze_conversation"] = "analysis.analyze_conversation"
    version: Literal[1] = 1
    conversation_id: ConversationId
    public_seq: int
    """The transcript is complete when it has reached this number."""
    requested_by: MemberId | None = None
    """The member who asked for a re-run; none for the automatic run after a close (rule A1)."""


class RecordAnalysis(Message):
    """A worker has a result."""

    type: Literal["analysis.record_analysis"] = "analysis.record_analysis"
    version: Literal[1] = 1
    conversation_id: ConversationId
    analysis_id: UUID
    summary: OptionalText
    sentiment: Sentiment
    fields: tuple[ExtractedField, ...]
    definitions_version: int = 1
    """By which definitions of fields the worker read (rule A3)."""
    model: ShortText
    model_version: ShortText


class RecordAnalysisFailure(Message):
    """A worker gave up; anybody may ask for a re-run (rule A4)."""

    type: Literal["analysis.record_analysis_failure"] = "analysis.record_analysis_failure"
    version: Literal[1] = 1
    conversation_id: ConversationId
    analysis_id: UUID
    code: ShortText


ANALYSIS_COMMANDS = (AnalyzeConversation, RecordAnalysis, RecordAnalysisFailure)
