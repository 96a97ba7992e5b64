"""The conversation service has decided about what a run proposed."""

from dataclasses import replace
from datetime import datetime

from switchboard.assistant.model.facts import Facts, Provenance
from switchboard.assistant.model.refusals import Verdict
from switchboard.assistant.model.run import Run, Runs, RunState
from switchboard.contracts.commands.assistant import FinishRun
from switchboard.contracts.events.assistant import RunFinished
from switchboard.contracts.topics import ASSISTANT_EVENTS_TOPIC
from switchboard.runtime.roles import Accepted, Say

_UNKNOWN = Provenance("unknown")


def finish_run(runs: Runs, command: FinishRun, facts: Facts, now: datetime) -> Verdict:
    """State the outcome with who found the answer, and where; once a run.

    A run that was stopped meanwhile has its outcome stated as well: its proposal was on the way.
    """
    run = runs.newest
    if run is None or run.turn != command.turn or run.state is RunState.FINISHED:
        return Accepted(runs)
    return finished(runs, run, command.outcome, facts, now)


def finished(runs: Runs, run: Run, outcome: str, facts: Facts, now: datetime) -> Verdict:
    """The end of a run whose proposal was decided."""
    found = facts.found.get(run.job_id, _UNKNOWN)
    fact = RunFinished(
        conversation_id=runs.conversation_id,
        turn=run.turn,
        epoch=run.epoch,
        at=now,
        outcome=outcome,
        engine=found.engine,
        sources=found.sources,
    )
    ended = replace(runs, newest=run.ended(RunState.FINISHED, now, outcome))
    return Accepted(ended, says=(Say(ASSISTANT_EVENTS_TOPIC, fact),))
