"""E1: an erased conversation has no readable analysis, and gets none any more."""

from uuid import UUID

from tests.unit.analysis.test_analyses import ANNA, CONVERSATION, NOON, asked, recorded

from switchboard.analysis.decisions.erase_analyses import erase_analyses
from switchboard.analysis.model.analyses import Analyses
from switchboard.contracts.commands.analysis import EraseAnalyses
from switchboard.contracts.events.analysis import AnalysesErased, AnalysisFailed
from switchboard.runtime.roles import Accepted, Refused

ERASE = EraseAnalyses(conversation_id=CONVERSATION, erasure_id=UUID(int=238))


def started() -> Analyses:
    verdict = asked(Analyses(CONVERSATION))
    assert isinstance(verdict, Accepted)
    return verdict.state


def erased(analyses: Analyses) -> Accepted[Analyses]:
    verdict = erase_analyses(analyses, ERASE, NOON)
    assert isinstance(verdict, Accepted)
    assert verdict.erases
    return verdict


def test_e1_what_is_under_way_fails_and_its_late_result_is_dropped() -> None:
    running = started()
    assert running.newest is not None
    verdict = erased(running)
    failed, fact = (say.message for say in verdict.says)
    assert isinstance(failed, AnalysisFailed)
    assert failed.code == "erased"
    assert isinstance(fact, AnalysesErased)
    late = recorded(verdict.state, running.newest.id)
    assert not late.says
    assert late.state is verdict.state


def test_e1_no_analysis_is_started_again() -> None:
    for by in (None, ANNA):
        again = asked(erased(started()).state, by)
        assert isinstance(again, Refused)
        assert again.code == "erased"


def test_e1_a_conversation_without_an_analysis_gets_none_either() -> None:
    (say,) = erased(Analyses(CONVERSATION)).says
    assert isinstance(say.message, AnalysesErased)


def test_e1_a_repeat_states_nothing() -> None:
    assert not erased(erased(started()).state).says
