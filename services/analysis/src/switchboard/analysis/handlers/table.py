"""Which decision answers which command, on one screen."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from switchboard.analysis.decisions.analyze_conversation import analyze_conversation
from switchboard.analysis.decisions.record_analysis import record_analysis
from switchboard.analysis.decisions.record_analysis_failure import record_analysis_failure
from switchboard.analysis.model.analyses import Analyses
from switchboard.analysis.model.refusals import Verdict
from switchboard.contracts.commands.analysis import (
    AnalyzeConversation,
    RecordAnalysis,
    RecordAnalysisFailure,
)
from switchboard.contracts.message import Message

Answer: TypeAlias = Callable[[Analyses, Any, UUID, datetime], Verdict]

DECISIONS: Mapping[type[Message], Answer] = {
    AnalyzeConversation: analyze_conversation,
    RecordAnalysis: lambda s, m, _, t: record_analysis(s, m, t),
    RecordAnalysisFailure: lambda s, m, _, t: record_analysis_failure(s, m, t),
}
