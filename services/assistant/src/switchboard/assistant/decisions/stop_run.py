"""Who may answer has changed: the AI's run is over."""

from dataclasses import replace
from datetime import datetime

from switchboard.assistant.decisions.finish_run import finished
from switchboard.assistant.model.facts import Facts
from switchboard.assistant.model.proposal import hand_off_id
from switchboard.assistant.model.refusals import Verdict
from switchboard.assistant.model.run import Run, Runs, RunState
from switchboard.contracts.commands.assistant import StopRun
from switchboard.contracts.events.assistant import RunStopped
from switchboard.contracts.topics import ASSISTANT_EVENTS_TOPIC
from switchboard.runtime.roles import Accepted, Say

HANDED_OFF = "handed_off"
"""The outcome of a run whose proposal was that a human answers."""


def stop_run(runs: Runs, command: StopRun, facts: Facts, now: datetime) -> Verdict:
    """Stop the run under way and start none of an earlier epoch (rule C7).

    If it was the run's own hand-off that changed who answers, the run has finished with it.
    """
    stopped = replace(runs, stopped_before_epoch=max(runs.stopped_before_epoch, command.epoch))
    run = runs.newest
    if run is None or not run.is_running or run.epoch >= command.epoch:
        return Accepted(stopped)
    if command.caused_by == hand_off_id(run.job_id):
        return finished(stopped, run, HANDED_OFF, facts, now)
    return _stopped(stopped, run, now)


def _stopped(runs: Runs, run: Run, now: datetime) -> Verdict:
    fact = RunStopped(conversation_id=runs.conversation_id, turn=run.turn, epoch=run.epoch, at=now)
    ended = replace(runs, newest=run.ended(RunState.STOPPED, now))
    return Accepted(ended, says=(Say(ASSISTANT_EVENTS_TOPIC, fact),))
