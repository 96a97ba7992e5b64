"""The AI's runs: one a turn, none after others answer (rules C5, C7)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from switchboard.assistant.decisions.finish_run import finish_run
from switchboard.assistant.decisions.start_run import start_run
from switchboard.assistant.decisions.stop_run import HANDED_OFF, stop_run
from switchboard.assistant.handlers.answer_jobs import cancelled_jobs, new_jobs
from switchboard.assistant.model.facts import Facts, Provenance
from switchboard.assistant.model.proposal import hand_off_id
from switchboard.assistant.model.run import Runs, RunState
from switchboard.contracts.commands.assistant import FinishRun, StartRun, StopRun
from switchboard.contracts.commands.conversation import Citation
from switchboard.contracts.events.assistant import RunFinished, RunStarted, RunStopped
from switchboard.contracts.message import Message
from switchboard.runtime.roles import Accepted, Change

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CONVERSATION = UUID("00000000-0000-4000-8000-0000000000c1")
SOURCE = Citation(title="How to close", url="https://help.example/close")


def started(runs: Runs, turn: int = 1, epoch: int = 1, due_in: float = 30) -> Accepted[Runs]:
    command = StartRun(
        conversation_id=CONVERSATION,
        turn=turn,
        epoch=epoch,
        answer_up_to_public_seq=turn * 2,
        due_at=NOON + timedelta(seconds=due_in),
    )
    return start_run(runs, command, uuid4(), Facts(), NOON)


def stopped(runs: Runs, epoch: int, caused_by: UUID | None = None) -> Accepted[Runs]:
    command = StopRun(conversation_id=CONVERSATION, epoch=epoch, caused_by=caused_by)
    return stop_run(runs, command, Facts(), NOON)


def kinds(decision: Accepted[Runs]) -> list[type[Message]]:
    return [type(say.message) for say in decision.says]


def change(before: Runs | None, decision: Accepted[Runs]) -> Change[Runs]:
    return Change(str(CONVERSATION), before, decision.state, decision.says, None)


def test_a_turn_starts_one_run_and_one_job() -> None:
    first = started(Runs(CONVERSATION))
    assert kinds(first) == [RunStarted]
    (job,) = new_jobs([change(None, first)])
    assert job.payload == {"turn": 1, "epoch": 1, "answered": 0, "asked": 2, "transcript": 2}
    again = started(first.state)
    assert kinds(again) == []
    assert new_jobs([change(first.state, again)]) == []


def test_a_run_gives_up_before_the_conversation_does() -> None:
    assert started(Runs(CONVERSATION)).state.newest.give_up_at == NOON + timedelta(seconds=20)
    late = started(Runs(CONVERSATION), due_in=5)
    assert late.state.newest.give_up_at == NOON + timedelta(seconds=5)


def test_a_run_stops_when_a_human_answers_and_none_of_that_epoch_starts_later() -> None:
    running = started(Runs(CONVERSATION)).state
    over = stopped(running, epoch=2)
    assert kinds(over) == [RunStopped]
    assert cancelled_jobs([change(running, over)]) == [running.newest.job_id]
    assert kinds(started(over.state, turn=2, epoch=1)) == []
    assert kinds(started(over.state, turn=2, epoch=2)) == [RunStarted]


def test_a_stop_that_comes_before_its_start_is_remembered() -> None:
    over = stopped(Runs(CONVERSATION), epoch=2)
    assert kinds(started(over.state, epoch=1)) == []


def test_a_return_to_the_ai_does_not_stop_the_run_that_it_opened() -> None:
    running = started(Runs(CONVERSATION), epoch=3).state
    assert stopped(running, epoch=3).state.newest.state is RunState.RUNNING


def test_the_hand_off_that_a_run_proposed_finishes_it() -> None:
    running = started(Runs(CONVERSATION)).state
    over = stopped(running, epoch=2, caused_by=hand_off_id(running.newest.job_id))
    assert kinds(over) == [RunFinished]
    assert over.says[0].message.outcome == HANDED_OFF
    assert cancelled_jobs([change(running, over)]) == []


def test_a_finished_run_names_who_found_the_answer_and_where() -> None:
    running = started(Runs(CONVERSATION)).state
    found = Facts(found={running.newest.job_id: Provenance("quoting-1", (SOURCE,))})
    command = FinishRun(conversation_id=CONVERSATION, turn=1, outcome="accepted")
    done = finish_run(running, command, found, NOON)
    fact = done.says[0].message
    assert (fact.outcome, fact.engine, fact.sources) == ("accepted", "quoting-1", (SOURCE,))
    assert kinds(finish_run(done.state, command, found, NOON)) == []


def test_a_proposal_that_was_on_the_way_when_its_run_was_stopped_is_accounted_for() -> None:
    over = stopped(started(Runs(CONVERSATION)).state, epoch=2).state
    command = FinishRun(conversation_id=CONVERSATION, turn=1, outcome="ai_paused")
    done = finish_run(over, command, Facts(), NOON)
    assert kinds(done) == [RunFinished]
    assert done.state.newest.outcome == "ai_paused"


def test_a_newer_turn_ends_the_run_of_the_older_one() -> None:
    running = started(Runs(CONVERSATION)).state
    newer = started(running, turn=2)
    assert kinds(newer) == [RunStopped, RunStarted]
    assert cancelled_jobs([change(running, newer)]) == [running.newest.job_id]


def test_the_outcome_of_another_turn_ends_nothing() -> None:
    running = started(Runs(CONVERSATION), turn=2).state
    command = FinishRun(conversation_id=CONVERSATION, turn=1, outcome="accepted")
    assert finish_run(running, command, Facts(), NOON).state == running
