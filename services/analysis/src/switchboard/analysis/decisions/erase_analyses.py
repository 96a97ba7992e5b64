"""The person of a conversation was erased."""

from dataclasses import replace
from datetime import datetime

from switchboard.analysis.model.analyses import Analyses, AnalysisState
from switchboard.analysis.model.refusals import Code, Verdict
from switchboard.contracts.commands.analysis import EraseAnalyses
from switchboard.contracts.events.analysis import AnalysesErased, AnalysisFailed
from switchboard.contracts.topics import ANALYSIS_EVENTS_TOPIC
from switchboard.runtime.roles import Accepted, Say


def erase_analyses(analyses: Analyses, command: EraseAnalyses, now: datetime) -> Verdict:
    """Fail what is under way, have all results overwritten and start none any more (rule E1).

    A repeat overwrites again and states nothing.
    """
    if analyses.erased:
        return Accepted(analyses, erases=True)
    erased = AnalysesErased(
        conversation_id=analyses.conversation_id, erasure_id=command.erasure_id, at=now
    )
    stopped, says = _stopped(analyses, now)
    says = (*says, Say(ANALYSIS_EVENTS_TOPIC, erased))
    return Accepted(replace(stopped, erased=True), says=says, erases=True)


def _stopped(analyses: Analyses, now: datetime) -> tuple[Analyses, tuple[Say, ...]]:
    newest = analyses.newest
    if newest is None or not newest.is_running:
        return analyses, ()
    failed = AnalysisFailed(
        conversation_id=analyses.conversation_id,
        analysis_id=newest.id,
        analysis_version=newest.version,
        at=now,
        code=Code.ERASED.value,
    )
    return analyses.ended(AnalysisState.FAILED, now), (Say(ANALYSIS_EVENTS_TOPIC, failed),)
