"""The analysis service's side of the engine."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from switchboard.analysis.decisions.miss_result import PATIENCE, miss_result
from switchboard.analysis.handlers.analysis_jobs import new_jobs
from switchboard.analysis.handlers.table import DECISIONS
from switchboard.analysis.model.analyses import Analyses
from switchboard.analysis.model.field_set import WORKSPACE, FieldSet
from switchboard.analysis.model.refusals import Entity, Verdict
from switchboard.analysis.store.analyses import load_analyses, save_analyses
from switchboard.analysis.store.field_sets import newest_field_set, save_field_sets
from switchboard.contracts.topics import ANALYSIS_COMMANDS_TOPIC, ANALYSIS_EVENTS_TOPIC, Topic
from switchboard.runtime.jobs import add_jobs
from switchboard.runtime.roles import Accepted, Change, Connection, Incoming, Say, Timer


class AnalysisDecider:
    """Loads analyses and fields, has the decisions made, saves them and the jobs they call for."""

    commands: Topic = ANALYSIS_COMMANDS_TOPIC
    feeds: tuple[Topic, ...] = (ANALYSIS_EVENTS_TOPIC,)
    keeps_entities = False

    async def facts(self, connection: Connection, commands: Sequence[Incoming]) -> None:
        """Decisions need nothing else."""
        del connection, commands

    async def load(self, connection: Connection, keys: Sequence[str]) -> dict[str, Entity]:
        """The analyses of these conversations, of those that have any; the fields if asked for."""
        ids = [key for key in keys if key != WORKSPACE]
        found: dict[str, Entity] = {**await load_analyses(connection, ids)} if ids else {}
        if WORKSPACE in keys:
            found[WORKSPACE] = await newest_field_set(connection)
        return found

    def decide(
        self, state: Entity | None, command: Incoming, facts: None, now: datetime
    ) -> Verdict:
        """Look the decision up and make it."""
        del facts
        decision = DECISIONS[type(command.message)]
        return decision(state, command.message, command.envelope.id, now)

    def due(self, state: Entity, timer: Timer, facts: None, now: datetime) -> Accepted[Any] | None:
        """A result is overdue."""
        del timer, facts
        return miss_result(state, now) if isinstance(state, Analyses) else None

    def timers(self, state: Entity) -> Sequence[Timer]:
        """When the running analysis should have had its result."""
        newest = state.newest if isinstance(state, Analyses) else None
        if newest is None or not newest.is_running:
            return ()
        return (Timer("result", newest.started_at + PATIENCE, newest.version),)

    def snapshot(self, state: Entity) -> Say | None:
        """Every event stands for itself; there is no topic of snapshots."""
        del state
        return None

    def refusal(
        self, state: Entity, command_id: UUID, command_type: str, code: str, now: datetime
    ) -> Accepted[Entity] | None:
        """No service awaits a refusal of an analysis."""
        del state, command_id, command_type, code, now
        return None

    async def save(self, connection: Connection, changes: Sequence[Change[Entity]]) -> None:
        """Store what changed, and a job for each analysis that began."""
        analyses = [change for change in changes if isinstance(change.after, Analyses)]
        if analyses:
            await save_analyses(connection, analyses)  # type: ignore[arg-type]
            await add_jobs(connection, new_jobs(analyses))  # type: ignore[arg-type]
        made = [c.after for c in changes if isinstance(c.after, FieldSet) and c.says]
        if made:
            await save_field_sets(connection, made)
