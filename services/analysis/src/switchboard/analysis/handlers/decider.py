"""The analysis service's side of the engine."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from switchboard.analysis.decisions.miss_result import PATIENCE, miss_result
from switchboard.analysis.handlers.analysis_jobs import new_jobs
from switchboard.analysis.handlers.table import DECISIONS
from switchboard.analysis.model.analyses import Analyses
from switchboard.analysis.model.refusals import Verdict
from switchboard.analysis.store.analyses import load_analyses, save_analyses
from switchboard.contracts.topics import ANALYSIS_COMMANDS_TOPIC, ANALYSIS_EVENTS_TOPIC, Topic
from switchboard.runtime.jobs import add_jobs
from switchboard.runtime.roles import Accepted, Change, Connection, Incoming, Say, Timer


class AnalysisDecider:
    """Loads analyses, has the decisions made, saves them and the jobs they call for."""

    commands: Topic = ANALYSIS_COMMANDS_TOPIC
    feeds: tuple[Topic, ...] = (ANALYSIS_EVENTS_TOPIC,)

    async def facts(self, connection: Connection, commands: Sequence[Incoming]) -> None:
        """Decisions need nothing else."""
        del connection, commands

    async def load(self, connection: Connection, keys: Sequence[str]) -> dict[str, Analyses]:
        """The analyses of these conversations, of those that have any."""
        return await load_analyses(connection, keys)

    def decide(
        self, state: Analyses | None, command: Incoming, facts: None, now: datetime
    ) -> Verdict:
        """Look the decision up and make it."""
        del facts
        analyses = state or Analyses(UUID(command.key))
        decision = DECISIONS[type(command.message)]
        return decision(analyses, command.message, command.envelope.id, now)

    def due(
        self, state: Analyses, timer: Timer, facts: None, now: datetime
    ) -> Accepted[Analyses] | None:
        """A result is overdue."""
        del timer, facts
        return miss_result(state, now)

    def timers(self, state: Analyses) -> Sequence[Timer]:
        """When the running analysis should have had its result."""
        newest = state.newest
        if newest is None or not newest.is_running:
            return ()
        return (Timer("result", newest.started_at + PATIENCE, newest.version),)

    def snapshot(self, state: Analyses) -> Say | None:
        """Every event stands for itself; there is no topic of snapshots."""
        del state
        return None

    def refusal(
        self, state: Analyses, command_id: UUID, command_type: str, code: str, now: datetime
    ) -> Accepted[Analyses] | None:
        """No service awaits a refusal of an analysis."""
        del state, command_id, command_type, code, now
        return None

    async def save(self, connection: Connection, changes: Sequence[Change[Analyses]]) -> None:
        """Store what changed, and a job for each analysis that began."""
        await save_analyses(connection, changes)
        await add_jobs(connection, new_jobs(changes))
