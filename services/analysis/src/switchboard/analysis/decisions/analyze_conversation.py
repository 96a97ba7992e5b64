"""A conversation was closed, or somebody asks for its analysis again."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from switchboard.analysis.model.analyses import Analyses, Analysis
from switchboard.analysis.model.refusals import Code, Verdict, refused
from switchboard.contracts.commands.analysis import AnalyzeConversation
from switchboard.contracts.events.analysis import AnalysisStarted
from switchboard.contracts.topics import ANALYSIS_EVENTS_TOPIC
from switchboard.runtime.roles import Accepted, Say


def analyze_conversation(
    analyses: Analyses, command: AnalyzeConversation, command_id: UUID, now: datetime
) -> Verdict:
    """Start the next version: once after the close, then whenever asked (rules A1, A3, X5)."""
    if analyses.erased:
        return refused(Code.ERASED)
    newest = analyses.newest
    if command.requested_by is None and newest is not None:
        return Accepted(analyses)
    if command.requested_by is not None and newest is None:
        return refused(Code.NOT_CLOSED)
    if newest is not None and newest.is_running:
        return refused(Code.ANALYSIS_RUNNING, analysis_version=newest.version)
    analysis = Analysis(
        id=uuid5(command_id, "analysis"),
        version=newest.version + 1 if newest else 1,
        public_seq=max(command.public_seq, newest.public_seq if newest else 0),
        requested_by=command.requested_by,
        started_at=now,
    )
    started = AnalysisStarted(
        conversation_id=analyses.conversation_id,
        analysis_id=analysis.id,
        analysis_version=analysis.version,
        at=now,
        public_seq=analysis.public_seq,
    )
    say = Say(ANALYSIS_EVENTS_TOPIC, started, answer=True)
    return Accepted(replace(analyses, newest=analysis), says=(say,))
