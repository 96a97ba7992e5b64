"""A turn was opened: look for its answer."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from switchboard.assistant.model.facts import Facts
from switchboard.assistant.model.refusals import Verdict
from switchboard.assistant.model.run import Run, Runs, RunState
from switchboard.contracts.commands.assistant import StartRun
from switchboard.contracts.events.assistant import RunStarted, RunStopped
from switchboard.contracts.topics import ASSISTANT_EVENTS_TOPIC
from switchboard.runtime.roles import Accepted, Say


def start_run(
    runs: Runs, command: StartRun, command_id: UUID, facts: Facts, now: datetime
) -> Verdict:
    """Start the turn's one run, unless the AI may not answer any more (rules C5, C7)."""
    if command.epoch < runs.stopped_before_epoch or _is_known(runs, command.turn):
        return Accepted(runs)
    run = Run(
        turn=command.turn,
        epoch=command.epoch,
        answer_up_to_public_seq=command.answer_up_to_public_seq,
        answered_public_seq=command.answered_public_seq,
        transcript_public_seq=max(command.transcript_public_seq, command.answer_up_to_public_seq),
        job_id=uuid5(command_id, "job"),
        started_at=now,
        give_up_at=min(now + facts.limits.run, command.due_at),
    )
    started = RunStarted(
        conversation_id=runs.conversation_id, turn=run.turn, epoch=run.epoch, at=now
    )
    says = (*_end_of_previous(runs, now), Say(ASSISTANT_EVENTS_TOPIC, started))
    return Accepted(replace(runs, newest=run), says=says)


def _is_known(runs: Runs, turn: int) -> bool:
    return runs.newest is not None and runs.newest.turn >= turn


def _end_of_previous(runs: Runs, now: datetime) -> tuple[Say, ...]:
    """At most one turn is open, so a newer one means that the older is over."""
    if runs.newest is None or runs.newest.state is not RunState.RUNNING:
        return ()
    stopped = RunStopped(
        conversation_id=runs.conversation_id,
        turn=runs.newest.turn,
        epoch=runs.newest.epoch,
        at=now,
    )
    return (Say(ASSISTANT_EVENTS_TOPIC, stopped),)
