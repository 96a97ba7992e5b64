"""Analyses: one a close, a new version whenever asked, a failure that harms nothing (A1-A4, X5)."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from switchboard.analysis.decisions.analyze_conversation import analyze_conversation
from switchboard.analysis.decisions.miss_result import miss_result
from switchboard.analysis.decisions.record_analysis import record_analysis
from switchboard.analysis.decisions.record_analysis_failure import record_analysis_failure
from switchboard.analysis.handlers.analysis_jobs import new_jobs
from switchboard.analysis.model.analyses import Analyses
from switchboard.analysis.model.refusals import Verdict
from switchboard.contracts.commands.analysis import (
    AnalyzeConversation,
    RecordAnalysis,
    RecordAnalysisFailure,
)
from switchboard.contracts.events.analysis import (
    AnalysisCompleted,
    AnalysisFailed,
    AnalysisStarted,
)
from switchboard.contracts.message import Message
from switchboard.contracts.words import Sentiment
from switchboard.runtime.roles import Accepted, Change, Refused

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CONVERSATION = UUID("00000000-0000-4000-8000-0000000000c1")
ANNA = UUID("00000000-0000-4000-8000-00000000000a")


def asked(analyses: Analyses, by: UUID | None = None) -> Verdict:
    command = AnalyzeConversation(conversation_id=CONVERSATION, public_seq=9, requested_by=by)
    return analyze_conversation(analyses, command, uuid4(), NOON)


def recorded(analyses: Analyses, analysis_id: UUID) -> Accepted[Analyses]:
    command = RecordAnalysis(
        conversation_id=CONVERSATION,
        analysis_id=analysis_id,
        summary="",
        sentiment=Sentiment.NEUTRAL,
        fields=(),
        model="m",
        model_version="1",
    )
    return record_analysis(analyses, command, NOON)


def failed(analyses: Analyses, analysis_id: UUID) -> Accepted[Analyses]:
    command = RecordAnalysisFailure(
        conversation_id=CONVERSATION, analysis_id=analysis_id, code="too_often"
    )
    return record_analysis_failure(analyses, command, NOON)


def kinds(decision: Verdict) -> list[type[Message]]:
    return [type(say.message) for say in decision.says]


def test_a1_x5_a_close_is_analysed_once() -> None:
    first = asked(Analyses(CONVERSATION))
    assert kinds(first) == [AnalysisStarted]
    (job,) = new_jobs([Change(str(CONVERSATION), None, first.state, first.says, None)])
    assert (job.id, job.payload) == (first.state.newest.id, {"public_seq": 9})
    assert kinds(asked(first.state)) == []


def test_a3_a_result_is_stated_once_with_its_version_and_its_origin() -> None:
    running = asked(Analyses(CONVERSATION)).state
    done = recorded(running, running.newest.id)
    assert kinds(done) == [AnalysisCompleted]
    fact = done.says[0].message
    assert (fact.analysis_version, fact.definitions_version, fact.model) == (1, 1, "m")
    assert kinds(recorded(done.state, running.newest.id)) == []
    assert kinds(failed(done.state, running.newest.id)) == []


def test_a3_asking_again_makes_a_new_version() -> None:
    running = asked(Analyses(CONVERSATION)).state
    done = recorded(running, running.newest.id).state
    again = asked(done, by=ANNA)
    assert again.state.newest.version == 2
    assert again.state.newest.id != running.newest.id


def test_asking_while_one_is_under_way_is_refused() -> None:
    running = asked(Analyses(CONVERSATION)).state
    refused = asked(running, by=ANNA)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.data) == ("analysis_running", {"analysis_version": 1})


def test_asking_before_the_close_is_refused() -> None:
    refused = asked(Analyses(CONVERSATION), by=ANNA)
    assert isinstance(refused, Refused)
    assert refused.code == "not_closed"


def test_after_a_failure_anybody_may_ask_again() -> None:
    running = asked(Analyses(CONVERSATION)).state
    over = failed(running, running.newest.id)
    assert kinds(over) == [AnalysisFailed]
    assert asked(over.state, by=ANNA).state.newest.version == 2


def test_the_result_of_an_older_version_changes_nothing() -> None:
    running = asked(Analyses(CONVERSATION)).state
    assert kinds(recorded(running, uuid4())) == []


def test_a4_a_result_that_never_comes_is_a_failure_and_anybody_may_ask_again() -> None:
    started = asked(Analyses(CONVERSATION))
    assert isinstance(started, Accepted)
    overdue = miss_result(started.state, NOON)
    assert overdue is not None
    (said,) = overdue.says
    assert isinstance(said.message, AnalysisFailed)
    assert said.message.code == "no_result"
    assert isinstance(asked(overdue.state, by=ANNA), Accepted)
    assert miss_result(overdue.state, NOON) is None
