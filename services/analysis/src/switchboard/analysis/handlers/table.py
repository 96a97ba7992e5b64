"""Which decision answers which command, on one screen."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from switchboard.analysis.decisions.analyze_conversation import analyze_conversation
from switchboard.analysis.decisions.change_field import change_field
from switchboard.analysis.decisions.define_field import define_field
from switchboard.analysis.decisions.erase_analyses import erase_analyses
from switchboard.analysis.decisions.record_analysis import record_analysis
from switchboard.analysis.decisions.record_analysis_failure import record_analysis_failure
from switchboard.analysis.decisions.remove_field import remove_field
from switchboard.analysis.decisions.reorder_fields import reorder_fields
from switchboard.analysis.model.analyses import Analyses
from switchboard.analysis.model.field_set import FieldSet
from switchboard.analysis.model.refusals import Verdict
from switchboard.contracts.commands.analysis import (
    AnalyzeConversation,
    ChangeField,
    DefineField,
    EraseAnalyses,
    RecordAnalysis,
    RecordAnalysisFailure,
    RemoveField,
    ReorderFields,
)
from switchboard.contracts.message import Message

Answer: TypeAlias = Callable[[Any, Any, UUID, datetime], Verdict]

DECISIONS: Mapping[type[Message], Answer] = {
    AnalyzeConversation: lambda s, m, i, t: analyze_conversation(_analyses(s, m), m, i, t),
    RecordAnalysis: lambda s, m, _, t: record_analysis(_analyses(s, m), m, t),
    RecordAnalysisFailure: lambda s, m, _, t: record_analysis_failure(_analyses(s, m), m, t),
    EraseAnalyses: lambda s, m, _, t: erase_analyses(_analyses(s, m), m, t),
    DefineField: lambda s, m, _, t: define_field(s or FieldSet(), m, t),
    ChangeField: lambda s, m, _, t: change_field(s or FieldSet(), m, t),
    RemoveField: lambda s, m, _, t: remove_field(s or FieldSet(), m, t),
    ReorderFields: lambda s, m, _, t: reorder_fields(s or FieldSet(), m, t),
}


def _analyses(state: Analyses | None, message: Any) -> Analyses:
    return state or Analyses(message.conversation_id)
