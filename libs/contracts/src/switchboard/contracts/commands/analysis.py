"""What the analysis service can be asked to do."""

from typing import ClassVar, Literal
from uuid import UUID

from switchboard.contracts.events.analysis import ExtractedField, FieldDefinition, FieldKey
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


class _FieldsCommand(Message):
    key_field: ClassVar[str] = "workspace"
    workspace: Literal["workspace"] = "workspace"
    member_id: MemberId


class DefineField(_FieldsCommand):
    """Have one more field extracted from now on; key: `workspace` (rule A2)."""

    type: Literal["analysis.define_field"] = "analysis.define_field"
    version: Literal[1] = 1
    field: FieldDefinition


class ChangeField(_FieldsCommand):
    """Give the field of this key another type, description or options (rules A2, A3)."""

    type: Literal["analysis.change_field"] = "analysis.change_field"
    version: Literal[1] = 1
    field: FieldDefinition


class RemoveField(_FieldsCommand):
    """Extract a field no longer; results that there are stay (rule A3)."""

    type: Literal["analysis.remove_field"] = "analysis.remove_field"
    version: Literal[1] = 1
    field_key: FieldKey


class ReorderFields(_FieldsCommand):
    """Show the fields in another order; every key once."""

    type: Literal["analysis.reorder_fields"] = "analysis.reorder_fields"
    version: Literal[1] = 1
    field_keys: tuple[FieldKey, ...]


class EraseAnalyses(Message):
    """The person of a conversation was erased: its analyses become unreadable (rule E1)."""

    type: Literal["analysis.erase_analyses"] = "analysis.erase_analyses"
    version: Literal[1] = 1
    conversation_id: ConversationId
    erasure_id: UUID


ANALYSIS_COMMANDS = (
    AnalyzeConversation,
    RecordAnalysis,
    RecordAnalysisFailure,
    DefineField,
    ChangeField,
    RemoveField,
    ReorderFields,
    EraseAnalyses,
)
